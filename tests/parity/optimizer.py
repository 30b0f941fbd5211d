"""Optimizers over 50 steps, with gradients of size 1 and of size 0.000001."""

import functools
from collections.abc import Iterator
from typing import Any

import jax
import jax.numpy as jnp
import keras
import numpy as np
import optax

from tests.contract import array
from tests.contract.case import Case
from tests.contract.cases import CASES
from tests.parity.check import Check
from tests.parity.twin import twin

STEPS = 50
COSINE = {
    "kind": "cosine_decay",
    "params": {"initial_learning_rate": 0.001, "decay_steps": 30, "warmup_target": 0.05,
               "warmup_steps": 10},
}  # fmt: skip
STAIRS = {
    "kind": "exponential_decay",
    "params": {"initial_learning_rate": 0.1, "decay_steps": 7, "decay_rate": 0.5,
               "staircase": True},
}  # fmt: skip
EXTRA = [
    {"learning_rate": COSINE, "weight_decay": 0.1},
    {"learning_rate": STAIRS, "gradient_accumulation_steps": 4, "clipnorm": 0.3},
    {"gradient_accumulation_steps": 3, "use_ema": True, "ema_overwrite_frequency": 2},
    {"use_ema": True, "ema_momentum": 0.9, "weight_decay": 0.05},
    {"clipvalue": 1e-6},
    {"global_clipnorm": 1e-6},
]
MOMENTUM = [
    {"momentum": 0.9, "learning_rate": COSINE},
    {"momentum": 0.9, "nesterov": True, "learning_rate": STAIRS, "weight_decay": 0.1},
]


def gradients(size: float) -> list[Any]:
    """Random gradients [STEPS, ...] of two arrays, changing sign now and then."""
    rng = np.random.default_rng(0)
    shapes = ((3, 4), (4,))
    return [(size * rng.normal(0.3, 1.0, (STEPS, *s))).astype(np.float32) for s in shapes]


def start(size: float) -> list[Any]:
    """Weights of the size of the gradients, so that small changes are not lost in rounding."""
    rng = np.random.default_rng(1)
    return [(size * rng.normal(size=s)).astype(np.float32) for s in ((3, 4), (4,))]


def compare(case: Case) -> Iterator[tuple[Any, Any]]:
    """Weights after every step, and those that are kept when training ends."""
    mine, theirs = ours(case), keras_run(case)
    for size in (1.0, 1e-6):
        yield mine(start(size), gradients(size)), theirs(start(size), gradients(size))


def ours(case: Case) -> Any:
    """(weights after each step, finished weights) as a compiled function."""
    optimizer = case.module.apply(**array.bound(case))

    def step(carry: Any, gradient: Any) -> Any:
        weights, state = carry
        updates, state = optimizer.update(gradient, state, weights)
        weights = optax.apply_updates(weights, updates)
        return (weights, state), weights

    def run(weights: Any, all_gradients: Any) -> Any:
        carry = (weights, optimizer.init(weights))
        (weights, state), path = jax.lax.scan(step, carry, all_gradients)
        return path, case.module.result(weights, state)

    return jax.jit(run)


def keras_run(case: Case) -> Any:
    """The same of Keras' optimizer."""
    optimizer = twin(case)
    variables = [keras.Variable(w) for w in start(1.0)]
    optimizer.build(variables)
    opening = [v.value for v in optimizer.variables]

    def step(carry: Any, gradient: Any) -> Any:
        weights, state = optimizer.stateless_apply(carry[1], gradient, carry[0])
        return (weights, state), weights

    loop = jax.jit(lambda w, g: jax.lax.scan(step, (w, opening), g))

    def run(weights: Any, all_gradients: Any) -> Any:
        (weights, state), path = loop([jnp.asarray(w) for w in weights], all_gradients)
        for holder, values in ((optimizer.variables, state), (variables, weights)):
            for variable, value in zip(holder, values, strict=True):
                variable.assign(value)
        optimizer.finalize_variable_values(variables)
        return path, [v.value for v in variables]

    return run


def _cases() -> Iterator[Case]:
    for case in CASES:
        if case.category == "optimizer":
            yield case
    for params in (*EXTRA, *MOMENTUM):
        yield Case("optimizer", "sgd", (), params)
    for params in EXTRA:
        yield Case("optimizer", "adam", (), params)
    yield Case("optimizer", "adamw", (), EXTRA[0])  # the rest is adam's own function


CHECKS = [Check(c.kind, str(c), functools.partial(compare, c)) for c in _cases()]
