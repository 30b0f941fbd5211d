"""The two ways of computing a convolution give the same, on any machine."""

import jax
import numpy as np
import pytest
from jax import lax

from hornstudio.engine.modules.layers import convolution


@pytest.mark.parametrize("padding", ["valid", "same"])
@pytest.mark.parametrize("strides", [(1, 1), (2, 3)])
@pytest.mark.parametrize("dilation", [(1, 1), (2, 1)])
def test_product_of_matrices_is_the_convolution(padding: str, strides, dilation) -> None:
    rng = np.random.default_rng(0)
    x = rng.normal(size=(2, 9, 11, 3)).astype(np.float32)
    kernel = rng.normal(size=(3, 2, 3, 5)).astype(np.float32)
    mine = convolution.convolve_by_matrix(x, kernel, strides, padding, dilation)
    plain = lax.conv_general_dilated(
        x,
        kernel,
        strides,
        padding.upper(),
        rhs_dilation=dilation,
        dimension_numbers=("NHWC", "HWIO", "NHWC"),
    )
    np.testing.assert_allclose(mine, plain, atol=2e-5)


def test_other_devices_use_their_own_convolution(monkeypatch: pytest.MonkeyPatch) -> None:
    rng = np.random.default_rng(0)
    x = rng.normal(size=(1, 5, 5, 2)).astype(np.float32)
    w = {"kernel": rng.normal(size=(3, 3, 2, 4)).astype(np.float32)}
    params = {"strides": (1, 1), "padding": "same", "dilation_rate": (1, 1), "groups": 1}
    on_cpu = convolution.conv2d(w, x, **params, activation=None)

    def refuse(*_):
        raise AssertionError("a product of matrices where it is not wanted")

    monkeypatch.setattr(jax, "default_backend", lambda: "gpu")
    monkeypatch.setattr(convolution, "convolve_by_matrix", refuse)
    elsewhere = convolution.conv2d(w, x, **params, activation=None)
    np.testing.assert_allclose(on_cpu, elsewhere, atol=2e-5)
