"""Which weights a schedule-free optimizer trains, and which it means."""

import jax
import jax.numpy as jnp
import numpy as np
import optax
import pytest

from hornstudio.engine.catalog import catalog
from hornstudio.engine.compile.binding import bind_params
from hornstudio.engine.params import complete

BETAS = {"schedule_free_adamw": "beta_1", "schedule_free_sgd": "b1"}


def train(kind: str, steps: int, **params):
    """Weights, state, and every place that z has reached, on the slope of w."""
    module = catalog().get(kind)
    values = complete(module.params, {"learning_rate": 0.1} | params, catalog().find)
    optimizer = module.apply(**bind_params(module, values, catalog()))
    weights = {"a": {"kernel": jnp.ones(2)}}
    state = optimizer.init(weights)
    reached = []
    for _ in range(steps):
        updates, state = optimizer.update(jax.tree.map(jnp.ones_like, weights), state, weights)
        weights = optax.apply_updates(weights, updates)
        inner = state.get("optimizer", state)
        reached.append(inner["slots"]["a"]["kernel"]["z"])
    return module, weights, state, reached


@pytest.mark.parametrize("kind", BETAS)
def test_validates_and_keeps_the_mean_of_all_steps(kind: str) -> None:
    module, weights, state, reached = train(kind, 4)
    beta = {BETAS[kind]: 0.9}
    mean = np.mean(reached, axis=0)
    for chosen in (module.judged, module.result):
        found = chosen(weights, state, **beta)["a"]["kernel"]
        np.testing.assert_allclose(found, mean, rtol=1e-6)
    between = 0.9 * mean + 0.1 * reached[-1]
    np.testing.assert_allclose(weights["a"]["kernel"], between, rtol=1e-6)


@pytest.mark.parametrize("kind", BETAS)
def test_use_ema_decides_what_is_kept(kind: str) -> None:
    module, weights, state, reached = train(kind, 2, use_ema=True)
    beta = {BETAS[kind]: 0.9}
    assert module.result(weights, state, **beta) is state["average"]
    found = module.judged(weights, state, **beta)["a"]["kernel"]
    np.testing.assert_allclose(found, np.mean(reached, axis=0), rtol=1e-6)


def test_its_own_copy_survives_the_donation_of_the_weights() -> None:
    """z starts as the weights do, and both are given away to a step."""
    module = catalog().get("schedule_free_adamw")
    values = complete(module.params, {}, catalog().find)
    optimizer = module.apply(**bind_params(module, values, catalog()))
    weights = {"kernel": jnp.ones(2)}
    both = (weights, optimizer.init(weights))
    step = jax.jit(lambda both: jax.tree.map(lambda x: x + 1, both), donate_argnums=0)
    np.testing.assert_allclose(step(both)[0]["kernel"], [2.0, 2.0])
