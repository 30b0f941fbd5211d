"""Products of matrices, and their gradients in a processor's order."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from hornstudio.engine.modules.layers.matrix import (
    input_slopes,
    kernel_slopes,
    matrix_product,
)


@pytest.mark.parametrize("dtype", ["float32", "bfloat16"])
@pytest.mark.parametrize("columns", [1, 2, 32, 33])
def test_narrow_and_wide_kernels_have_the_gradients_of_a_plain_product(
    columns: int, dtype: str
) -> None:
    rng = np.random.default_rng(0)
    x, kernel, slopes = (
        jnp.asarray(rng.normal(size=size), dtype) for size in ((6, 80), (80, columns), (6, columns))
    )
    made, back = jax.vjp(matrix_product, x, kernel)
    plain, plain_back = jax.vjp(jnp.matmul, x, kernel)
    by_hand = kernel_slopes(x, slopes)
    for found, wanted in zip(
        (made, *back(slopes), by_hand), (plain, *plain_back(slopes), back(slopes)[1]), strict=True
    ):
        assert found.dtype == wanted.dtype == dtype
        np.testing.assert_allclose(
            np.asarray(found, np.float32), np.asarray(wanted, np.float32), rtol=2e-2, atol=1e-5
        )


@pytest.mark.skipif(jax.default_backend() != "cpu", reason="a processor's way")
def test_a_narrow_kernels_gradient_is_found_turned() -> None:
    def score(kernel: jax.Array, x: jax.Array) -> jax.Array:
        return jnp.sum(matrix_product(x, kernel) ** 2)

    given = jnp.ones((80, 10)), jnp.ones((64, 80))
    program = jax.jit(jax.grad(score)).lower(*given).compile().as_text()
    assert "f32[10,80]" in program
    assert "f32[80,10]{1,0} dot" not in program


@pytest.mark.parametrize(
    ("count", "features", "columns"), [(4, 64, 64), (300, 8, 300), (3, 600, 40), (2, 3, 4)]
)
def test_gradients_are_those_of_a_plain_product_in_whichever_order(
    count: int, features: int, columns: int
) -> None:
    rng = np.random.default_rng(0)
    x, kernel, slopes = (
        jnp.asarray(rng.normal(size=size), jnp.float32)
        for size in ((count, features), (features, columns), (count, columns))
    )
    _, back = jax.vjp(matrix_product, x, kernel)
    of_x, of_kernel = back(slopes)
    np.testing.assert_allclose(of_x, slopes @ kernel.T, rtol=1e-4, atol=1e-4)
    np.testing.assert_allclose(of_kernel, x.T @ slopes, rtol=1e-4, atol=1e-4)


@pytest.mark.skipif(jax.default_backend() != "cpu", reason="a processor's way")
@pytest.mark.parametrize(
    ("count", "columns", "wanted"),
    [
        (32, 512, "f32[256,32]{1,0} dot"),
        (512, 512, "f32[512,256]{1,0} dot"),
        (512, 3, "f32[512,256]{1,0} dot"),
    ],
)
def test_few_samples_are_turned_for_their_gradient_and_else_a_wide_kernel_or_a_very_narrow_one(
    count: int, columns: int, wanted: str
) -> None:
    given = jnp.ones((count, columns)), jnp.ones((256, columns))
    program = jax.jit(input_slopes).lower(*given).compile().as_text()
    product = next(line for line in program.splitlines() if " dot(" in line)
    assert wanted in product
    assert "rhs_contracting_dims={0}" in product


@pytest.mark.skipif(jax.default_backend() != "cpu", reason="a processor's way")
def test_an_input_of_many_features_is_turned_for_its_kernels_gradient() -> None:
    given = jnp.ones((32, 600)), jnp.ones((32, 40))
    program = jax.jit(kernel_slopes).lower(*given).compile().as_text()
    product = next(line for line in program.splitlines() if " dot(" in line)
    assert "lhs_contracting_dims={1}" in product
