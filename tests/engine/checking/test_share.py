"""Metrics that are shares are known by their kind, and by the name of their figure."""

import pytest

from hornstudio.engine.checking.share import is_figure_a_share, is_share, kinds_of_figures


def test_a_share_is_known_by_its_kind() -> None:
    assert is_share("accuracy")
    assert is_share("top_k_accuracy")
    assert not is_share("mean_absolute_error")


@pytest.mark.parametrize("name", ["val_accuracy", "test_recall", "accuracy_2", "val_auc_1"])
def test_a_share_is_known_by_the_name_of_its_figure(name: str) -> None:
    assert is_figure_a_share(name)


@pytest.mark.parametrize("name", ["loss", "val_loss", "mean_absolute_error_2", "aucune", ""])
def test_another_figure_is_not_taken_for_a_share(name: str) -> None:
    assert not is_figure_a_share(name)


def test_the_kind_decides_where_it_is_known() -> None:
    nodes = {
        "acc": {"kind": "accuracy"},
        "accuracy": {"kind": "mean_absolute_error"},
        "loss": {"kind": "recall"},
        "hidden": {"kind": "dense"},
        "odd": {"kind": 3},
    }
    kinds = kinds_of_figures(nodes)
    assert kinds == {"acc": "accuracy", "accuracy": "mean_absolute_error", "loss_1": "recall"}
    assert is_figure_a_share("val_acc", kinds)
    assert is_figure_a_share("test_loss_1", kinds)
    assert not is_figure_a_share("val_accuracy", kinds)
    assert not is_figure_a_share("loss", kinds)
