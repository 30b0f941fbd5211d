"""The large models by hand are those that the graphs are."""

import sys
from collections.abc import Iterator
from math import prod
from pathlib import Path

import numpy as np
import pytest

from hornstudio.engine.catalog import catalog
from hornstudio.engine.check import check
from hornstudio.engine.summary import summarize

BENCH = str(Path(__file__).parents[2] / "bench")


@pytest.fixture
def bench(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The folder of benches can be imported from, and leaves no module of theirs behind."""
    monkeypatch.syspath_prepend(BENCH)
    yield
    for name in [name for name in sys.modules if name.partition(".")[0] == "training"]:
        del sys.modules[name]
    catalog.cache_clear()


@pytest.mark.parametrize("place", [0, 1])
def test_both_have_the_same_count_of_weights(place: int, bench: None) -> None:
    from training import large_by_hand, workload
    from training.on_hornstudio import graph_of

    work = workload.LARGE[place]
    x, y = work.make(np.random.default_rng(0), 1)
    graph = graph_of(work, x, y)
    by_hand = large_by_hand.MODELS[work.builder][1](work.sizes)
    ours = summarize(graph, check(graph))["totals"]
    assert sum(map(prod, by_hand.values())) == ours["trainable"]
