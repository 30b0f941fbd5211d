"""The gradients that are written out are those that JAX finds by itself."""

from functools import partial
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from hornstudio.engine.modules.layers.sample_statistics import normalize_by_sample

EPSILON = 1e-3


def plainly(x: Any, gamma: Any, beta: Any, axes: tuple[int, ...], epsilon: float) -> Any:
    mean, variance = jnp.mean(x, axes, keepdims=True), jnp.var(x, axes, keepdims=True)
    return (x - mean) / jnp.sqrt(variance + epsilon) * gamma + beta


@pytest.mark.parametrize("axes", [(3,), (1, 2, 3), (1, 3), (2,)])
def test_gradients(axes: tuple[int, ...]) -> None:
    rng = np.random.default_rng(0)
    lengths = (5, 4, 3, 6)
    shape = [n if i in axes else 1 for i, n in enumerate(lengths)]
    x, scales = (rng.normal(1.0, 2.0, lengths).astype(np.float32) for _ in range(2))
    gamma, beta = (rng.normal(size=shape).astype(np.float32) for _ in range(2))

    def score(normalize: Any, *given: Any) -> Any:
        y = normalize(*given, axes, EPSILON)
        return jnp.sum(scales * jnp.sin(y)), y

    slopes = partial(jax.value_and_grad, argnums=(0, 1, 2), has_aux=True)
    both = [slopes(partial(score, f)) for f in (normalize_by_sample, plainly)]
    found = jax.jit(lambda *given: [each(*given) for each in both])(x, gamma, beta)
    jax.tree.map(partial(np.testing.assert_allclose, rtol=1e-4, atol=1e-5), *found)


def test_half_precision_stays_so() -> None:
    x, ones = jnp.ones((2, 8), jnp.bfloat16), jnp.ones((1, 8), jnp.bfloat16)
    y, back = jax.vjp(lambda *given: normalize_by_sample(*given, (1,), EPSILON), x, ones, ones)
    assert {a.dtype.name for a in (y, *back(y))} == {"bfloat16"}
