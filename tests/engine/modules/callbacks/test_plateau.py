"""A plateau lowers the rate and says so; Keras is the oracle of when."""

import pytest

from hornstudio.engine.modules.callbacks.plateau import ReduceLROnPlateau
from tests.engine.fake_run import FakeRun, drive


@pytest.mark.parametrize(
    ("patience", "words"), [(1, "better in the last epoch"), (2, "better for 2 epochs")]
)
def test_it_says_what_it_does_and_stops_at_the_least_rate(patience: int, words: str) -> None:
    params = {"monitor": "val_loss", "mode": "auto", "min_delta": 0.0, "cooldown": 0}
    callback = ReduceLROnPlateau(patience=patience, factor=0.5, min_lr=0.04, **params)
    run = FakeRun(rate=0.1)
    drive(callback, run, [{"val_loss": 1.0}] * 9)
    assert run.learning_rate == pytest.approx(0.04)
    assert [said.split(":")[0] for said in run.said] == [
        "learning rate 0.05, from 0.1",
        "learning rate 0.04, from 0.05",
    ]
    assert run.said[0].endswith(f"val_loss has not become {words}")


@pytest.mark.parametrize(
    ("patience", "words"), [(1, "by 0.5 in the last epoch"), (2, "by 0.5 for 2 epochs")]
)
def test_it_says_that_better_by_little_does_not_count(patience: int, words: str) -> None:
    params = {"monitor": "val_loss", "mode": "auto", "min_delta": 0.5, "cooldown": 0}
    callback = ReduceLROnPlateau(patience=patience, factor=0.5, min_lr=0.0, **params)
    run = FakeRun(rate=0.1)
    drive(callback, run, [{"val_loss": 1.0 - 0.1 * epoch} for epoch in range(patience + 1)])
    assert run.said[0].endswith(f"val_loss has not become better {words}")
