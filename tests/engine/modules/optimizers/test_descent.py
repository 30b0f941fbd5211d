"""What an optimizer keeps when training ends."""

import jax.numpy as jnp
import numpy as np
import optax

from hornstudio.engine.modules.optimizers.descent import finished_weights
from hornstudio.engine.modules.optimizers.gradient_descent import sgd

PLAIN = {
    "learning_rate": 0.5,
    "momentum": 0.0,
    "nesterov": False,
    "weight_decay": None,
    "clipnorm": None,
    "clipvalue": None,
    "global_clipnorm": None,
    "use_ema": False,
    "ema_momentum": 0.75,
    "ema_overwrite_frequency": None,
    "gradient_accumulation_steps": None,
}


def two_steps(**params):
    optimizer = sgd(**PLAIN | params)
    weights = {"a": jnp.zeros(1)}
    state = optimizer.init(weights)
    for _ in range(2):
        updates, state = optimizer.update({"a": jnp.ones(1)}, state, weights)
        weights = optax.apply_updates(weights, updates)
    return weights, finished_weights(weights, state)


def test_keeps_the_weights() -> None:
    weights, finished = two_steps()
    assert finished is weights
    np.testing.assert_allclose(weights["a"], [-1.0])


def test_keeps_the_average_where_there_is_one() -> None:
    weights, finished = two_steps(use_ema=True)
    np.testing.assert_allclose(weights["a"], [-1.0])
    np.testing.assert_allclose(finished["a"], [0.75 * -0.5 + 0.25 * -1.0])


def test_accumulates_before_it_steps() -> None:
    weights, _ = two_steps(gradient_accumulation_steps=2)
    np.testing.assert_allclose(weights["a"], [-0.5])


def test_a_schedule_counts_every_step() -> None:
    """Two steps make one update, at the second step: number 1, at a rate of 0.1."""
    rates = {"learning_rate": lambda step: 0.1 * step, "gradient_accumulation_steps": 2}
    weights, _ = two_steps(**rates)
    np.testing.assert_allclose(weights["a"], [-0.1], rtol=1e-6)
