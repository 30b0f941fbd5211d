"""Metrics that are shares are known by their kind, and by the name of their figure."""

import pytest

from hornstudio.ui.words.metric import is_named_like_a_share, is_share, percent_text


def test_a_share_is_known_by_its_kind():
    assert is_share("accuracy")
    assert is_share("top_k_accuracy")
    assert not is_share("mean_absolute_error")


@pytest.mark.parametrize("name", ["val_accuracy", "test_recall", "accuracy_2", "val_auc_1"])
def test_a_share_is_known_by_the_name_of_its_figure(name):
    assert is_named_like_a_share(name)


@pytest.mark.parametrize("name", ["loss", "val_loss", "mean_absolute_error_2", "aucune", ""])
def test_another_figure_is_not_taken_for_a_share(name):
    assert not is_named_like_a_share(name)


def test_shares_keep_two_digits():
    assert percent_text(0.9739) == "97.39 %"
    assert percent_text(1.0) == "100.00 %"
