"""A processor's way to paint, held to XLA's own operation and its gradients."""

from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from hornstudio.engine.modules.layers.convolution.painting import paint_by_lax, paint_on_cpu
from hornstudio.engine.modules.layers.convolution.transposed import spread_edges


@pytest.mark.parametrize("padding", ["valid", "same"])
@pytest.mark.parametrize(
    ("lengths", "size", "strides", "dilation", "more"),
    [
        ((6,), (3,), (2,), (1,), None),
        ((6,), (4,), (1,), (3,), None),
        ((5, 4), (3, 3), (2, 2), (1, 1), None),
        ((5, 4), (5, 2), (2, 3), (1, 1), None),  # patterns overlap along the first alone
        ((5, 4), (2, 2), (2, 2), (1, 1), None),
        ((5, 4), (4, 3), (3, 2), (1, 1), (2, 1)),
        ((3, 4), (3, 3), (1, 1), (2, 1), None),
        ((3, 2, 4), (3, 2, 3), (2, 1, 2), (1, 1, 1), None),
    ],
)
def test_what_is_painted_and_its_gradients(
    lengths: Any, size: Any, strides: Any, dilation: Any, more: Any, padding: str
) -> None:
    rng = np.random.default_rng(0)
    x = jnp.asarray(rng.normal(size=(2, *lengths, 5)), jnp.float32)
    kernel = jnp.asarray(rng.normal(size=(*size, 3, 5)), jnp.float32)
    how = strides, spread_edges(size, strides, dilation, padding, more), dilation
    made = []
    for paint in (paint_on_cpu, paint_by_lax):
        y, back = jax.vjp(lambda *given, paint=paint: paint(*given, *how), x, kernel)
        slopes = jnp.asarray(np.random.default_rng(1).normal(size=y.shape), jnp.float32)
        made.append((y, *back(slopes)))
    for found, wanted in zip(*made, strict=True):
        np.testing.assert_allclose(found, wanted, rtol=1e-4, atol=1e-4)


def test_half_precision_stays_so() -> None:
    x, kernel = jnp.ones((2, 4, 4, 5), jnp.bfloat16), jnp.ones((3, 3, 2, 5), jnp.bfloat16)
    how = (2, 2), spread_edges((3, 3), (2, 2), (1, 1), "same", None), (1, 1)
    y, back = jax.vjp(lambda x, kernel: paint_on_cpu(x, kernel, *how), x, kernel)
    assert {a.dtype.name for a in (y, *back(y))} == {"bfloat16"}
