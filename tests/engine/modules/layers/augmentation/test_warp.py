"""Moving the places of a picture, compiled in every way."""

import functools

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from hornstudio.engine.modules.layers.augmentation.warp import rotate, translate


@pytest.mark.parametrize("seed", range(4))
def test_compiled_with_a_gradient_a_turn_is_what_it_is_without(seed: int) -> None:
    """The middle of a picture of odd size lies on a whole place, but for rounding."""
    rng = np.random.default_rng(seed)
    x = rng.uniform(0.05, 0.95, (3, 5, 7, 3)).astype(np.float32)
    weight = rng.normal(size=x.shape).astype(np.float32)
    angle = jnp.asarray(rng.uniform(-72, 72, (3, 1, 1, 1)), jnp.float32)
    turn = functools.partial(rotate, angle=angle, interpolation="bilinear", fill_mode="nearest",
                             fill_value=0.0)  # fmt: skip

    def total(x: jax.Array) -> jax.Array:
        return jnp.sum(turn(x) * weight)

    value, slope = jax.jit(jax.value_and_grad(total))(x)
    plain, plain_slope = jax.value_and_grad(total)(x)
    np.testing.assert_allclose(value, plain, rtol=1e-5, atol=1e-5)
    np.testing.assert_allclose(slope, plain_slope, rtol=1e-4, atol=1e-5)


def test_a_whole_shift_moves_numbers_unchanged() -> None:
    x = jnp.arange(24.0).reshape(1, 4, 3, 2)
    down, right = jnp.full((1, 1, 1, 1), 1.0), jnp.full((1, 1, 1, 1), -2.0)
    y = translate(x, down, right, "bilinear", "constant", -1.0)
    np.testing.assert_array_equal(y[0, 1:, 0], x[0, :-1, 2])
    np.testing.assert_array_equal(y[0, 0], -1.0)
    np.testing.assert_array_equal(y[0, :, 1:], -1.0)
