"""The gradients that are written out are those that JAX finds by itself."""

from functools import partial
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from hornstudio.engine.modules.layers.recurrent.gated import scan_gated, scan_steps
from hornstudio.engine.modules.layers.recurrent.gru import gru_cell
from hornstudio.engine.modules.layers.recurrent.update import lstm_states

T, B, F, U = 5, 3, 2, 4
update = partial(lstm_states, activation=jnp.tanh, recurrent_activation=jax.nn.sigmoid)


def drawn(*shape: int) -> np.ndarray:
    return np.random.default_rng(sum(shape)).normal(size=shape).astype(np.float32)


def plainly(update: Any, kernel: Any, bias: Any, x: Any, *how: Any) -> Any:
    """What `scan_gated` does, with its gradients left to JAX."""

    def step(states: Any, x: Any) -> Any:
        return update(jnp.concatenate([x, states[0]], axis=-1) @ kernel + bias, states)

    return scan_steps(step, x, *how)


@pytest.mark.parametrize("is_masked", [False, True])
@pytest.mark.parametrize(("reverse", "has_outputs"), [(False, True), (True, True), (False, False)])
def test_gradients(is_masked: bool, reverse: bool, has_outputs: bool) -> None:
    kept = np.arange(T * B).reshape(T, B, 1) % 4 > 0 if is_masked else None
    given = (drawn(F + U, 4 * U), drawn(4 * U), drawn(T, B, F), (drawn(B, U), drawn(U, B).T))
    scales = drawn(T, B, U), drawn(B, U)

    def score(scan: Any, kernel: Any, bias: Any, x: Any, states: Any) -> Any:
        (h, c), outputs = scan(update, kernel, bias, x, states, kept, reverse, has_outputs)
        rest = 0.0 if outputs is None else jnp.sum(scales[0] * outputs)
        return rest + jnp.sum(scales[1] * h) + jnp.sum(c**2)

    gradients = partial(jax.value_and_grad, argnums=(0, 1, 2, 3))
    ours = gradients(partial(score, scan_gated))(*given)
    plain = gradients(partial(score, plainly))(*given)
    jax.tree.map(partial(np.testing.assert_allclose, rtol=2e-4, atol=1e-5), ours, plain)


def test_gru_with_its_third_gate_apart_is_the_one_with_two_products() -> None:
    """Masks of only ones keep every gate a product by itself."""
    weights = {"kernel": drawn(F, 3 * U), "recurrent_kernel": drawn(U, 3 * U)}
    weights["bias"] = drawn(2, 3 * U)
    how = {"activation": jnp.tanh, "recurrent_activation": jax.nn.sigmoid, "reset_after": True}
    ends = []
    for rate in (0.0, 1e-12):  # at this rate nothing is dropped, but masks are drawn
        keys = jax.random.split(jax.random.key(0))
        cell = gru_cell(weights, drawn(T, B, F), keys, dropout=0.0, recurrent_dropout=rate, **how)
        taken, loop = cell
        ends.append(loop(taken, (drawn(B, U),), None, False, True))
    jax.tree.map(partial(np.testing.assert_allclose, rtol=1e-5, atol=1e-6), *ends)
