"""The gradients that are written out are those that JAX finds by itself."""

from functools import partial
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from hornstudio.engine.modules.layers.batch_statistics import normalize_by_batch

EPSILON = 1e-3


def plainly(x: Any, gamma: Any, beta: Any, axes: tuple[int, ...], epsilon: float) -> Any:
    mean, variance = jnp.mean(x, axes, keepdims=True), jnp.var(x, axes, keepdims=True)
    return (x - mean) / jnp.sqrt(variance + epsilon) * gamma + beta, mean, variance


@pytest.mark.parametrize("axes", [(0,), (0, 1, 2), (0, 2, 3)])
def test_gradients(axes: tuple[int, ...]) -> None:
    rng = np.random.default_rng(0)
    lengths = (5, 4, 3, 2)[: 2 if len(axes) == 1 else 4]
    shape = [1 if i in axes else n for i, n in enumerate(lengths)]
    x, scales = (rng.normal(1.0, 2.0, lengths).astype(np.float32) for _ in range(2))
    gamma, beta = (rng.normal(size=shape).astype(np.float32) for _ in range(2))

    def score(normalize: Any, *given: Any) -> Any:
        y, mean, variance = normalize(*given, axes, EPSILON)
        return jnp.sum(scales * jnp.sin(y)), (y, mean, variance)

    slopes = partial(jax.value_and_grad, argnums=(0, 1, 2), has_aux=True)
    both = [slopes(partial(score, f)) for f in (normalize_by_batch, plainly)]
    found = jax.jit(lambda *given: [each(*given) for each in both])(x, gamma, beta)
    jax.tree.map(partial(np.testing.assert_allclose, rtol=1e-4, atol=1e-5), *found)
