"""Random numbers of augmentations: one or more for each picture of a batch."""

from hornstudio.engine.lazy import jax, jnp


def draw_evenly(key, x, bounds):
    """A number between two bounds for each picture. Shapes: x [B, ...] -> [B, 1, 1, 1]."""
    shape = (x.shape[0], 1, 1, 1)
    return jax.random.uniform(key, shape, x.dtype, bounds[0], bounds[1])


def draw_chosen(key, x, bounds):
    """Whether each picture is changed, by a chance of its own between two bounds.

    Shapes: x [B, ...] -> [B, 1, 1, 1] of bools.
    """
    for_chance, for_choice = jax.random.split(key)
    chance = draw_evenly(for_chance, x, bounds)
    return draw_evenly(for_choice, x, (0.0, 1.0)) < chance


def draw_sign(key, x):
    """1 or -1 for each picture. Shapes: x [B, ...] -> [B, 1, 1, 1]."""
    return jnp.where(draw_evenly(key, x, (0.0, 1.0)) > 0.5, -1.0, 1.0)


def draw_box(key, x, height_share, width_share):
    """Which places lie in a box somewhere within each picture.

    height_share, width_share: size of the box, as shares of the picture.
    Shapes: x [B, H, W, C]; shares [B, 1, 1, 1] -> [B, H, W, 1] of bools.
    """
    for_row, for_column = jax.random.split(key)
    height, width = x.shape[1:3]
    top = draw_evenly(for_row, x, (0.0, 1.0)) * (height - height_share * height)
    left = draw_evenly(for_column, x, (0.0, 1.0)) * (width - width_share * width)
    row, column = jnp.arange(height)[None, :, None, None], jnp.arange(width)[None, None, :, None]
    is_in_rows = (row >= top) & (row < top + height_share * height)
    return is_in_rows & (column >= left) & (column < left + width_share * width)
