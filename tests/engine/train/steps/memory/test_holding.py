"""What is certain to be too much for the memory is not begun, and told in words."""

import pytest

from hornstudio.engine.compile.program import Program
from hornstudio.engine.editing import edits
from hornstudio.engine.lazy import jax
from hornstudio.engine.train import failure, preparation
from hornstudio.engine.train.preparation import prepare
from hornstudio.engine.train.run import train
from hornstudio.engine.train.steps.compiled import compiled
from hornstudio.engine.train.steps.memory import holding
from hornstudio.engine.train.steps.memory.holding import carried_bytes, too_much
from hornstudio.engine.watch.events import Failed
from tests.engine import sample_graph

GRAPH = edits.set_param(sample_graph.mlp(), "hidden", "units", 1000)


@pytest.fixture
def nothing_is_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    """A megabyte is free, and to make the weights fails the test."""
    monkeypatch.setattr(Program, "start", lambda *given: pytest.fail("weights were made"))
    for module in (preparation, holding, failure):
        monkeypatch.setattr(module, "free_bytes", lambda: 1 << 20)


def test_what_is_carried_is_known_before_it_is_made() -> None:
    parts = compiled(GRAPH)
    made = sum(array.nbytes for array in jax.tree.leaves(parts.program.start(0)))
    given = parts.program.plan, parts.spread
    need = carried_bytes(*given)
    assert need == (2 if jax.default_backend() == "cpu" else 1) * made
    assert [too_much(*given, free) for free in (0, need - 1, need)] == [0, need, 0]


def test_a_run_that_cannot_be_held_says_by_what_to_shrink(nothing_is_drawn: None) -> None:
    (failed,) = train(GRAPH, checkpoints=False)
    assert isinstance(failed, Failed)
    assert failed.node == "hidden"
    assert "and 1.00 MB are free. With units 64 instead of 1000 it should fit" in failed.reason


def test_nor_is_it_made_to_get_ready(nothing_is_drawn: None) -> None:
    found = prepare(GRAPH)
    assert not found.fits
    assert (found.safe_batch, found.free_bytes) == (0, 1 << 20)
    parts = compiled(GRAPH)
    assert found.peak_bytes == carried_bytes(parts.program.plan, parts.spread)
