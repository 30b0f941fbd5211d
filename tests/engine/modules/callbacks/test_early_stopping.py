"""Early stopping says why in words that fit what was watched; Keras is the oracle of when."""

import math

import pytest

from hornstudio.engine.errors import RunError
from hornstudio.engine.modules.callbacks.early_stopping import BestWeights, EarlyStopping
from tests.engine.fake_run import FakeRun, drive

PARAMS = {
    "monitor": "val_loss",
    "min_delta": 0.0,
    "patience": 2,
    "mode": "auto",
    "baseline": None,
    "restore_best_weights": True,
    "start_from_epoch": 0,
}


def values(name: str, *figures: float) -> list[dict[str, float]]:
    return [{name: value} for value in figures]


@pytest.mark.parametrize(
    ("params", "figures", "reason"),
    [
        ({}, (3, 2, 2, 2), "val_loss has not fallen for 2 epochs; best was epoch 2"),
        ({"patience": 0}, (3, 4), "val_loss has not fallen in the last epoch; best was epoch 1"),
        (
            {"monitor": "val_accuracy"},
            (0.5, 0.4, 0.5),
            "val_accuracy has not risen for 2 epochs; best was epoch 1",
        ),
        (
            {"min_delta": 0.5},
            (3, 2.7, 2.6),  # it has fallen, by too little
            "val_loss has not become better by 0.5 for 2 epochs; best was epoch 1",
        ),
        (
            {"baseline": 1.0},
            (3, 2, 2),
            "val_loss has not fallen below 1.0 for 3 epochs; best was epoch 2",
        ),
    ],
)
def test_it_says_why(params: dict[str, object], figures: tuple[float, ...], reason: str) -> None:
    callback, run = EarlyStopping(**(PARAMS | params)), FakeRun()
    name = str(params.get("monitor", "val_loss"))
    assert drive(callback, run, values(name, *figures)) == len(figures)
    assert run.reason == f"early stopping: {reason}"
    assert run.restored == callback.best_epoch
    assert run.said == [
        f"the weights are those of epoch {callback.best_epoch}, where {name} was best"
    ]


def test_what_cannot_be_watched_is_refused() -> None:
    run = FakeRun()
    with pytest.raises(RunError, match="watches val_f1, which is not reported; reported are loss"):
        drive(BestWeights(monitor="val_f1", mode="max"), run, [])
    run.figures["count"] = ""
    with pytest.raises(RunError, match="whether more or less of count is better; set mode"):
        drive(BestWeights(monitor="count", mode="auto"), run, [])
    drive(BestWeights(monitor="count", mode="min"), run, [])


def test_what_is_no_number_is_never_best() -> None:
    run = FakeRun()
    callback = BestWeights(monitor="val_loss", mode="auto")
    drive(callback, run, values("val_loss", math.nan, 3.0, 2.0, math.nan))
    assert (callback.best_epoch, run.restored) == (3, 3)
