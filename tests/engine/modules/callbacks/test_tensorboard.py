"""The TensorBoard log: training and validation side by side, steps where they are wanted."""

from pathlib import Path

import numpy as np
import pytest

from hornstudio.engine.errors import RunError
from hornstudio.engine.modules.callbacks.event_file import start_event
from hornstudio.engine.modules.callbacks.tensorboard import TensorBoard
from hornstudio.engine.watch.events import Epoch, Step
from tests.engine.fake_run import FakeRun, started
from tests.engine.modules.callbacks.test_event_file import messages, scalars

METRICS = {"loss": 0.5, "accuracy": 0.75, "val_loss": 0.25, "val_accuracy": 0.5}


def written(folder: Path, freq: str = "epoch", histograms: int = 0, first_epoch: int = 1) -> Path:
    """The log of an epoch and a step in it; its folder."""
    callback = TensorBoard(log_dir="logs", histogram_freq=histograms, update_freq=freq)
    run = FakeRun(folder)
    callback.begin(run, started(first_epoch=first_epoch))
    step = {"samples_per_second": 1.0, "seconds": 1.0, "seconds_left": 1.0}
    callback.step(run, Step(epoch=first_epoch, step=2, metrics={"loss": 0.5}, **step))
    callback.epoch(run, Epoch(epoch=first_epoch, seconds=1.0, metrics=METRICS))
    return folder / "logs"


def test_validation_has_the_names_of_the_training_in_a_folder_of_its_own(tmp_path: Path) -> None:
    logs = written(tmp_path)
    (train,), (validation,) = (list((logs / part).iterdir()) for part in ("train", "validation"))
    assert scalars(train) == [(1, {"epoch_loss": 0.5, "epoch_accuracy": 0.75})]
    assert scalars(validation) == [(1, {"epoch_accuracy": 0.5, "epoch_loss": 0.25})]


def test_the_learning_rate_is_written_where_there_is_one(tmp_path: Path) -> None:
    callback = TensorBoard(log_dir="logs", histogram_freq=0, update_freq="epoch")
    run = FakeRun(tmp_path)
    callback.begin(run, started())
    callback.epoch(run, Epoch(epoch=1, seconds=1.0, metrics={"loss": 1.0}, learning_rate=0.5))
    (train,) = (tmp_path / "logs" / "train").iterdir()
    assert scalars(train) == [(1, {"epoch_loss": 1.0, "epoch_learning_rate": 0.5})]


def test_steps_are_written_where_they_are_wanted(tmp_path: Path) -> None:
    logs = written(tmp_path, freq="batch", first_epoch=3)
    (batch,), (train,) = (list((logs / part).iterdir()) for part in ("batch", "train"))
    assert scalars(batch) == [(10, {"batch_loss": 0.5})]  # four steps an epoch
    assert scalars(train)[0][0] == 3
    firsts = [messages(path)[1][9:] for path in (batch, train)]  # behind the time, in a record
    assert firsts == [start_event(0.0, step)[21:-4] for step in (9, 3)]


def test_a_resumed_run_takes_what_it_does_again_out_of_the_curves(tmp_path: Path) -> None:
    written(tmp_path)
    (_, second) = sorted((written(tmp_path, first_epoch=2) / "train").iterdir())
    assert len(messages(second)) == 3
    assert scalars(second)[0][0] == 2


def test_the_spread_of_weights_is_written_every_so_often(tmp_path: Path) -> None:
    (train,) = (written(tmp_path, histograms=1) / "train").iterdir()
    assert b"dense/kernel" in messages(train)[2]
    (train,) = (written(tmp_path / "b", histograms=2) / "train").iterdir()
    assert len(messages(train)) == 2


def test_weights_are_as_nested_as_composites_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    inner = {"body__block__dense": {"kernel": np.zeros((2, 3))}}
    monkeypatch.setattr(FakeRun, "finished_weights", lambda self: inner)
    (train,) = (written(tmp_path, histograms=1) / "train").iterdir()
    assert b"body/block/dense/kernel" in messages(train)[2]


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "logs").write_text("in the way")
    with pytest.raises(RunError, match=r"tensorboard cannot write into .*logs"):
        written(tmp_path)


def test_without_a_folder_nothing_is_written(tmp_path: Path) -> None:
    callback = TensorBoard(log_dir="logs", histogram_freq=1, update_freq="batch")
    callback.begin(FakeRun(), started())
    callback.epoch(FakeRun(), Epoch(epoch=1, seconds=1.0, metrics=METRICS))
    assert list(tmp_path.iterdir()) == []
