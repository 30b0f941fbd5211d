"""Models made with Keras, saved, imported, and compared."""

import json
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import jax
import numpy as np

from hornstudio.engine.compile.plan import plan_graph
from hornstudio.engine.compile.program import Program
from hornstudio.engine.interop.keras_file import Imported, read_keras

ATOL = 1e-5


def shaken(model: Any, seed: int = 0) -> Any:
    """The model with every weight moved a little, so that none is at its start."""
    rng = np.random.default_rng(seed)
    for layer in model.layers:
        for variable in layer.variables:
            if np.issubdtype(np.dtype(variable.dtype), np.floating):
                moved = np.abs(np.asarray(variable) + 0.3 * rng.normal(size=variable.shape))
                sign = 1.0 if "variance" in variable.name else rng.choice([-1.0, 1.0])
                variable.assign((sign * moved).astype(variable.dtype))
    return model


def saved(model: Any, folder: Path) -> Path:
    path = folder / "model.keras"
    model.save(path)
    return path


def imported(model: Any, folder: Path) -> Imported:
    """The model, saved and read, with nothing left as a placeholder."""
    found = read_keras(saved(model, folder))
    assert found.report.placeholders == []
    return found


def program_of(found: Imported) -> Program:
    return Program(plan_graph(found.graph, for_training=False))


def batch_of(inputs: Mapping[str, np.ndarray]) -> dict[str, np.ndarray]:
    return {f"{name}.output": array for name, array in inputs.items()}


def predictions(found: Imported, inputs: Mapping[str, np.ndarray]) -> list[np.ndarray]:
    """Outputs in the order of the model's."""
    program = program_of(found)
    given = jax.jit(program.predict)(found.weights, found.state, batch_of(inputs))
    return [np.asarray(given[port]) for _, port in found.outputs]


def assert_predicts_the_same(
    model: Any, inputs: Mapping[str, np.ndarray], folder: Path
) -> Imported:
    found = imported(model, folder)
    whole_model = jax.jit(lambda x: model(x, training=False))  # layer by layer takes far longer
    right = whole_model(dict(inputs) if len(inputs) > 1 else next(iter(inputs.values())))
    rights = [np.asarray(r) for r in jax.tree.leaves(right)]
    for mine, theirs in zip(predictions(found, inputs), rights, strict=True):
        np.testing.assert_allclose(mine, theirs, rtol=ATOL, atol=ATOL)
    return found


def trained(
    found: Imported, batch: Mapping[str, np.ndarray], steps: int = 3
) -> tuple[list[float], dict[str, Any]]:
    """The loss of each of some training steps on one batch, and what the last one left."""
    program = program_of(found)
    carry = program.start(0) | {"weights": found.weights, "state": found.state}
    step = jax.jit(program.step)
    given = []
    for _ in range(steps):
        carry, sums = step(carry, batch_of(batch), jax.random.key(0))
        given.append(program.results(sums)["loss"])
    return given, carry


def losses(found: Imported, batch: Mapping[str, np.ndarray], steps: int = 3) -> list[float]:
    return trained(found, batch, steps)[0]


def keras_losses(model: Any, x: Any, y: Any, steps: int = 3) -> list[float]:
    return [float(model.train_on_batch(x, y, return_dict=True)["loss"]) for _ in range(steps)]


def config_of(path: Path) -> dict[str, Any]:
    with zipfile.ZipFile(path) as archive:
        return dict(json.loads(archive.read("config.json")))


def rewritten(path: Path, **parts: bytes | None) -> Path:
    """The file with some parts replaced: `config` and `weights`; None leaves one out."""
    names = {"config": "config.json", "weights": "model.weights.h5"}
    with zipfile.ZipFile(path) as archive:
        contents = {name: archive.read(name) for name in archive.namelist()}
    for part, content in parts.items():
        contents[names[part]] = content
    other = path.with_name("rewritten.keras")
    with zipfile.ZipFile(other, "w") as archive:
        for name, content in contents.items():
            if content is not None:
                archive.writestr(name, content)
    return other


def floats(*shape: int, seed: int = 0) -> np.ndarray:
    return np.random.default_rng(seed).normal(size=shape).astype(np.float32)


def whole(*shape: int, below: int, seed: int = 0) -> np.ndarray:
    return np.random.default_rng(seed).integers(0, below, shape).astype(np.int32)
