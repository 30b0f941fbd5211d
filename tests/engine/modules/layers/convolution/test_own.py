"""Convolutions by kernels of our own: values, gradients and bits, and where there are none."""

import os
import subprocess
import sys
from functools import partial
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from hornstudio.engine.codegen.quote import Quoter
from hornstudio.engine.kernels import calling
from hornstudio.engine.modules.layers.convolution import own, painting
from hornstudio.engine.modules.layers.convolution import window as plain
from hornstudio.engine.modules.layers.convolution.transposed import spread_edges
from tests.engine.kernels.guarded import needs_kernels

pytestmark = needs_kernels

CASES = [
    # places, channels, filters, size, strides, dilation, groups, padding
    ((13, 11), 6, 9, (3, 3), (1, 1), (1, 1), 3, "same"),
    ((9, 10), 16, 20, (5, 4), (2, 3), (1, 1), 1, "same"),
    ((9, 12), 8, 24, (3, 2), (1, 1), (2, 1), 2, "same"),
    ((8, 8), 16, 24, (1, 1), (2, 2), (1, 1), 1, "valid"),
    ((9, 7), 1, 4, (3, 3), (1, 1), (1, 1), 1, "same"),
    ((12, 12), 16, 8, (4, 4), (1, 1), (1, 1), 1, "valid"),
    ((6, 6), 128, 160, (3, 3), (1, 1), (1, 1), 1, "same"),
    ((6, 6), 128, 160, (3, 3), (2, 2), (1, 1), 1, "same"),
    ((19,), 5, 20, (4,), (1,), (3,), 1, "causal"),
    ((20,), 6, 12, (5,), (2,), (1,), 2, "same"),
    ((4, 6, 5), 4, 18, (2, 3, 3), (1, 2, 1), (1, 1, 1), 1, "same"),
    ((4, 6, 5), 4, 18, (3, 3, 3), (1, 1, 1), (2, 1, 1), 2, "same"),
]


def two_ways(case: tuple[Any, ...], samples: int = 3) -> tuple[Any, Any, Any, Any]:
    """Pictures, a kernel, our convolution of them and XLA's."""
    places, channels, filters, size, strides, dilation, groups, padding = case
    rng = np.random.default_rng(1)
    x = jnp.asarray(rng.normal(size=(samples, *places, channels)), jnp.float32)
    kernel = jnp.asarray(rng.normal(size=(*size, channels // groups, filters)), jnp.float32)
    margins = plain.edges(places, size, strides, dilation, padding)
    how: dict[str, Any] = {
        "strides": strides,
        "margins": margins,
        "dilation": dilation,
        "groups": groups,
    }
    return x, kernel, partial(own.convolve, **how), partial(plain.convolve_by_lax, **how)


def near(mine: Any, other: Any) -> None:
    size = float(jnp.abs(other).max())
    np.testing.assert_allclose(mine, other, rtol=1e-4, atol=2e-5 * size)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_values_and_gradients_are_those_of_the_plain_operation(case: tuple[Any, ...]) -> None:
    x, kernel, mine, other = two_ways(case)

    def both(by: Any) -> Any:
        y, back = jax.vjp(by, x, kernel)
        return y, *back(jnp.sin(y))

    for a, b in zip(jax.jit(partial(both, mine))(), jax.jit(partial(both, other))(), strict=True):
        near(a, b)


@pytest.mark.parametrize("case", CASES[:3], ids=str)
def test_gradients_have_gradients_both_ways(case: tuple[Any, ...]) -> None:
    x, kernel, mine, other = two_ways(case)

    def twice(by: Any) -> Any:
        slopes = jax.grad(lambda x, kernel: jnp.sin(by(x, kernel)).sum(), (0, 1))

        def bent(x: Any, kernel: Any) -> Any:
            return sum(jnp.sin(part / 8).sum() for part in slopes(x, kernel))

        forwards = jax.jvp(slopes, (x, kernel), (x / 9, kernel / 9))[1]
        return *jax.grad(bent, (0, 1))(x, kernel), *forwards

    for a, b in zip(jax.jit(partial(twice, mine))(), jax.jit(partial(twice, other))(), strict=True):
        near(a, b)


PAINTED = [
    # places, channels, filters, size, strides, dilation, padding, output padding
    ((9, 10), 5, 20, (3, 4), (2, 3), (1, 1), "same", None),
    ((9, 10), 16, 3, (5, 5), (3, 3), (1, 1), "same", (1, 2)),
    ((6, 7), 4, 12, (3, 2), (1, 1), (2, 2), "valid", None),
    ((6, 7), 4, 12, (2, 2), (3, 3), (1, 1), "valid", None),
    ((11,), 4, 18, (3,), (2,), (1,), "valid", (0,)),
    ((3, 4, 5), 2, 3, (3, 3, 3), (2, 2, 2), (1, 1, 1), "same", None),
]


@pytest.mark.parametrize("case", PAINTED, ids=str)
def test_what_is_painted_is_that_of_the_plain_operation(case: tuple[Any, ...]) -> None:
    places, channels, filters, size, strides, dilation, padding, more = case
    rng = np.random.default_rng(1)
    x = jnp.asarray(rng.normal(size=(3, *places, channels)), jnp.float32)
    kernel = jnp.asarray(rng.normal(size=(*size, filters, channels)), jnp.float32)
    margins = spread_edges(size, strides, dilation, padding, more)

    def both(by: Any) -> Any:
        y, back = jax.vjp(lambda x, kernel: by(x, kernel, strides, margins, dilation), x, kernel)
        return y, *back(jnp.sin(y))

    mine, other = (jax.jit(partial(both, by))() for by in (own.paint, painting.paint_by_lax))
    for a, b in zip(mine, other, strict=True):
        near(a, b)


def test_many_at_once_are_as_each_alone() -> None:
    x, kernel, mine, other = two_ways(CASES[0])
    near(jax.vmap(lambda one: mine(one[None], kernel)[0])(x), other(x, kernel))


def test_bits_are_the_same_each_time() -> None:
    x, kernel, mine, _ = two_ways(CASES[4], samples=40)

    @jax.jit
    def slopes(x: Any) -> Any:
        return jax.vjp(lambda kernel: mine(x, kernel), kernel)[1](mine(x, kernel))[0]

    first = np.asarray(slopes(x))
    for _ in range(20):
        np.testing.assert_array_equal(slopes(x), first)


def test_other_types_and_processors_have_the_plain_one(monkeypatch: pytest.MonkeyPatch) -> None:
    x, kernel, mine, _ = two_ways(CASES[0])
    assert "horn_seen" in str(jax.make_jaxpr(mine)(x, kernel))
    half = x.astype(jnp.bfloat16), kernel.astype(jnp.bfloat16)
    assert "horn_seen" not in str(jax.make_jaxpr(mine)(*half))
    monkeypatch.setattr(calling.machine_code, "processor", lambda: None)
    assert "horn_seen" not in str(jax.make_jaxpr(lambda x: mine(x, kernel))(x))


def test_a_script_has_the_plain_one() -> None:
    quoter = Quoter()
    assert [quoter.name(f) for f in (own.convolve, own.paint)] == ["convolve", "paint"]
    assert not [text for text in quoter.section() if "kernels" in text or "horn_" in text]


SEVERAL = """
import jax, jax.numpy as jnp, numpy as np
from jax.sharding import Mesh, NamedSharding, PartitionSpec
from hornstudio.engine.modules.layers.convolution import own, painting
rng = np.random.default_rng(0)
x = jnp.asarray(rng.normal(size=(8, 9, 9, 4)), jnp.float32)
kernel = jnp.asarray(rng.normal(size=(3, 3, 4, 20)), jnp.float32)
def slopes(x):
    how = (1, 1), [(1, 1), (1, 1)], (1, 1), 1
    return jax.grad(lambda kernel: jnp.sin(own.convolve(x, kernel, *how)).sum())(kernel)
dealt = jax.device_put(x, NamedSharding(Mesh(np.array(jax.devices()), "b"), PartitionSpec("b")))
made = jax.jit(slopes).lower(dealt).compile()
assert "horn_" not in made.as_text(), "each device would compute the whole batch"
assert "horn_" in jax.jit(slopes).lower(x).compile().as_text()
np.testing.assert_allclose(made(dealt), jax.jit(slopes)(x), rtol=1e-4, atol=1e-4)
"""


def test_several_devices_share_a_batch_by_the_plain_one() -> None:
    flags = {"XLA_FLAGS": "--xla_force_host_platform_device_count=4", "JAX_PLATFORMS": "cpu"}
    done = subprocess.run(
        [sys.executable, "-c", SEVERAL], capture_output=True, text=True, env=os.environ | flags
    )
    assert done.returncode == 0, done.stderr
