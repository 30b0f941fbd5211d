import math
from pathlib import Path

from hornstudio.engine.train.kept import tally as tally_module
from hornstudio.engine.train.kept.encoding import event_to_json
from hornstudio.engine.train.kept.tally import Tally
from hornstudio.engine.watch.events import Epoch, Knob, Step


def line(epoch: int, loss: float) -> bytes:
    return event_to_json(Epoch(epoch=epoch, seconds=1.0, metrics={"val_loss": loss})) + b"\n"


STEP = (
    event_to_json(
        Step(epoch=1, step=1, metrics={}, samples_per_second=1, seconds=1, seconds_left=1)
    )
    + b"\n"
)


def test_epochs_are_added_up_as_they_come(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(tally_module, "_AT_ONCE", 150)
    path, tally = tmp_path / "metrics.jsonl", Tally()
    tally.read_on(path)
    assert tally.epochs == 0
    content = STEP * 5 + line(1, 0.5) + STEP * 5 + line(2, math.nan) + line(3, 0.2)
    path.write_bytes(content[:-10])
    tally.read_on(path)
    assert (tally.epochs, tally.best_epoch) == (2, 1)
    path.write_bytes(content + line(4, 0.3))
    tally.read_on(path)
    assert (tally.epochs, tally.best_epoch, tally.seconds) == (4, 3, 4.0)
    assert tally.best == {"val_loss": 0.2}
    assert tally.last == {"val_loss": 0.3}
    assert tally.offset == path.stat().st_size


def test_the_clocks_of_all_processes_are_added_up(tmp_path: Path) -> None:
    path, tally = tmp_path / "metrics.jsonl", Tally()
    clocks = (b"1.0", b"2.5", b"0.5", b"1e300", b"1.2.3", b"0.75")
    lines = [STEP.replace(b'"seconds":1,', b'"seconds":' + clock + b",") for clock in clocks]
    for content in (b"".join(lines[:3]) + line(1, 0.5), b"".join(lines[3:])):
        path.open("ab").write(content)
        tally.read_on(path)
    assert (tally.clock_seconds, tally.clock) == (2.5 + 0.75, 0.75)


def test_steps_of_the_epoch_that_was_begun_are_known(tmp_path: Path) -> None:
    path, tally = tmp_path / "metrics.jsonl", Tally()
    steps = []
    for content in (STEP, STEP + line(1, 0.5), STEP.replace(b':1,"step":1', b':2,"step":7')):
        path.open("ab").write(content)
        tally.read_on(path)
        steps.append((tally.epochs, tally.step))
    assert steps == [(0, 1), (1, 0), (1, 7)]


def test_the_best_epoch_is_one_since_the_loss_was_turned_into_another(tmp_path: Path) -> None:
    path, tally = tmp_path / "metrics.jsonl", Tally()
    turn = Knob(node="loss", param="weight", old=1, new=5, epoch=2, step=3, changes=["loss"])
    knob = event_to_json(turn) + b"\n"
    path.write_bytes(line(1, 0.1) + STEP + knob + STEP + line(2, 3.0) + line(3, 2.0) + line(4, 2.5))
    tally.read_on(path)
    assert (tally.best_epoch, tally.best, tally.epochs) == (3, {"val_loss": 2.0}, 4)
    assert tally.best_since == 2


def test_a_best_epoch_of_before_a_turn_is_one_of_all_until_then(tmp_path: Path) -> None:
    path, tally = tmp_path / "metrics.jsonl", Tally()
    turn = Knob(node="loss", param="weight", old=1, new=5, epoch=1, step=3, changes=["loss"])
    path.write_bytes(line(1, 0.1) + event_to_json(turn) + b"\n")
    tally.read_on(path)
    assert (tally.best_epoch, tally.best_since) == (1, 0)
