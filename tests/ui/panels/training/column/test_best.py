"""Which epoch is the best one, and among which."""

import pytest

from hornstudio.engine.watch.events import Knob
from hornstudio.ui.panels.training.column.best import best_words
from hornstudio.ui.panels.training.course.run import Run


@pytest.fixture
def run(told) -> Run:
    made = Run(1, told.started(epochs=9))
    for epoch, loss in enumerate([0.5, 0.2, 0.3], start=1):
        made.add_epoch(told.epoch(epoch, val_loss=loss))
    return made


def turned(epoch: int, step: int, *changes: str) -> Knob:
    where = {"node": "loss", "param": "weight", "old": 1.0, "new": 5.0}
    return Knob(**where, epoch=epoch, step=step, changes=list(changes))


def test_the_best_epoch_is_one_of_all(run, told):
    found = best_words(run)
    assert (found.words, found.why) == ("Best: epoch 2, val 0.2000", "")
    run.add_knob(turned(3, 10))  # by which no figure becomes another
    assert best_words(run) == found
    assert best_words(Run(2, told.started())) is None


def test_after_a_turn_of_the_loss_it_is_said_among_which_epochs_one_is_the_best(run, told):
    run.add_knob(turned(3, 10, "loss", "val_loss"))
    before = best_words(run)
    assert before.words == "Best before the turn: epoch 2, val 0.2000"
    assert before.why.startswith("loss.weight was turned in epoch 3: the loss is another figure")
    for epoch, loss in ((4, 3.0), (5, 2.0)):
        run.add_epoch(told.epoch(epoch, val_loss=loss))
    after = best_words(run)
    assert after.words == "Best since epoch 4: epoch 5, val 2.0000"
    assert after.shorter == (
        "Best since epoch 4: 5, val 2.0000",
        "Best since 4: 5, val 2.0000",
    )
    assert after.why == before.why


def test_a_turn_within_an_epoch_counts_that_epoch(run, told):
    run.add_knob(turned(4, 3, "loss", "val_loss"))
    run.add_epoch(told.epoch(4, val_loss=1.0))
    assert best_words(run).words == "Best since epoch 4: epoch 4, val 1.0000"
