"""Trainings by dice go well, and what goes wrong in them is found."""

import importlib
import random
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from hornstudio import paths
from hornstudio.engine.check import check
from hornstudio.engine.storage import files
from tests.engine import sample_graph

BENCH = Path(__file__).parents[2] / "bench"


@pytest.fixture
def bench(monkeypatch: pytest.MonkeyPatch) -> Any:
    """`bench/random_trainings.py`, as it is found where it runs."""
    monkeypatch.syspath_prepend(BENCH)
    return importlib.import_module("random_trainings")


def test_the_same_seed_gives_the_same_network(tmp_path: Path, bench: Any) -> None:
    made = [bench.network(random.Random(3), tmp_path) for _ in range(2)]
    texts = [files.to_text(graph) for graph in made if graph]
    assert len(texts) == 2
    assert texts[0] == texts[1]


def test_networks_can_be_trained_and_are_of_many_kinds(tmp_path: Path, bench: Any) -> None:
    kinds: set[str] = set()
    for seed in range(20):
        graph = bench.network(random.Random(seed), tmp_path)
        if graph:
            assert not [p for p in check(graph).problems if p.severity == "error"]
            kinds |= {node.kind for _, node in graph}
    assert len(kinds) > 40


def test_a_training_that_is_sound_goes_well_and_what_differs_is_told(
    tmp_path: Path, bench: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = sample_graph.mlp()
    short = replace(plain, training=replace(plain.training, epochs=2, batch_size=400))
    data = paths.resource("data", "digits.npz").read_bytes()
    (tmp_path / "digits.npz").write_bytes(data)  # where the script looks for it
    monkeypatch.setattr(bench, "network", lambda dice, folder: short)
    monkeypatch.setattr(bench, "evaluate_run", lambda *_: {"test_loss": 1e9})
    tally = bench.Tally()
    bench.attempt(0, tmp_path, tally, tmp_path / "kept")
    assert {*tally.done} == {
        *("trained", "gone on with", "sent over", "step by step", "turned"),
        *("turned and gone on with", "branched", "evaluated", "exported"),
    }
    (fault,) = tally.faults
    assert fault["what"] == "evaluate gives other figures"
    assert sorted(path.name for path in (tmp_path / "kept").iterdir()) == ["0.horn", "0.npz"]
