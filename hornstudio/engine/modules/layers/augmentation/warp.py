"""Augmentations that move the places of a picture: turn, shift, zoom, shear."""

from hornstudio.engine.lazy import jax, jnp
from hornstudio.engine.modules.layers.augmentation.draw import draw_evenly, draw_sign
from hornstudio.engine.modules.layers.augmentation.setting import (
    FILL_MODE,
    FILL_VALUE,
    INTERPOLATION,
    augmentation,
    spread,
)


def warp(x, row, column, interpolation, fill_mode, fill_value):
    """Take for each place of a picture what lies at another place, which may be between others.

    row, column: three numbers each, for (row, column, 1) of the place; the other place's row is
    row[0] * r + row[1] * c + row[2], its column likewise.
    Shapes: x [B, H, W, C]; six numbers [B, 1, 1, 1] -> [B, H, W, C].
    """
    r, c = jnp.meshgrid(jnp.arange(x.shape[1]), jnp.arange(x.shape[2]), indexing="ij")
    places = [w[0][..., 0] * r + w[1][..., 0] * c + w[2][..., 0] for w in (row, column)]
    places = [make_whole(place, max(x.shape[1:3])) for place in places]
    order = 1 if interpolation == "bilinear" else 0

    def take(channel, rows, columns):
        return jax.scipy.ndimage.map_coordinates(
            channel, (rows, columns), order, fill_mode, fill_value
        )

    return jax.vmap(jax.vmap(take, (-1, None, None), -1))(x, *places)


def make_whole(place, size):
    """Places that only rounding keeps from being whole numbers, such as the middle, made whole.

    A compiled program may work a place out twice and round it differently; it would then take
    the neighbour below a whole number with the weight of the one above.
    """
    whole = jnp.round(place)
    noise = 4.0 * jnp.finfo(place.dtype).eps * size
    return jnp.where(jnp.abs(place - whole) < noise, whole, place)


def random_rotation(x, *, factor, fill_mode, interpolation, fill_value, training, key):
    """While training, turn each picture about its middle by a random angle.

    y at a place is x at the place turned by a, each picture's a = 360 degrees * f with f drawn
    from `factor`; y = x when not training. Shapes: x [B, H, W, C] -> [B, H, W, C].
    Source: https://keras.io/api/layers/preprocessing_layers/image_augmentation/random_rotation/
    """
    if not training:
        return x
    return rotate(x, draw_angle(key, x, factor), interpolation, fill_mode, fill_value)


def draw_angle(key, x, factor):
    """By how many degrees each picture is turned. Shapes: x [B, ...] -> [B, 1, 1, 1]."""
    return draw_evenly(key, x, (factor[0] * 360.0, factor[1] * 360.0))


def rotate(x, angle, interpolation, fill_mode, fill_value):
    """Turn each picture about its middle."""
    angle = angle * (jnp.pi / 180.0)
    cos, sin = jnp.cos(angle), jnp.sin(angle)
    middle_row, middle_column = 0.5 * (x.shape[1] - 1), 0.5 * (x.shape[2] - 1)
    row = (cos, sin, middle_row - middle_column * sin - middle_row * cos)
    column = (-sin, cos, middle_column - middle_column * cos + middle_row * sin)
    return warp(x, row, column, interpolation, fill_mode, fill_value)


def random_translation(
    x, *, height_factor, width_factor, fill_mode, interpolation, fill_value, training, key
):
    """While training, shift each picture down or up, and right or left, by random amounts.

    y[h, w] = x[h - H * v, w - W * u], each picture's v and u drawn from height_factor and
    width_factor; y = x when not training. Shapes: x [B, H, W, C] -> [B, H, W, C].
    Source: https://keras.io/api/layers/preprocessing_layers/image_augmentation/random_translation/
    """
    if not training:
        return x
    down, right = draw_translation(key, x, height_factor, width_factor)
    return translate(x, down, right, interpolation, fill_mode, fill_value)


def draw_translation(key, x, height_factor, width_factor):
    """By how many places each picture moves down, and right. Shapes: both [B, 1, 1, 1]."""
    for_height, for_width = jax.random.split(key)
    down = draw_evenly(for_height, x, height_factor) * x.shape[1]
    return down, draw_evenly(for_width, x, width_factor) * x.shape[2]


def translate(x, down, right, interpolation, fill_mode, fill_value):
    """Shift each picture."""
    one, zero = jnp.ones_like(down), jnp.zeros_like(down)
    row, column = (one, zero, -down), (zero, one, -right)
    return warp(x, row, column, interpolation, fill_mode, fill_value)


def random_zoom(
    x, *, height_factor, width_factor, fill_mode, interpolation, fill_value, training, key
):
    """While training, make each picture larger or smaller by random amounts, about its middle.

    y at a place is x at 1 + f times its distance from the middle, each picture's f drawn from
    height_factor, and another one across from width_factor, where that is given; above 0 things
    become smaller. y = x when not training. Shapes: x [B, H, W, C] -> [B, H, W, C].
    Source: https://keras.io/api/layers/preprocessing_layers/image_augmentation/random_zoom/
    """
    if not training:
        return x
    down, across = draw_zoom(key, x, height_factor, width_factor)
    return zoom(x, down, across, interpolation, fill_mode, fill_value)


def draw_zoom(key, x, height_factor, width_factor):
    """What distances down, and across, are multiplied by. Shapes: both [B, 1, 1, 1]."""
    for_height, for_width = jax.random.split(key)
    down = draw_evenly(for_height, x, (1.0 + height_factor[0], 1.0 + height_factor[1]))
    if width_factor is None:
        return down, down
    return down, draw_evenly(for_width, x, (1.0 + width_factor[0], 1.0 + width_factor[1]))


def zoom(x, down, across, interpolation, fill_mode, fill_value):
    """Multiply the distances from the middle."""
    zero = jnp.zeros_like(down)
    row = (down, zero, 0.5 * (x.shape[1] - 1) * (1.0 - down))
    column = (zero, across, 0.5 * (x.shape[2] - 1) * (1.0 - across))
    return warp(x, row, column, interpolation, fill_mode, fill_value)


def random_shear(x, *, x_factor, y_factor, interpolation, fill_mode, fill_value, training, key):
    """While training, slant each picture by random amounts.

    y[h, w] = x[h + t * w, w + s * h], each picture's s and t drawn from x_factor and y_factor, or
    both with the other sign at random; y = x when not training.
    Shapes: x [B, H, W, C] -> [B, H, W, C].
    Source: https://keras.io/api/layers/preprocessing_layers/image_augmentation/random_shear/
    """
    if not training:
        return x
    across, down = draw_shear(key, x, x_factor, y_factor)
    return shear(x, across, down, interpolation, fill_mode, fill_value)


def draw_shear(key, x, x_factor, y_factor):
    """How far places move across a row, and down a column. Shapes: both [B, 1, 1, 1]."""
    for_sign, for_x, for_y = jax.random.split(key, 3)
    sign = draw_sign(for_sign, x)
    return sign * draw_evenly(for_x, x, x_factor), sign * draw_evenly(for_y, x, y_factor)


def shear(x, across, down, interpolation, fill_mode, fill_value):
    """Slant each picture."""
    one, zero = jnp.ones_like(down), jnp.zeros_like(down)
    row, column = (one, down, zero), (across, one, zero)
    return warp(x, row, column, interpolation, fill_mode, fill_value)


MODULES = (
    augmentation(
        random_rotation,
        "Random rotation",
        "Turns each picture about its middle by a random angle while training.",
        spread("factor", (-0.1, 0.1), -1.0, "Between which angles, as shares of a whole turn"),
        FILL_MODE,
        INTERPOLATION,
        FILL_VALUE,
        each=20,
        words=("rotate", "회전", "transforms.RandomRotation"),
    ),
    augmentation(
        random_translation,
        "Random translation",
        "Shifts each picture by random amounts while training.",
        spread(
            "height_factor",
            (-0.1, 0.1),
            -1.0,
            "From how far up to how far down, as a share of the height",
        ),
        spread(
            "width_factor",
            (-0.1, 0.1),
            -1.0,
            "From how far left to how far right, as a share of the width",
        ),
        FILL_MODE,
        INTERPOLATION,
        FILL_VALUE,
        each=20,
        main=("height_factor", "width_factor"),
        words=("shift", "이동", "transforms.RandomAffine"),
    ),
    augmentation(
        random_zoom,
        "Random zoom",
        "Makes each picture larger or smaller by random amounts while training.",
        spread(
            "height_factor",
            (-0.2, 0.2),
            -1.0,
            "From how much larger (below 0) to how much smaller things become",
        ),
        spread(
            "width_factor",
            None,
            -1.0,
            "The same across, where the proportions may change",
            optional=True,
        ),
        FILL_MODE,
        INTERPOLATION,
        FILL_VALUE,
        each=20,
        main=("height_factor", "width_factor"),
        words=("scale", "확대", "축소", "transforms.RandomAffine"),
    ),
    augmentation(
        random_shear,
        "Random shear",
        "Slants each picture by random amounts while training.",
        spread("x_factor", (0.0, 0.0), -1.0, "Between which amounts each row moves, for each row"),
        spread(
            "y_factor", (0.0, 0.0), -1.0, "Between which amounts each column moves, for each column"
        ),
        INTERPOLATION,
        FILL_MODE,
        FILL_VALUE,
        each=20,
        main=("x_factor", "y_factor"),
        words=("slant", "기울이기", "전단", "transforms.RandomAffine"),
    ),
)
