"""Statistics of a run: seldom enough, and without changing a bit of it."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from hornstudio.engine.compile.inspection import Inspection
from hornstudio.engine.train import clock
from hornstudio.engine.train.kept import record
from hornstudio.engine.train.kept.run_folder import RunFolder
from hornstudio.engine.train.live.turn import Turn
from hornstudio.engine.train.live.watching import Watching
from hornstudio.engine.train.run import train
from hornstudio.engine.train.steps.compiled import compiled
from hornstudio.engine.train.steps.pace import Pace
from hornstudio.engine.watch.events import Epoch, Finished, Note, Statistics, Step
from tests.engine import sample_graph

GRAPH = sample_graph.mlp(epochs=2, batch_size=100)


def at_every_dispatch(self: Watching) -> None:
    """As made, but patient with nothing; what is to be compiled is waited for."""
    self._share, self._interval_s, self._next = 1.0, 0.0, 0.0
    self._parts = self._compiling = self._look = None
    self._is_warm = False


def figures(events: list[Any]) -> list[dict[str, float]]:
    return [e.metrics for e in events if isinstance(e, Epoch | Finished)]


@pytest.fixture(scope="module")
def watched(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[Any]]:
    """A run that is looked into before every dispatch, and turned in its second epoch.

    Its program has been made for a run with larger batches.
    """
    compiled(sample_graph.mlp(batch_size=1000))
    folder = tmp_path_factory.mktemp("watched") / "run"
    events: list[Any] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Watching, "__init__", at_every_dispatch)
        patch.setattr(record, "STATISTICS_S", 1e9)
        patch.setattr(Watching, "_is_compiled", lambda self: _waited(self))
        patch.setattr(Pace, "steps", 12)
        run, wish = train(GRAPH, run_dir=folder, watch=True), None
        while not events or not isinstance(events[-1], Finished):
            events.append(run.send(wish))
            last = events[-1]
            turns = isinstance(last, Step) and (last.epoch, last.step) == (1, 24)
            wish = Turn("sgd", "learning_rate", 0.02) if turns else None
    return folder, events


def _waited(watching: Watching) -> bool:
    if watching._compiling is not None:
        watching._look, watching._compiling = watching._compiling.wait(), None
    return True


def test_a_watched_run_has_the_bits_of_one_that_is_not(watched: tuple[Path, list[Any]]) -> None:
    plain, run, wish = [], train(GRAPH, checkpoints=False), None
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Pace, "steps", 12)
        while not plain or not isinstance(plain[-1], Finished):
            plain.append(run.send(wish))
            last = plain[-1]
            turns = isinstance(last, Step) and (last.epoch, last.step) == (1, 24)
            wish = Turn("sgd", "learning_rate", 0.02) if turns else None
    assert figures(plain) == figures(watched[1])


def test_statistics_tell_of_nodes_wires_and_the_whole(watched: tuple[Path, list[Any]]) -> None:
    found = [e for e in watched[1] if isinstance(e, Statistics)]
    assert [(s.epoch, s.step) for s in found] == [
        (epoch, step) for epoch in (1, 2) for step in (0, 12, 24)
    ]
    first, last = found[0], found[-1]
    assert (first.overall["learning_rate"], last.overall["learning_rate"]) == pytest.approx(
        (0.1, 0.02)
    )
    assert first.overall["memory_bytes"] > 0
    assert set(first.nodes["hidden"]) == {
        "mean",
        "spread",
        "weight_norm",
        "gradient_norm",
        "update_ratio",
    }
    assert 0 <= first.nodes["relu"]["dead"] <= 1
    assert first.wires["hidden.output"] > 0
    # half the rate makes half the update, in proportion to the gradient
    for stats, rate in ((first, 0.1), (last, 0.02)):
        hidden = stats.nodes["hidden"]
        expected = rate * hidden["gradient_norm"] / hidden["weight_norm"]
        assert hidden["update_ratio"] == pytest.approx(expected, rel=1e-3)


def test_they_are_recorded_at_a_modest_rate(watched: tuple[Path, list[Any]]) -> None:
    recorded = [e for e in RunFolder.open(watched[0]).events() if isinstance(e, Statistics)]
    assert len(recorded) == 1


def test_a_run_that_is_not_watched_tells_none(watched: tuple[Path, list[Any]]) -> None:
    run = train(sample_graph.mlp(batch_size=100), checkpoints=False)
    assert not any(isinstance(event, Statistics) for event in run)


def test_what_cannot_be_looked_into_is_said_once_and_goes_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fail(self: Inspection, *given: Any) -> Any:
        raise MemoryError

    monkeypatch.setattr(Inspection, "look", fail)
    monkeypatch.setattr(Watching, "__init__", at_every_dispatch)
    monkeypatch.setattr(Watching, "_is_compiled", _waited)
    events = list(train(sample_graph.mlp(batch_size=100), checkpoints=False, watch=True))
    notes = [e.what for e in events if isinstance(e, Note)]
    assert len(notes) == 1
    assert "memory" in notes[0]
    assert isinstance(events[-1], Finished)


def test_looks_keep_to_their_share_of_the_time(monkeypatch: pytest.MonkeyPatch) -> None:
    at = [100.0]
    monkeypatch.setattr(clock, "time", SimpleNamespace(perf_counter=lambda: at[0]))
    watching, begun = Watching(share=0.02, interval_s=0.5, patience_s=0.0), at[0]
    part = SimpleNamespace(left=0, rows=[], key=None, done=0)
    for taken, least in ((0.06, 0.5), (0.06, 3.0), (0.005, 0.5)):  # the first look only warms up
        watching.figures(*(None, {}, {}), part, 1)  # type: ignore[arg-type]
        at[0] += taken
        watching.clock.hold()
        at[0] += 600.0  # a pause is nothing that a look costs
        watching.clock.go_on()
        watching.rest()
        assert watching._next - begun == pytest.approx(least)
        at[0] += 50.0
        begun += taken + 50.0


def test_samples_that_lie_elsewhere_are_looked_at_alike(
    watched: tuple[Path, list[Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Watching, "__init__", at_every_dispatch)
    monkeypatch.setattr(Watching, "_is_compiled", _waited)
    monkeypatch.setattr(Pace, "steps", 12)
    run = train(GRAPH, checkpoints=False, watch=True, data_budget=1)
    first = next(event for event in run if isinstance(event, Statistics))
    run.close()
    expected = next(e for e in watched[1] if isinstance(e, Statistics))
    assert first.nodes == expected.nodes
    assert first.wires == expected.wires
