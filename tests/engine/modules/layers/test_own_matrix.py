"""Products of matrices by kernels of our own: values, gradients, bits; where there are none."""

import os
import subprocess
import sys
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from hornstudio.engine.codegen.quote import Quoter
from hornstudio.engine.kernels import calling
from hornstudio.engine.modules.layers import own_matrix as own
from hornstudio.engine.modules.layers.rows import times
from tests.engine.kernels.guarded import needs_kernels

pytestmark = needs_kernels

SIZES = [(1100, 40, 70), (700, 300, 3), (700, 300, 1), (32, 400, 130), (33, 129, 257), (3, 4, 5)]


def arrays(samples: int, features: int, columns: int) -> Any:
    rng = np.random.default_rng(1)
    shapes = (samples, features), (features, columns)
    x, kernel = (jnp.asarray(rng.normal(size=shape), jnp.float32) for shape in shapes)
    return x, kernel / features**0.5


def near(mine: Any, other: Any) -> None:
    size = float(jnp.abs(other).max())
    np.testing.assert_allclose(mine, other, rtol=1e-4, atol=2e-5 * size)


@pytest.mark.parametrize("sizes", SIZES, ids=str)
def test_values_and_gradients_are_those_of_the_plain_product(sizes: tuple[int, int, int]) -> None:
    def both(by: Any, x: Any, kernel: Any) -> Any:
        y, back = jax.vjp(by, x, kernel)
        return y, *back(jnp.sin(y))

    given = arrays(*sizes)
    found = jax.jit(both, static_argnums=0)(own.matrix_product, *given)
    wanted = jax.jit(both, static_argnums=0)(jnp.matmul, *given)
    for mine, other in zip(found, wanted, strict=True):
        near(mine, other)


@pytest.mark.parametrize("sizes", [SIZES[0], SIZES[2]], ids=str)
def test_gradients_have_gradients_both_ways(sizes: tuple[int, int, int]) -> None:
    def twice(by: Any, x: Any, kernel: Any) -> Any:
        slopes = jax.grad(lambda x, kernel: jnp.sin(by(x, kernel)).sum(), (0, 1))

        def bent(x: Any, kernel: Any) -> Any:
            return sum(jnp.sin(part / 8).sum() for part in slopes(x, kernel))

        forwards = jax.jvp(slopes, (x, kernel), (x / 9, kernel / 9))[1]
        return *jax.grad(bent, (0, 1))(x, kernel), *forwards

    given = arrays(*sizes)
    found = jax.jit(twice, static_argnums=0)(own.matrix_product, *given)
    wanted = jax.jit(twice, static_argnums=0)(jnp.matmul, *given)
    for mine, other in zip(found, wanted, strict=True):
        near(mine, other)


def test_many_at_once_are_as_each_alone() -> None:
    x, kernel = arrays(600, 40, 70)
    each = jax.vmap(own.matrix_product, (0, None))(x.reshape(6, 100, 40), kernel)
    near(each.reshape(600, 70), x @ kernel)


def test_bits_are_the_same_each_time() -> None:
    x, kernel = arrays(2000, 70, 40)

    @jax.jit
    def slopes(x: Any) -> Any:
        return jax.vjp(lambda kernel: own.matrix_product(x, kernel), kernel)[1](x[:, :40])[0]

    first = np.asarray(slopes(x))
    for _ in range(20):
        np.testing.assert_array_equal(slopes(x), first)


def test_no_samples_make_nothing() -> None:
    x, kernel = arrays(0, 40, 70)
    y, back = jax.vjp(own.matrix_product, x, kernel)
    assert y.shape == (0, 70)
    np.testing.assert_array_equal(back(y)[1], np.zeros((40, 70)))


def test_a_little_work_is_left_to_xla() -> None:
    def program(*sizes: int) -> str:
        return str(jax.jit(own.matrix_product).lower(*arrays(*sizes)).as_text())

    assert "horn_" in program(64, 64, 64)
    assert "horn_" not in program(8, 64, 64)


def test_other_types_and_processors_have_the_plain_one(monkeypatch: pytest.MonkeyPatch) -> None:
    x, kernel = arrays(64, 64, 64)
    assert "horn_times" in str(jax.make_jaxpr(times)(x, kernel))
    half = x.astype(jnp.bfloat16), kernel.astype(jnp.bfloat16)
    assert "horn_times" not in str(jax.make_jaxpr(times)(*half))
    monkeypatch.setattr(calling.machine_code, "processor", lambda: None)
    assert "horn_times" not in str(jax.make_jaxpr(lambda x: times(x, kernel))(x))


def test_a_script_has_the_plain_one() -> None:
    quoter = Quoter()
    quoter.name(times)
    text = "\n".join(quoter.section())
    assert "def matrix_product" in text
    assert "kernels" not in text
    assert "horn_" not in text


SEVERAL = """
import jax, jax.numpy as jnp, numpy as np
from jax.sharding import Mesh, NamedSharding, PartitionSpec
from hornstudio.engine.modules.layers.own_matrix import matrix_product
rng = np.random.default_rng(0)
x = jnp.asarray(rng.normal(size=(64, 64)), jnp.float32)
kernel = jnp.asarray(rng.normal(size=(64, 64)), jnp.float32)
def slopes(x):
    return jax.grad(lambda kernel: jnp.sin(matrix_product(x, kernel)).sum())(kernel)
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
