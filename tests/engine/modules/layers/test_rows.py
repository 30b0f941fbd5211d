"""Products over the last axis of a tensor."""

import jax
import jax.numpy as jnp
import numpy as np

from hornstudio.engine.modules.layers.rows import times


def test_every_row_meets_the_kernel() -> None:
    rng = np.random.default_rng(0)
    x, kernel = rng.normal(size=(2, 3, 4)), rng.normal(size=(4, 5, 6))
    found = times(jnp.asarray(x, jnp.float32), jnp.asarray(kernel, jnp.float32))
    np.testing.assert_allclose(found, np.tensordot(x, kernel, 1), rtol=1e-5, atol=1e-6)


def test_one_row_and_none() -> None:
    kernel = jnp.ones((4, 5))
    np.testing.assert_array_equal(times(jnp.ones(4), kernel), np.full(5, 4.0))
    assert times(jnp.ones((0, 3, 4)), kernel).shape == (0, 3, 5)


def test_the_kernels_gradient_turns_no_copy_of_the_input() -> None:
    """All products of a step meet the rows one below the other."""

    def score(x: jax.Array, kernel: jax.Array) -> jax.Array:
        return jnp.sum(times(x, kernel) ** 2)

    back = jax.make_jaxpr(jax.grad(score, (0, 1)))(jnp.ones((2, 3, 4)), jnp.ones((4, 5)))
    products = [e for e in back.eqns if e.primitive.name.startswith(("dot_general", "horn_"))]
    assert [[len(v.aval.shape) for v in e.invars] for e in products] == [[2, 2]] * 3


def test_a_kernel_at_every_step_and_how_its_slopes_change() -> None:
    """What layers are put through: a step of a sequence each, and curvature, as Sophia asks."""
    x, kernel = jnp.ones((3, 4, 80)), jnp.ones((80, 10))
    found = jax.vmap(times, in_axes=(1, None), out_axes=1)(x, kernel)
    np.testing.assert_array_equal(found, np.full((3, 4, 10), 80.0))
    slopes = jax.grad(lambda kernel: jnp.sum(times(x, kernel) ** 2))
    _, turned = jax.jvp(slopes, (kernel,), (kernel,))
    np.testing.assert_allclose(turned, np.full((80, 10), 2 * 12 * 80.0))
