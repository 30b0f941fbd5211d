"""What a run took, however often it was broken off and gone on with."""

from pathlib import Path

import msgspec
import pytest

from hornstudio.engine.storage.templates import find_template
from hornstudio.engine.train.kept.duration import seconds_of
from hornstudio.engine.train.kept.run_folder import RunFolder
from hornstudio.engine.train.kept.tally import Tally
from hornstudio.engine.watch.events import Finished, Step

from .begun_run import started

GRAPH = find_template("mnist_mlp").graph()


def taken(path: Path) -> float:
    tally = Tally()
    tally.read_on(path / "metrics.jsonl")
    return seconds_of(path, RunFolder.open(path).facts(), tally)


def train_on(path: Path, first_epoch: int, *clocks: float) -> RunFolder:
    """A process that takes so many steps, one an epoch, and is killed."""
    folder = RunFolder(path)
    folder.begin(GRAPH, resume=(path / "run.json").exists())
    begun = started(first_epoch)
    folder.record(msgspec.structs.replace(begun, seconds_before=folder.seconds_before))
    for epoch, clock in enumerate(clocks, first_epoch):
        told = {"metrics": {}, "samples_per_second": 1.0, "seconds_left": 0.0}
        folder.record(Step(epoch=epoch, step=1, seconds=clock, **told))
    return folder


def test_what_was_lost_when_a_process_was_killed_took_its_time_too(tmp_path: Path) -> None:
    """Its figures go as they are computed again; and the next one begins its clock anew."""
    path = tmp_path / "run"
    train_on(path, 1, 2.0, 4.0, 9.0)
    assert taken(path) == 9.0
    train_on(path, 2, 3.0, 5.0)
    assert taken(path) == 14.0, "the 7 s behind the first epoch were trained, too"
    last = train_on(path, 4, 6.0)
    assert taken(path) == 20.0, "also where the clock stands higher than that before"
    assert last.seconds_before == 14.0
    last.record(Finished(run=str(path), epochs=4, seconds=6.5, metrics={}))
    assert taken(path) == pytest.approx(20.5)


def test_a_process_that_came_to_no_step_adds_nothing(tmp_path: Path) -> None:
    path = tmp_path / "run"
    train_on(path, 1, 2.0, 4.0)
    train_on(path, 2)
    assert taken(path) == 4.0


def test_a_clock_that_was_set_back_makes_no_time_before_nothing(tmp_path: Path) -> None:
    """A run that failed before its first step took -3600.0 s."""
    path = tmp_path / "run"
    facts = {"state": "failed", "begun": "2026-01-01 12:00:00", "ended": "2026-01-01 12:00:05"}
    assert seconds_of(path, facts, Tally()) == 5.0
    assert seconds_of(path, facts | {"ended": "2026-01-01 11:00:05"}, Tally()) == 0.0
