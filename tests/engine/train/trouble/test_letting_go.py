"""After a lack of memory a run holds nothing more, and what it held is known."""

import gc
import weakref
from typing import Any

import numpy as np
import pytest

from hornstudio.engine.lazy import jax
from hornstudio.engine.train import run as run_module
from hornstudio.engine.train.run import Run, train
from hornstudio.engine.train.steps import device_data
from hornstudio.engine.train.trouble.letting_go import holding_of, let_go
from hornstudio.engine.watch.events import Step
from tests.engine import sample_graph


class Large(np.ndarray):
    """What can be looked after."""


def fail() -> None:
    held = np.zeros(9).view(Large)
    known.append(weakref.ref(held))
    raise MemoryError(str(held.size))


known: list[Any] = []


def test_a_run_and_the_frames_of_its_error_let_go(monkeypatch: Any) -> None:
    made: list[Run] = []

    class Watched(Run):
        def __init__(self, *args: Any) -> None:
            super().__init__(*args)
            made.append(self)

    monkeypatch.setattr(run_module, "Run", Watched)
    events = train(sample_graph.mlp(batch_size=1000), checkpoints=False)
    next(e for e in events if isinstance(e, Step))
    (run,) = made
    carried = sum(x.nbytes for x in jax.tree.leaves(run.carry))
    samples = sum(x.nbytes for x in run.dataset.train.values())
    holding = holding_of(run)
    assert (holding.samples, holding.carried) == (samples, 2 * carried), "one is to fall back on"
    with pytest.raises(MemoryError) as caught:
        fail()
    assert known[0]() is not None
    assert let_go(caught.value, run) == holding
    gc.collect()
    assert known[0]() is None
    assert not run.carry
    assert not device_data._kept
    events.close()


def test_without_a_run_nothing_is_known() -> None:
    assert let_go(MemoryError(), None) is None
