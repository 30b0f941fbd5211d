"""Depthwise convolution: its gradients on a processor are those of XLA's own operation."""

from functools import partial
from typing import Any

import jax
import numpy as np
import pytest

from hornstudio.engine.modules.layers.convolution import depthwise
from hornstudio.engine.modules.layers.convolution.window import convolve_by_lax


@pytest.mark.parametrize(
    ("size", "strides", "dilation", "margins"),
    [
        ((3, 3), (1, 1), (1, 1), [(1, 1), (0, 2)]),
        ((2, 3), (2, 1), (1, 1), [(0, 0), (1, 1)]),
        ((5, 4), (1, 1), (1, 2), [(2, 2), (0, 0)]),
        ((9, 9), (1, 1), (1, 1), [(4, 4), (4, 4)]),
        ((4,), (1,), (3,), [(9, 0)]),
    ],
)
@pytest.mark.parametrize("multiplier", [1, 3])
@pytest.mark.parametrize("dtype", ["float32", "bfloat16"])
def test_gradients_are_those_of_the_plain_operation(
    size: tuple[int, ...],
    strides: tuple[int, ...],
    dilation: tuple[int, ...],
    margins: list[tuple[int, int]],
    multiplier: int,
    dtype: str,
) -> None:
    """81 weights a channel are added up in two turns."""
    rng = np.random.default_rng(0)
    x = jax.numpy.asarray(rng.normal(size=(3, *(13, 12)[: len(size)], 4)), dtype)
    kernel = jax.numpy.asarray(rng.normal(size=(*size, 4, multiplier)), dtype)
    how = (strides, margins, dilation)

    def plain(x: Any, kernel: Any) -> Any:
        flat = kernel.reshape(*size, 1, -1)
        return convolve_by_lax(x, flat, *how, x.shape[-1])

    quick = partial(
        depthwise.convolve_channels_on_cpu, strides=strides, margins=margins, dilation=dilation
    )

    @jax.jit
    def both(x: Any, kernel: Any) -> Any:
        def all_of(by: Any) -> Any:
            y, back = jax.vjp(by, x, kernel)
            return y, *back(jax.numpy.sin(jax.numpy.arange(y.size, dtype=dtype)).reshape(y.shape))

        return [all_of(by) for by in (quick, plain)]

    for mine, other in zip(*both(x, kernel), strict=True):
        assert (mine.dtype, mine.shape) == (other.dtype, other.shape)
        wide = np.asarray(other, np.float32)
        off = 5e-2 if dtype == "bfloat16" else 1e-5
        np.testing.assert_allclose(
            np.asarray(mine, np.float32), wide, atol=off * np.abs(wide).max()
        )
