"""A run whose epochs leave no checkpoint says so before it is too late to wonder."""

import pytest

from hornstudio.engine.modules.callbacks.model_checkpoint import ModelCheckpoint
from tests.engine.fake_run import FakeRun, drive

LOSSES = [{"val_loss": 0.9}, {"val_loss": 0.7}]


def checkpoints(threshold: float | None, only_best: bool = True) -> ModelCheckpoint:
    return ModelCheckpoint(
        save_best_only=only_best,
        monitor="val_loss",
        mode="auto",
        every_epochs=1,
        max_to_keep=3,
        initial_value_threshold=threshold,
    )


def test_that_no_epoch_was_good_enough_is_said() -> None:
    run = FakeRun()
    drive(checkpoints(0.5), run, LOSSES)
    assert run.skipped == [True, True]
    (said,) = run.said
    assert "no epoch has left a checkpoint: none had a val_loss better than 0.5" in said


@pytest.mark.parametrize(("threshold", "only_best"), [(0.8, True), (None, True), (0.5, False)])
def test_where_one_was_nothing_is_said(threshold: float | None, only_best: bool) -> None:
    run = FakeRun()
    drive(checkpoints(threshold, only_best), run, LOSSES)
    assert not run.said


def test_a_resumed_run_knows_of_the_epochs_before() -> None:
    before, run = checkpoints(0.8), FakeRun()
    drive(before, run, LOSSES)
    after = checkpoints(0.8)
    after.restore(before.state())
    drive(after, run, [{"val_loss": 0.75}])
    assert not run.said
