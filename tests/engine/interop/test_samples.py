"""Models with recorded numbers, where there are some: outputs, losses, and weights after steps.

They are looked for in the folder that the environment variable HORNSTUDIO_SAMPLES names.
"""

import os
from pathlib import Path

import numpy as np
import pytest

from hornstudio.engine.interop.keras_file import Imported, read_keras
from hornstudio.engine.interop.naming import id_of

from .keras_model import ATOL, predictions, trained

FOLDER = Path(os.environ.get("HORNSTUDIO_SAMPLES", "samples"))
SAMPLES = sorted(FOLDER.glob("*.keras"))

pytestmark = pytest.mark.skipif(not SAMPLES, reason="no samples with recorded numbers")


@pytest.fixture(params=SAMPLES, ids=lambda path: path.stem)
def sample(request) -> tuple[Imported, dict[str, np.ndarray]]:
    found = read_keras(request.param)
    assert found.report.remarks == []
    with np.load(request.param.with_suffix(".npz")) as recorded:
        return found, dict(recorded)


def part(recorded: dict[str, np.ndarray], prefix: str) -> dict[str, np.ndarray]:
    return {k.removeprefix(prefix): v for k, v in recorded.items() if k.startswith(prefix)}


def inputs(recorded: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    return {id_of(name): array for name, array in part(recorded, "in/").items()}


def batch(found: Imported, recorded: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    """Inputs and targets by node."""
    given = inputs(recorded)
    targets = part(recorded, "y/")
    for i, (name, _) in enumerate(found.outputs):
        target = targets.get(name, targets.get(str(i)))
        if target is not None:
            given[f"{id_of(name)}_target"] = target
    return given


def test_outputs_are_those_recorded(sample) -> None:
    found, recorded = sample
    rights = part(recorded, "out/")
    for (name, _), mine in zip(found.outputs, predictions(found, inputs(recorded)), strict=True):
        right = rights[name] if name in rights else rights["0"]
        np.testing.assert_allclose(mine, right, rtol=ATOL, atol=ATOL)


def test_training_repeats_the_recorded_losses_and_weights(sample) -> None:
    found, recorded = sample
    mine, carry = trained(found, batch(found, recorded), steps=len(recorded["train_losses"]))
    np.testing.assert_allclose(mine, recorded["train_losses"], rtol=ATOL)
    weights = [np.asarray(a) for tree in carry["weights"].values() for a in tree.values()]
    for path, right in part(recorded, "after/").items():
        near = [np.abs(a - right).max() for a in weights if a.shape == right.shape]
        assert near, path
        assert min(near) < ATOL, path
