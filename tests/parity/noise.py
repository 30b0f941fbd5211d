"""Layers of random numbers: the same key draws the same numbers in Keras, so outputs are equal."""

import functools
from collections.abc import Iterator
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

from tests.contract import array
from tests.contract.case import Case
from tests.contract.cases import CASES
from tests.parity.check import Check
from tests.parity.twin import twin

Pairs = Iterator[tuple[Any, Any]]
KINDS = (
    "dropout",
    "spatial_dropout1d",
    "spatial_dropout2d",
    "spatial_dropout3d",
    "alpha_dropout",
    "gaussian_dropout",
    "gaussian_noise",
)
SEED = 11


def compare_noise(case: Case) -> Pairs:
    """Output and gradient while training, with Keras' first key, and the output in use."""
    _, (x,) = array.arguments(case)
    layer = twin(case, seed=SEED)
    mine = functools.partial(case.module.apply, **array.bound(case))
    key = jnp.array([SEED, 0], jnp.uint32)

    def total(function: Any, x: Any) -> Any:
        y = function(x)
        return jnp.sum(y * np.random.default_rng(7).normal(size=y.shape)), y

    drawn = functools.partial(mine, training=True, key=key)
    theirs = functools.partial(layer, training=True)
    yield tuple(jax.grad(functools.partial(total, g), has_aux=True)(x) for g in (drawn, theirs))
    yield mine(x, training=False, key=None), layer(x, training=False)


def _cases() -> Iterator[Case]:
    for case in CASES:
        if case.kind in KINDS:
            yield case
    for kind in KINDS:
        name = "stddev" if kind == "gaussian_noise" else "rate"
        shape = next(c.inputs for c in CASES if c.kind == kind)
        yield Case("normalization", kind, shape, {name: 0.0})


CHECKS = [Check(c.kind, str(c), functools.partial(compare_noise, c)) for c in _cases()]
