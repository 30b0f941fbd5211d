"""What some starts are for."""

import jax
import numpy as np
import pytest

from hornstudio.engine.modules import initializers


@pytest.mark.parametrize("shape", [(5, 3), (3, 5), (2, 3, 4)])
def test_orthogonal_gives_right_angles(shape: tuple[int, ...]) -> None:
    w = np.asarray(initializers.orthogonal(jax.random.key(0), shape, gain=2.0))
    w = w.reshape(-1, shape[-1])
    square = w.T @ w if len(w) >= shape[-1] else w @ w.T
    np.testing.assert_allclose(square, 4.0 * np.eye(len(square)), atol=1e-5)


def test_identity_gives_back_what_comes_in() -> None:
    x = np.asarray([[1.0, 2.0, 3.0]])
    w = initializers.identity(None, (3, 3), gain=1.0)
    np.testing.assert_array_equal(x @ w, x)


@pytest.mark.parametrize("kind", ["lecun_normal", "lecun_uniform"])
def test_lecun_keeps_the_spread_of_a_sum(kind: str) -> None:
    w = getattr(initializers, kind)(jax.random.key(0), (400, 300))
    x = np.random.default_rng(0).normal(size=(100, 400))
    assert np.std(x @ np.asarray(w)) == pytest.approx(1.0, abs=0.02)
