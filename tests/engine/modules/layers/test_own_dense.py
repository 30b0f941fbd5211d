"""Dense layers by kernels of our own: what they make, and how it moves, as plain maths has it."""

from functools import partial
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from hornstudio.engine.codegen.quote import Quoter
from hornstudio.engine.kernels import calling
from hornstudio.engine.modules.activations.rectifier import relu
from hornstudio.engine.modules.activations.smooth import gelu
from hornstudio.engine.modules.layers import own_dense as own
from hornstudio.engine.modules.layers import rows as plain
from hornstudio.engine.modules.layers.core import dense
from tests.engine.kernels.guarded import needs_kernels

pytestmark = needs_kernels

RELU = partial(relu, max_value=None, negative_slope=0.0, threshold=0.0)
GELU = partial(gelu, approximate=False)
ACTIVATIONS = [None, RELU, GELU]
NAMES = ["none", "relu", "gelu"]
each_activation = pytest.mark.parametrize("activation", ACTIVATIONS, ids=NAMES)


def arrays(samples: int = 600) -> Any:
    rng = np.random.default_rng(1)
    shapes = (samples, 2, 30), (30, 3, 10), (3, 10)
    x, kernel, bias = (jnp.asarray(rng.normal(size=shape), jnp.float32) for shape in shapes)
    return x, kernel / 30**0.5, bias


def near(mine: Any, other: Any) -> None:
    for a, b in zip(jax.tree.leaves(mine), jax.tree.leaves(other), strict=True):
        np.testing.assert_allclose(a, b, rtol=1e-4, atol=2e-5 * float(jnp.abs(b).max()))


def score(by: Any, activation: Any, *given: Any) -> Any:
    return jnp.sin(by(*given, activation)).sum()


@each_activation
@pytest.mark.parametrize("moving", [(0, 1, 2), (0,), (1,), (2,), (0, 2)], ids=str)
def test_values_and_gradients_are_those_of_plain_maths(
    activation: Any, moving: tuple[int, ...]
) -> None:
    given = arrays()
    assert "horn_layer" in str(jax.make_jaxpr(partial(own.weighted, activation=activation))(*given))

    def both(by: Any) -> Any:
        slopes = jax.grad(partial(score, by, activation), moving)(*given)
        return by(*given, activation), slopes

    near(jax.jit(both, static_argnums=0)(own.weighted), both(plain.weighted))


@each_activation
def test_gradients_have_gradients_both_ways(activation: Any) -> None:
    given = arrays()

    def twice(by: Any) -> Any:
        slopes = jax.grad(partial(score, by, activation), (0, 1, 2))

        def bent(*given: Any) -> Any:
            return sum(jnp.sin(part / 8).sum() for part in slopes(*given))

        moves = tuple(one / 9 for one in given)
        straight = jax.jvp(lambda *given: by(*given, activation), given, moves)
        return jax.grad(bent, (0, 1, 2))(*given), jax.jvp(slopes, given, moves), straight

    found = jax.jit(twice, static_argnums=0)
    near(found(own.weighted), found(plain.weighted))


@each_activation
def test_many_at_once_are_as_each_alone(activation: Any) -> None:
    x, kernel, bias = arrays()
    kernels = jnp.stack([kernel, kernel / 2])
    at_once = jax.vmap(lambda kernel: own.weighted(x, kernel, bias, activation))(kernels)
    near(at_once[1], plain.weighted(x, kernel / 2, bias, activation))


def test_bits_are_the_same_each_time() -> None:
    slopes = jax.jit(jax.grad(partial(score, own.weighted, GELU), (0, 1, 2)))
    first = slopes(*arrays())
    for _ in range(20):
        for a, b in zip(slopes(*arrays()), first, strict=True):
            np.testing.assert_array_equal(a, b)


@pytest.mark.parametrize(
    "activation",
    [jnp.tanh, partial(gelu, approximate=True), partial(RELU, negative_slope=0.1)],
    ids=["tanh", "gelu by tanh", "leaky relu"],
)
def test_other_activations_are_left_to_plain_maths(activation: Any) -> None:
    made = jax.make_jaxpr(partial(own.weighted, activation=activation))(*arrays())
    assert "horn_layer" not in str(made)
    assert "horn_times" in str(made)


def test_few_samples_other_types_and_processors_have_plain_maths(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def program(*given: Any) -> str:
        return str(jax.make_jaxpr(lambda *given: own.weighted(*given, RELU))(*given))

    given = arrays()
    assert "horn_layer" in program(*given)
    assert "horn_layer" not in program(*arrays(40))
    assert "horn_layer" not in program(*(one.astype(jnp.bfloat16) for one in given))
    assert "horn_layer" not in program(*given[:2], None)
    monkeypatch.setattr(calling.machine_code, "processor", lambda: None)
    assert "horn_layer" not in program(*given)


def test_a_script_has_the_plain_one() -> None:
    quoter = Quoter()
    quoter.name(dense)
    text = "\n".join(quoter.section())
    assert "def weighted" in text
    assert "horn_" not in text
