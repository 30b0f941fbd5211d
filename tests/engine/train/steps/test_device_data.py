"""Training arrays on the device."""

from types import SimpleNamespace
from typing import Any

import numpy as np

from hornstudio.engine.train.steps.device_data import on_device


def data(name: str) -> Any:
    return SimpleNamespace(hash=name, train={"x": np.arange(3.0)})


def test_the_arrays_of_the_latest_run_stay_for_the_next() -> None:
    first = on_device(data("one"))
    assert on_device(data("one")) is first
    assert on_device(data("two")) is not first
    assert on_device(data("one")) is not first  # only one run's arrays are held
