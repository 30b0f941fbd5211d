from hornstudio.ui.training.metric_name import MetricNames
from hornstudio.ui.training.result import epoch_words, results_of, words_of


def test_an_epoch_says_the_loss_of_validation_before_that_of_training(told):
    assert epoch_words(told.epoch(2, loss=0.1, val_loss=0.2), 5) == "Epoch 2 of 5: loss 0.2000"
    assert epoch_words(told.epoch(2, loss=0.1), 5) == "Epoch 2 of 5: loss 0.1000"
    assert epoch_words(told.epoch(2, accuracy=0.1), 5) == "Epoch 2 of 5"


def test_results_are_the_test_figures_the_loss_first(told, document):
    results = results_of(told.finished(), MetricNames(document.graph))
    assert words_of(results) == "Test loss 0.2356, test accuracy 93.4 %"
    assert results_of(None, MetricNames(document.graph)) == []
    assert words_of([]) == ""
