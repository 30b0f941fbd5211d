"""Optimizers over 50 steps, with gradients of size 1 and of size 0.000001."""

import functools
from collections.abc import Iterator
from typing import Any

import jax
import jax.numpy as jnp
import keras
import numpy as np
import optax

from hornstudio.engine.signature import signature_of
from tests.contract import array
from tests.contract.case import Case
from tests.contract.cases import CASES
from tests.contract.cases.optimizer import COMMON
from tests.parity.check import Check
from tests.parity.twin import twin

Tree = dict[str, Any]
STEPS = 50
QUICK = {"xla_backend_optimization_level": 0}
"""Compiling takes most of the time of these tests."""
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


SHAPES = {"dense": {"bias": (4,), "kernel": (3, 4)}}
NAMED = SHAPES | {"embedding": {"embeddings": (5, 2)}}
"""Muon looks at names."""


def shapes_of(case: Case) -> Tree:
    """Shapes of the weights by node and array."""
    return NAMED if case.kind == "muon" else SHAPES


def random_tree(shapes: Tree, seed: int, size: float, mean: float, *steps: int) -> Tree:
    """Random arrays [*steps, ...] of these shapes."""
    rng = np.random.default_rng(seed)
    return jax.tree.map(
        lambda s: (size * rng.normal(mean, 1.0, (*steps, *s))).astype(np.float32),
        shapes,
        is_leaf=lambda s: isinstance(s, tuple),
    )


def gradients(case: Case, size: float) -> Tree:
    """Random gradients [STEPS, ...], changing sign now and then."""
    return random_tree(shapes_of(case), 0, size, 0.3, STEPS)


def start(case: Case, size: float) -> Tree:
    """Weights of the size of the gradients, so that small changes are not lost in rounding."""
    return random_tree(shapes_of(case), 1, size, 0.0)


def compare(case: Case) -> Iterator[tuple[Any, Any]]:
    """Weights after every step, and those that are kept when training ends."""
    mine, theirs = ours(case), keras_run(case)
    for size in (1.0, 1e-6):
        given = start(case, size), gradients(case, size)
        yield mine(*given), theirs(*given)


def ours(case: Case) -> Any:
    """(weights after each step, finished weights) as a compiled function."""
    optimizer = case.module.apply(**array.bound(case))
    result = case.module.result
    params = {name: case.values[name] for name in signature_of(result).params}

    def step(carry: Any, gradient: Any) -> Any:
        weights, state = carry
        updates, state = optimizer.update(gradient, state, weights)
        weights = optax.apply_updates(weights, updates)
        return (weights, state), weights

    def run(weights: Any, all_gradients: Any) -> Any:
        carry = (weights, optimizer.init(weights))
        (weights, state), path = jax.lax.scan(step, carry, all_gradients)
        return path, result(weights, state, **params)

    return jax.jit(run, compiler_options=QUICK)


def keras_run(case: Case) -> Any:
    """The same of Keras' optimizer."""
    optimizer = twin(case)
    opening, layout = jax.tree.flatten(start(case, 1.0))
    variables = []
    for path, weight in zip(names(case), opening, strict=True):
        with keras.name_scope(path[0]):
            variables.append(keras.Variable(weight, name=path[1]))
    optimizer.build(variables)
    first = [v.value for v in optimizer.variables]

    def step(carry: Any, gradient: Any) -> Any:
        weights, state = optimizer.stateless_apply(carry[1], gradient, carry[0])
        return (weights, state), weights

    loop = jax.jit(lambda w, g, s: jax.lax.scan(step, (w, s), g), compiler_options=QUICK)

    def run(weights: Tree, all_gradients: Tree) -> Any:
        given = [jnp.asarray(w) for w in jax.tree.leaves(weights)]
        state = own_start(optimizer, given, first)
        (last, state), path = loop(given, jax.tree.leaves(all_gradients), state)
        for holder, values in ((optimizer.variables, state), (variables, last)):
            for variable, value in zip(holder, values, strict=True):
                variable.assign(value)
        optimizer.finalize_variable_values(variables)
        finished = kept(case, optimizer, [v.value for v in variables])
        return layout.unflatten(path), layout.unflatten(finished)

    return run


def names(case: Case) -> list[tuple[str, str]]:
    """Node and array of each weight, in order."""
    shapes = shapes_of(case)
    return [(node, name) for node in sorted(shapes) for name in sorted(shapes[node])]


def own_start(optimizer: Any, weights: list[Any], state: list[Any]) -> list[Any]:
    """The optimizer's state for these weights: one that starts as a copy of them follows them."""
    copies = getattr(optimizer, "_momentums", []) if is_schedule_free(optimizer) else []
    places = {id(c): w for c, w in zip(copies, weights, strict=bool(copies))}
    pairs = zip(optimizer.variables, state, strict=True)
    return [places.get(id(variable), value) for variable, value in pairs]


def is_schedule_free(optimizer: Any) -> bool:
    return isinstance(optimizer, keras.optimizers.ScheduleFreeAdamW)


def kept(case: Case, optimizer: Any, weights: list[Any]) -> list[Any]:
    """What is kept in the end: Keras leaves a schedule-free model at w, not at the average x."""
    if not is_schedule_free(optimizer) or optimizer.use_ema:
        return weights
    beta = optimizer.beta_1
    pairs = zip(weights, optimizer._momentums, strict=True)
    return [(w - (1 - beta) * z.value) / beta for w, z in pairs]


def _cases() -> Iterator[Case]:
    for case in CASES:
        if case.category == "optimizer" and case.module.keras and not is_covered(case):
            yield case
    for params in (*EXTRA, *MOMENTUM):
        yield Case("optimizer", "sgd", (), params)


def is_covered(case: Case) -> bool:
    """Whether another case of its kind has its own params too: what surrounds a rule is shared,
    and compared with all of its settings for sgd.
    """
    shared = {name for params in COMMON for name in params}
    alike = [c for c in CASES if c.kind == case.kind and set(c.params) <= shared]
    return case.kind != "sgd" and case in alike[:-1]


FTRL = {"rtol": 1e-4, "why": "weights jump from 1 to 0.001, and the step is rounded as 1 is"}
CHECKS = [
    Check(c.kind, str(c), functools.partial(compare, c), **(FTRL if c.kind == "ftrl" else {}))
    for c in _cases()
]
