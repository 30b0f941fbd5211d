"""Metrics that are shares are written in percent; what they measure has a name in each language."""

from hornstudio.ui.words.metric import in_sentence, metric_label, metric_words, percent_text


def test_shares_keep_two_digits():
    assert percent_text(0.9739) == "97.39 %"
    assert percent_text(1.0) == "100.00 %"


def test_within_a_sentence_only_what_is_a_name_keeps_its_capital():
    titles = ("Accuracy", "Mean IoU", "AUC", "R2 score", "F-beta score", "Top-k accuracy", "Huber")
    assert [*map(in_sentence, titles)] == [
        *("accuracy", "mean IoU", "AUC", "R2 score", "F-beta score", "top-k accuracy", "Huber")
    ]


def test_what_is_measured_is_told_in_each_language(pseudo_language):
    assert metric_words("Mean IoU") == "«mean IoU»"


def test_alone_it_begins_with_a_capital(qapp):
    assert metric_label("Mean IoU") == "Mean IoU"
    assert metric_label("Log cosh") == "Log cosh"
