from msgspec import structs

from hornstudio.engine.text import Text
from hornstudio.ui.panels.training.wording.metric_name import MetricNames
from hornstudio.ui.panels.training.wording.result import (
    ending_words,
    epoch_words,
    finished_words,
    notes_of,
    results_of,
    started_words,
    words_of,
)


def test_the_beginning_says_where_and_on_what(told):
    started = structs.replace(told.started(), why_device="no GPU", notes=["as it was"])
    assert started_words(started) == "Training on CPU (x86_64): mnist: 320 training"
    assert notes_of(started) == ["Computes on CPU (x86_64): no GPU", "as it was"]


def test_the_end_says_its_reason_before_the_results(told):
    finished = structs.replace(told.finished(), reason="enough")
    assert finished_words(finished, "Test loss 1") == "enough. Test loss 1"
    finished = structs.replace(finished, reason=Text("early stopping: {why}", why="enough"))
    assert finished_words(finished, "Test loss 1") == "Early stopping: enough. Test loss 1"
    untested = "There were no test samples to measure with."
    assert finished_words(told.finished(loss=0.1), "") == untested
    early = structs.replace(told.finished(1), metrics={})
    assert finished_words(early, "") == "Training ended before the first epoch was over."


def test_the_end_says_of_which_epoch_the_weights_are_unless_of_the_last(told):
    finished = structs.replace(told.finished(54), reason="enough", ends_with=52)
    assert ending_words(finished) == "enough\nIts weights are those of epoch 52"
    assert ending_words(structs.replace(finished, ends_with=54)) == "enough"
    assert ending_words(structs.replace(finished, reason="")) == "Its weights are those of epoch 52"
    assert ending_words(told.finished()) == ""


def test_an_epoch_says_the_loss_of_validation_before_that_of_training(told):
    assert epoch_words(told.epoch(2, loss=0.1, val_loss=0.2), 5).endswith(
        ": validation loss 0.2000"
    )
    assert epoch_words(told.epoch(2, loss=0.1), 5) == "Epoch 2 of 5: loss 0.1000"
    assert epoch_words(told.epoch(2, accuracy=0.1), 5) == "Epoch 2 of 5"


def test_results_are_the_test_figures_the_loss_first(told, document):
    results = results_of(told.finished(), MetricNames(document.graph))
    assert words_of(results) == "Test loss 0.2356, test accuracy 93.4 %"
    assert results_of(None, MetricNames(document.graph)) == []
    assert words_of([]) == ""
