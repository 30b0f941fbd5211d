"""Modules that only live in params: initializers, regularizers, schedules."""

import functools
from collections.abc import Iterator
from typing import Any

import jax
import jax.numpy as jnp
import keras
import numpy as np

from tests.contract import array
from tests.contract.case import Case
from tests.contract.cases import CASES
from tests.parity.check import Check
from tests.parity.twin import twin

Pairs = Iterator[tuple[Any, Any]]
SHAPES = ((300, 400), (3, 3, 40, 80))
QUANTILES = np.linspace(0.0, 1.0, 21)


def compare_initializer(case: Case) -> Pairs:
    """Quantiles of many numbers; the random numbers themselves differ by design.

    The first and last quantile are the bounds.
    """
    keras.utils.set_random_seed(0)
    is_scaled = case.kind in ("glorot_uniform", "he_normal")
    for shape in SHAPES if is_scaled else SHAPES[:1]:
        mine = case.module.apply(jax.random.key(0), shape, **array.bound(case))
        theirs = np.asarray(twin(case)(shape))
        assert theirs.shape == mine.shape
        inner = slice(1, -1) if case.kind == "random_normal" else slice(None)
        yield np.quantile(mine, QUANTILES)[inner], np.quantile(theirs, QUANTILES)[inner]
        yield np.std(mine), np.std(theirs)


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
        Check(
            c.kind,
            str(c),
            functools.partial(compare_initializer, c),
            rtol=1e-6 if c.kind in ("zeros", "ones") else 0.02,
            why="two samples of 100,000 numbers of one distribution are that far apart",
        )
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
