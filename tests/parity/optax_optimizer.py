"""Optimizers that Keras does not have, against those of optax: 50 steps, gradients of two sizes.

What surrounds an optimizer (clipping, accumulation, the running average) is optax' own here too.
"""

import functools
from collections.abc import Callable, Iterator
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import optax
from optax import contrib

from hornstudio.engine.params import Values
from tests.contract import array
from tests.contract.case import Case
from tests.contract.cases import CASES
from tests.parity.check import Check
from tests.parity.optimizer import QUICK, STEPS, gradients, is_covered, ours, start

MOMENTS = ("b1", "b2", "eps")
PRODIGY = ("estim_lr0", "estim_lr_coef", "safeguard_warmup")
Rate = Any
Make = Callable[[Values, Rate], Any]


def given(p: Values, *names: str) -> dict[str, Any]:
    """Params that have the same names in optax."""
    return {name: p[name] for name in names}


def own_decay(p: Values) -> dict[str, float]:
    """Weight decay for those that have it inside."""
    return {"weight_decay": p.weight_decay or 0.0}


def decayed(p: Values, rate: Rate, *rule: Any) -> Any:
    """A rule with weight decay beside it, as adamw has it."""
    decay = optax.add_decayed_weights(p.weight_decay or 0.0)
    return optax.chain(*rule, decay, optax.scale_by_learning_rate(rate))


def schedule_free_sgd(p: Values, rate: Rate) -> Any:
    """optax asks a schedule for the rate of the next step when it weighs this one; we do not."""
    own = given(p, "b1", "weight_lr_power", "weight_decay")
    if not callable(rate):
        return contrib.schedule_free_sgd(rate, p.warmup_steps, **own)
    decay = optax.add_decayed_weights(own.pop("weight_decay") or 0.0)
    base = optax.chain(decay, optax.sgd(rate))
    return contrib.schedule_free(base, lambda count: rate(count - 1), **own)


MAKERS: dict[str, Make] = {
    "sign_sgd": lambda p, rate: decayed(p, rate, optax.scale_by_sign()),
    "schedule_free_sgd": schedule_free_sgd,
    "adabelief": lambda p, rate: decayed(
        p, rate, optax.scale_by_belief(**given(p, *MOMENTS, "eps_root", "nesterov"))
    ),
    "radam": lambda p, rate: decayed(
        p, rate, optax.scale_by_radam(**given(p, *MOMENTS, "eps_root", "threshold", "nesterov"))
    ),
    "yogi": lambda p, rate: decayed(p, rate, optax.scale_by_yogi(**given(p, *MOMENTS))),
    "ademamix": lambda p, rate: contrib.ademamix(
        rate, **own_decay(p), **given(p, *MOMENTS, "b3", "alpha", "eps_root")
    ),
    "novograd": lambda p, rate: optax.novograd(
        rate, **own_decay(p), **given(p, *MOMENTS, "eps_root")
    ),
    "lars": lambda p, rate: optax.lars(
        rate, **own_decay(p), **given(p, "trust_coefficient", "eps", "momentum", "nesterov")
    ),
    "sophia": lambda p, rate: contrib.sophia(
        rate, **own_decay(p), **given(p, *MOMENTS, "gamma", "clip_threshold", "update_interval")
    ),
    "prodigy": lambda p, rate: contrib.prodigy(
        rate, (p.b1, p.b2), **own_decay(p), **given(p, "eps", "beta3", *PRODIGY)
    ),
}
"""The same optimizer of optax, from params and the rate by update."""


def clipping(p: Values) -> Any:
    """Clipping as Keras has it, of optax' parts."""
    if p.clipnorm is not None:
        one = optax.clip_by_global_norm(p.clipnorm)
        alone = functools.partial(jax.tree.map, lambda g: one.update(g, one.init(g))[0])
        return optax.stateless(lambda updates, _: alone(updates))
    if p.clipvalue is not None:
        return optax.clip(p.clipvalue)
    if p.global_clipnorm is not None:
        return optax.clip_by_global_norm(p.global_clipnorm)
    return optax.identity()


def optimizer_of(case: Case) -> Any:
    """The chain of optax."""
    p, every = case.values, case.values.gradient_accumulation_steps
    rate = array.bound(case)["learning_rate"]
    by_update = (lambda update: rate((update + 1) * every - 1)) if every else rate
    chain = optax.chain(clipping(p), MAKERS[case.kind](p, by_update if callable(rate) else rate))
    return optax.MultiSteps(chain, every).gradient_transformation() if every else chain


def finished(case: Case, weights: Any, state: Any) -> Any:
    """The weights to judge."""
    if case.kind != "schedule_free_sgd":
        return weights
    inner = state.inner_opt_state if case.values.gradient_accumulation_steps else state
    return contrib.schedule_free_eval_params(inner[1], weights)


def compare(case: Case) -> Iterator[tuple[Any, Any]]:
    """Weights after every step, and those that are kept when training ends."""
    mine, theirs = ours(case), jax.jit(functools.partial(run, case), compiler_options=QUICK)
    for size in (1.0, 1e-6):
        both = start(case, size), gradients(case, size)
        yield mine(*both), theirs(*both)


def run(case: Case, weights: Any, all_gradients: Any) -> Any:
    """optax' path of the weights, and those that are kept in the end."""
    optimizer, p = optimizer_of(case), case.values

    def step(carry: Any, gradient: Any) -> Any:
        weights, state, average, count = carry
        updates, state = optimizer.update(gradient, state, weights)
        weights = optax.apply_updates(weights, updates)
        if p.use_ema:
            keep = jnp.where(count == 0, 0.0, p.ema_momentum)
            average = optax.incremental_update(weights, average, 1.0 - keep)
            every = p.ema_overwrite_frequency
            weights = optax.periodic_update(average, weights, count + 1, every)
        return (weights, state, average, count + 1), weights

    carry = (weights, optimizer.init(weights), weights, jnp.zeros((), jnp.int32))
    (weights, state, average, _), path = jax.lax.scan(step, carry, all_gradients)
    return path, average if p.use_ema else finished(case, weights, state)


def compare_by_loss(case: Case) -> Iterator[tuple[Any, Any]]:
    """The same for optimizers that look at the loss, which is one that is curved unevenly."""
    inputs = np.random.default_rng(2).normal(size=(STEPS, 6, 3)).astype(np.float32)

    def path_of(optimizer: Any, size: float, weights: Any) -> Any:
        def step(carry: Any, x: Any) -> Any:
            weights, state = carry

            def loss(weights: Any) -> Any:
                layer = weights["dense"]
                return size * jnp.sum(jnp.log(jnp.cosh(x @ layer["kernel"] + layer["bias"])))

            slope = jax.grad(loss)(weights)
            updates, state = optimizer.update(slope, state, weights, obj_fn=loss)
            weights = optax.apply_updates(weights, updates)
            return (weights, state), weights

        return jax.lax.scan(step, (weights, optimizer.init(weights)), inputs)[1]

    both = case.module.apply(**array.bound(case)), optimizer_of(case)
    mine, theirs = (jax.jit(functools.partial(path_of, o), compiler_options=QUICK) for o in both)
    for size in (1.0, 1e-6):
        yield mine(size, start(case, 1.0)), theirs(size, start(case, 1.0))


def is_compared(case: Case) -> bool:
    """Whether it is of optax. What averages the weights of all is not compared again by loss."""
    is_known = case.kind in MAKERS and not is_covered(case)
    return is_known and not (case.module.needs_loss and case.values.use_ema)


def compare_of(case: Case) -> Callable[[Case], Iterator[tuple[Any, Any]]]:
    """The way to compare it."""
    return compare_by_loss if case.module.needs_loss else compare


CHECKS = [
    Check(case.kind, str(case), functools.partial(compare_of(case), case))
    for case in CASES
    if case.category == "optimizer" and is_compared(case)
]
