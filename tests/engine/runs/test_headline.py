from hornstudio.engine.runs.headline import headline


def test_a_metric_stands_beside_the_total_whatever_losses_are_called():
    figures = {"val_loss": 1.0, "val_loss_1": 0.5, "val_second": 0.5, "val_acc": 0.9, "loss": 2.0}
    kinds = {"loss_1": "categorical_crossentropy", "second": "mean_squared_error"}
    kinds |= {"acc": "accuracy"}
    assert headline(figures, "val_", kinds) == ["val_loss", "val_acc"]
    del figures["val_acc"]
    assert headline(figures, "val_", kinds) == ["val_loss", "val_loss_1"]


def test_of_unknown_kinds_the_name_tells():
    assert headline({"loss": 1.0, "mass_loss": 1.0, "share": 0.5}, "") == ["loss", "share"]


def test_figures_of_the_training_stand_for_those_of_a_validation_that_is_off():
    figures = {"accuracy": 0.9, "loss": 1.0}
    assert headline(figures, "val_") == ["loss", "accuracy"]
    assert headline(figures, "test_") == []
