"""Pooling by moving windows: the quick ways give what the plain one gives."""

from itertools import pairwise

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from jax import lax

from hornstudio.engine.compile.plan import plan_graph
from hornstudio.engine.compile.program import Program
from hornstudio.engine.modules.layers.pooling.windowed import max_pooling
from tests.engine.sample_graph import graph, node


def plain(x, size):
    window = (1, *size, 1)
    return lax.reduce_window(x, -jnp.inf, lax.max, window, window, "VALID")


def quick(x, size):
    return max_pooling(x, pool_size=size, strides=None, padding="valid")


@pytest.mark.parametrize("size", [(2,), (3, 2), (2, 2, 4), (5, 2)])
def test_values_and_gradients_are_those_of_a_moving_window(size: tuple[int, ...]) -> None:
    shape = (2, *(7,) * len(size), 2)
    x = np.random.default_rng(0).integers(0, 3, shape).astype(np.float32)  # many are equal

    @jax.jit  # compiled at once, which takes far less time than piece by piece
    def both(x):
        return [(by(x, size), slopes(by)(x)) for by in (quick, plain)]

    def slopes(by):
        return jax.grad(lambda x: (by(x, size) ** 2).sum())

    for mine, other in zip(*both(x), strict=True):
        np.testing.assert_array_equal(mine, other)


@pytest.mark.parametrize("padding", ["valid", "same"])
@pytest.mark.parametrize(
    ("size", "strides"),
    [((3,), (2,)), ((3, 3), (2, 2)), ((2, 3), (1, 1)), ((1, 2), (2, 3)), ((7, 4, 2), (3, 5, 1))],
)
def test_windows_that_overlap_or_leave_out_have_the_gradients_of_the_plain_way(
    size: tuple[int, ...], strides: tuple[int, ...], padding: str
) -> None:
    """Of equal numbers the first takes it."""
    shape = (2, *(8, 9, 7)[: len(size)], 3)
    x = np.random.default_rng(0).integers(0, 3, shape).astype(np.float32)

    def plain(x):
        window, step = (1, *size, 1), (1, *strides, 1)
        return lax.reduce_window(x, -jnp.inf, lax.max, window, step, padding.upper())

    def quick(x):
        return max_pooling(x, pool_size=size, strides=strides, padding=padding)

    @jax.jit
    def both(x):
        return [(by(x), jax.grad(lambda x, by=by: (by(x) ** 2).sum())(x)) for by in (quick, plain)]

    for mine, other in zip(*both(x), strict=True):
        np.testing.assert_array_equal(mine, other)
    operations = str(jax.make_jaxpr(quick)(x))
    assert ("reduce_window" in operations) == (jax.default_backend() != "cpu")


def test_what_is_no_number_goes_on() -> None:
    x = np.arange(16.0, dtype=np.float32).reshape(1, 4, 4, 1)
    for place in ((0, 0), (0, 1), (1, 0), (1, 1)):
        bad = x.copy()
        bad[0, *place, 0] = np.nan
        assert np.isnan(quick(bad, (2, 2))[0, 0, 0, 0])
        found = max_pooling(bad, pool_size=(3, 3), strides=(1, 1), padding="valid")
        assert np.isnan(found[0, 0, 0, 0])


def test_a_gradient_is_there_whatever_the_compiler_computes_twice() -> None:
    """It once was 0 / 0 where nobody was equal to a largest number that was rounded otherwise."""
    chain = graph(
        {
            "x": node("input", shape=[28, 28, 1]),
            "conv": node("conv2d", filters=4, kernel_size=[3, 3], padding="same"),
            "norm": node("batch_normalization"),
            "pool": node("max_pooling2d"),
        },
        [(f"{a}.output", f"{b}.input") for a, b in pairwise(["x", "conv", "norm", "pool"])],
    )
    program = Program(plan_graph(chain, for_training=False))
    weights, state = program.init(0)
    x = np.random.default_rng(0).normal(size=(32, 28, 28, 1)).astype(np.float32)

    def total(weights):
        batch = {"x.output": x}
        tensors, _ = program.forward(weights, state, batch, training=True, key=jax.random.key(0))
        return (tensors["pool.output"] ** 2).sum()

    gradient = jax.jit(jax.grad(total))(weights)
    assert all(np.isfinite(g).all() for g in jax.tree.leaves(gradient))
