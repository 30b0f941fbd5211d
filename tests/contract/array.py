"""Arrays for a case: what a node gets at run time."""

from typing import Any

import jax
import numpy as np

from hornstudio.engine.catalog import catalog
from hornstudio.engine.compile.binding import bind_params
from hornstudio.engine.module import Array
from hornstudio.engine.shapes import Spec
from hornstudio.engine.signature import signature_of
from tests.contract.case import Case

BATCH = 3
IDS = 3
"""Random integers stay below this, so that they are legal labels and ids everywhere."""


def sample(spec: Any, rng: np.random.Generator, dtype: str = "float32") -> Any:
    """A random batch of a Spec; a list for a growing port, None for an open one."""
    if spec is None:
        return None
    if isinstance(spec, tuple):
        return [sample(one, rng, dtype) for one in spec]
    shape = (BATCH, *spec.shape)
    if spec.dtype.startswith("int"):
        return rng.integers(0, min(IDS, spec.classes or IDS), shape).astype(np.int32)
    return rng.uniform(0.05, 0.95, shape).astype(dtype)


def values_of(array: Array, rng: np.random.Generator, dtype: str) -> np.ndarray:
    """Random weights or state; variances are positive. From NumPy, which compiles nothing."""
    if "variance" in array.name:
        return rng.uniform(0.5, 1.5, array.shape).astype(dtype)
    return rng.normal(0.0, 0.5, array.shape).astype(dtype)


def bound(case: Case) -> dict[str, Any]:
    """Params as `apply` takes them."""
    return bind_params(case.module, case.values, catalog())


def arguments(case: Case, seed: int = 0, dtype: str = "float32") -> tuple[list[Any], list[Any]]:
    """Weights and state (as far as they are taken), and tensors."""
    rng = np.random.default_rng(seed)
    module, asks = case.module, signature_of(case.module.apply)
    held = []
    if asks.takes_weights:
        held.append(module.weights(case.values, *case.inputs))
    if asks.takes_state:
        held.append(module.state(case.values, *case.inputs))
    held = [{a.name: values_of(a, rng, dtype) for a in arrays} for arrays in held]
    return held, [sample(spec, rng, dtype) for spec in case.inputs]


def run_time(case: Case, training: bool = True) -> dict[str, Any]:
    """What the program supplies by keyword."""
    masks = masks_of(case)
    given = {
        "training": training,
        "key": jax.random.key(5),
        "mask": masks[0] if masks else None,
        "masks": masks,
        "taken": (True,) * len(case.module.outputs),
    }
    return {k: v for k, v in given.items() if k in signature_of(case.module.apply).run_time}


def masks_of(case: Case) -> list[Any]:
    """For each port its mask [B, T], a list of them for a growing one; None where none comes.

    The first step always counts; the second sample counts whole.
    """
    rng = np.random.default_rng(11)

    def mask(spec: Spec) -> np.ndarray:
        kept = rng.random((BATCH, int(spec.shape[0]))) < 0.6
        kept[:, 0] = kept[1] = True
        return kept

    def masks(place: int, spec: Any) -> Any:
        if isinstance(spec, tuple):
            brings = [place in case.masked or (place, n) in case.masked for n in range(len(spec))]
            return [mask(one) if m else None for one, m in zip(spec, brings, strict=True)]
        return mask(spec) if place in case.masked and spec is not None else None

    return [masks(place, spec) for place, spec in enumerate(case.inputs)]


def call(case: Case, held: list[Any], tensors: list[Any], training: bool = True) -> Any:
    """The module's own function on these arrays; without the new state."""
    result = case.module.apply(*held, *tensors, **bound(case), **run_time(case, training))
    return result[0] if signature_of(case.module.apply).takes_state else result


def outputs_of(result: Any) -> tuple[Any, ...]:
    """What leaves each output port, of what a module's function gives.

    A port that has nothing to give, because an optional input is open, comes last.
    """
    results = result if isinstance(result, tuple) else (result,)
    return tuple(y for y in results if y is not None)


def shape_of(spec: Spec) -> tuple[int, ...]:
    """Shape of a batch."""
    return (BATCH, *(int(n) for n in spec.shape))
