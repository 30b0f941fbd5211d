"""Cutting and wiping pieces."""

import jax
import jax.numpy as jnp
import numpy as np

from hornstudio.engine.modules.layers.augmentation.cut import random_erasing


def test_a_hole_is_filled_with_one_number_for_each_channel() -> None:
    """Keras refuses its own list of three numbers on JAX, so nothing there can be compared."""
    x = jnp.full((5, 6, 7, 3), 0.5)
    given = {"factor": (1.0, 1.0), "scale": (0.3, 0.5), "value_range": (0.0, 1.0)}
    y = random_erasing(x, **given, fill_value=(0.1, 0.2, 3.0), training=True, key=jax.random.key(0))
    is_hole = np.asarray(y[..., 0] != 0.5)
    assert is_hole.any((1, 2)).all()
    np.testing.assert_allclose(y[is_hole], np.tile([0.1, 0.2, 1.0], (is_hole.sum(), 1)))
    np.testing.assert_array_equal(y[~is_hole], 0.5)
