"""Modules that only live in params: initializers, regularizers, schedules."""

import functools
import inspect
from collections.abc import Iterator
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from hornstudio.engine.errors import ShapeError
from hornstudio.engine.shapes import Spec
from tests.contract import array
from tests.contract.case import Case
from tests.contract.cases import CASES
from tests.parity.check import Check
from tests.parity.twin import counterpart, twin

Pairs = Iterator[tuple[Any, Any]]
SEED = 7
SHAPES = ((4,), (3, 4), (3, 3, 2, 4))
"""Of a bias, of a matrix with more columns than rows, and of a kernel with fewer."""


def compare_initializer(case: Case) -> Pairs:
    """The same numbers from the key that Keras makes of a seed, in every shape that is taken."""
    mine = functools.partial(case.module.apply, jnp.asarray([SEED, 0], jnp.uint32))
    seed = (
        {"seed": SEED} if "seed" in inspect.signature(counterpart(case.module)).parameters else {}
    )
    theirs = counterpart(case.module)(**case.values, **seed)
    for shape in shapes_taken(case):
        yield mine(shape, **array.bound(case)), theirs(shape)


def shapes_taken(case: Case) -> list[tuple[int, ...]]:
    """Those of `SHAPES` that the module does not refuse. Keras must refuse the same."""
    taken = []
    for shape in SHAPES:
        try:
            if case.module.infer is not None:
                case.module.infer(case.values, Spec(shape))
            taken.append(shape)
        except ShapeError:
            with pytest.raises(ValueError, match="rank"):
                twin(case)(shape)
    return taken


def compare_regularizer(case: Case) -> Pairs:
    """Value and gradient, also at 0."""
    weight = np.random.default_rng(0).normal(size=(3, 4)).astype(np.float32)
    weight[0, 0] = 0.0
    mine = functools.partial(case.module.apply, **array.bound(case))
    yield tuple(jax.jit(jax.value_and_grad(g))(weight) for g in (mine, twin(case)))


def compare_constraint(case: Case) -> Pairs:
    """A weight that breaks every bound, and one that keeps them all."""
    weight = np.random.default_rng(0).normal(size=(3, 4)).astype(np.float32)
    mine = functools.partial(case.module.apply, **array.bound(case))
    for size in (1.0, 0.01):
        yield mine(size * weight), twin(case)(jnp.asarray(size * weight))


def compare_schedule(case: Case) -> Pairs:
    """The rate at the first steps, and long after the end."""
    steps = jnp.asarray([*range(40), 999, 1000, 1001, 5000], jnp.int32)
    mine = functools.partial(case.module.apply, **array.bound(case))
    other = twin(case)
    theirs = other if callable(other) else lambda step: jnp.float32(other)
    yield tuple(jax.jit(jax.vmap(g))(steps) for g in (mine, theirs))


CHECKS = [
    *[
        Check(c.kind, str(c), functools.partial(compare_initializer, c))
        for c in CASES
        if c.category == "initializer"
    ],
    *[
        Check(c.kind, str(c), functools.partial(compare_regularizer, c))
        for c in CASES
        if c.category == "regularizer"
    ],
    *[
        Check(c.kind, str(c), functools.partial(compare_constraint, c))
        for c in CASES
        if c.category == "constraint"
    ],
    *[
        Check(c.kind, str(c), functools.partial(compare_schedule, c))
        for c in CASES
        if c.category == "schedule"
    ],
]
