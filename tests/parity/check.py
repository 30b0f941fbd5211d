"""One comparison with Keras, and how far apart two results are."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import jax
import numpy as np

RTOL = 1e-5
"""Allowed difference, as a share of the largest number of each array."""


@dataclass(frozen=True)
class Check:
    """A named comparison. `run` gives pairs of trees: ours, and Keras' own.

    rtol above `RTOL` needs a reason in `why`.
    """

    module: str
    name: str
    run: Callable[[], Iterable[tuple[Any, Any]]]
    rtol: float = RTOL
    why: str = ""

    def error(self) -> float:
        """The largest difference of all pairs."""
        return max(difference(ours, theirs) for ours, theirs in self.run())

    def __str__(self) -> str:
        return f"{self.module}: {self.name}"


def at_once(*functions: Callable[..., Any]) -> Any:
    """All functions of the same arguments, compiled as one program: that takes the least time."""
    return jax.jit(lambda *given: [each(*given) for each in functions])


def difference(ours: Any, theirs: Any) -> float:
    """Largest difference between two trees, as a share of each array's largest number.

    Infinite where shapes differ or something is not a number.
    """
    mine, layout = jax.tree.flatten(ours)
    other, other_layout = jax.tree.flatten(theirs)
    if layout != other_layout:
        return float("inf")
    return max((_difference(a, b) for a, b in zip(mine, other, strict=True)), default=0.0)


def _difference(ours: Any, theirs: Any) -> float:
    a, b = np.asarray(ours, np.float64), np.asarray(theirs, np.float64)
    if a.shape != b.shape or not (np.isfinite(a).all() and np.isfinite(b).all()):
        return float("inf")
    if a.size == 0:
        return 0.0
    scale = np.abs(b).max()
    apart = np.abs(a - b).max()
    return float(apart / scale) if scale > 0 else float(apart)
