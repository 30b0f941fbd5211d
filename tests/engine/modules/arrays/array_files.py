"""Files of arrays, and settings of the module that reads them, checked and complete."""

from pathlib import Path
from typing import Any

import numpy as np

from hornstudio.engine.catalog import catalog
from hornstudio.engine.modules.arrays.arrays import ARRAYS
from hornstudio.engine.params import Values, complete


def values(path: Path | str, **given: Any) -> Values:
    """Of the arrays of this path, with these settings and all others as they are at first."""
    return complete(ARRAYS.params, {"path": str(path)} | given, catalog().find)


def given(p: Values) -> dict[str, Any]:
    """The settings that `load` and `open` take."""
    return {**p, "seed": 0}


def small_pictures(path: Path, **more: Any) -> Path:
    """As Keras keeps its data sets: 40 pictures to train on, 10 to test with, of 4 classes."""
    draw = np.random.default_rng(1)
    arrays = {
        "x_train": draw.integers(0, 256, (40, 4, 4), np.uint8),
        "y_train": np.arange(40) % 4,
        "x_test": draw.integers(0, 256, (10, 4, 4), np.uint8),
        "y_test": np.arange(10) % 4,
    }
    np.savez(path, **(arrays | more))
    return path
