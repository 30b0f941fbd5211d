"""What JAX takes for its own is differentiated as often as one likes."""

from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from hornstudio.engine.kernels.primitive import Ways, Work, product, work


def scaled(a: Any, b: Any, *, shapes: Any) -> Any:
    return a * b


def made_by(own: Any) -> Any:
    def swapped(slopes: Any, a: Any, b: Any, *, shapes: Any) -> Any:
        return times(slopes, a if b is None else b, shapes)

    shape = lambda a, b, shapes: a.shape  # noqa: E731
    times = product(Ways("test", own, scaled, shape, swapped, swapped))
    return times


def refuse(a: Any, b: Any, *, shapes: Any) -> Any:
    raise AssertionError("this is for one processor only, and when a program is made")


def test_gradients_of_any_order_are_those_of_the_product() -> None:
    times = made_by(scaled)

    def cubed(x: Any) -> Any:
        return times(times(x, x, "known"), x, "known").sum()

    x = jnp.arange(1.0, 4.0)
    np.testing.assert_allclose(jax.grad(cubed)(x), 3 * x**2)
    np.testing.assert_allclose(jax.grad(lambda x: jax.grad(cubed)(x).sum())(x), 6 * x)
    np.testing.assert_allclose(jax.jvp(jax.grad(cubed), (x,), (x,))[1], 6 * x**2)
    np.testing.assert_allclose(jax.vmap(lambda x: times(x, x, "known"))(x[:, None])[:, 0], x**2)


def test_nothing_is_compiled_before_a_program_is_made() -> None:
    times = made_by(refuse)
    traced = jax.jit(lambda x: times(x, x, "known")).trace(jnp.ones(3))
    with pytest.raises(AssertionError, match="when a program is made"):
        traced.lower()


def halves_and_squares(x: Any, on: Any, *, shapes: Any) -> Any:
    return [jnp.where(on, x / 2, x**2), x**3]


def marked(x: Any, on: Any, *, shapes: Any) -> Any:
    return [part + 100 for part in halves_and_squares(x, on, shapes=shapes)]


def test_what_is_made_is_by_the_kernel_and_slopes_by_the_plain_way() -> None:
    run = work(Work("test_work", marked, halves_and_squares, lambda x, on, shapes: [x.shape] * 2))
    on, x = jnp.array([True, False, False]), jnp.arange(1.0, 4.0)

    def first(x: Any) -> Any:
        return run(x, on, shapes="known")[0]

    np.testing.assert_allclose(first(x), [100.5, 104, 109])
    np.testing.assert_allclose(jax.grad(lambda x: first(x).sum())(x), [0.5, 4, 6])
    np.testing.assert_allclose(jax.jvp(first, (x,), (x,))[0], [100.5, 104, 109])
    twice = jax.grad(lambda x: jax.grad(lambda x: first(x).sum())(x).sum())
    np.testing.assert_allclose(twice(x), [0, 2, 2])
    several = jax.vmap(lambda x: run(x, on, shapes="known")[1])(x[None])
    np.testing.assert_allclose(several[0], x**3)
