"""Augmentations that mix each place of a picture with its neighbours."""

from hornstudio.engine.errors import ShapeError
from hornstudio.engine.lazy import jax, jnp, lax
from hornstudio.engine.modules.layers.augmentation.draw import draw_chosen, draw_evenly
from hornstudio.engine.modules.layers.augmentation.setting import (
    VALUE_RANGE,
    augmentation,
    infer_picture,
    spread,
)
from hornstudio.engine.params import Ints, Values
from hornstudio.engine.problem import set_to
from hornstudio.engine.shapes import Spec


def filter_channels(x, kernel):
    """Slide one kernel over each channel by itself, with zeros around the picture.

    Shapes: x [B, H, W, C], kernel [h, w] -> [B, H, W, C].
    """
    kernel = jnp.tile(kernel[:, :, None, None], (1, 1, 1, x.shape[3]))
    return lax.conv_general_dilated(
        x,
        kernel,
        (1, 1),
        "SAME",
        dimension_numbers=("NHWC", "HWIO", "NHWC"),
        feature_group_count=x.shape[3],
    )


def random_sharpness(x, *, factor, value_range, training, key):
    """While training, make each picture sharper or more blurred.

    y = clip(x + (1 - 2 * f) * (s - x), low, high), s the mean of each place (weight 5) and its
    eight neighbours (weight 1), each picture's f drawn from `factor`; low and high are the
    value_range. 0.5 changes nothing. y = x when not training.
    Shapes: x [B, H, W, C] -> [B, H, W, C].
    Source: https://keras.io/api/layers/preprocessing_layers/image_augmentation/random_sharpness/
    """
    return sharpen(x, draw_evenly(key, x, factor), value_range) if training else x


def sharpen(x, sharpness, value_range):
    """Move each picture away from its smoothed self, or towards it."""
    kernel = jnp.full((3, 3), 1.0 / 13.0, x.dtype).at[1, 1].set(5.0 / 13.0)
    y = x + (1.0 - 2.0 * sharpness) * (filter_channels(x, kernel) - x)
    return jnp.clip(y, value_range[0], value_range[1])


def random_gaussian_blur(x, *, factor, kernel_size, sigma, value_range, training, key):
    """While training, blur a random share of the pictures.

    y[h, w] = sum over i, j of k[i, j] * x[h + i, w + j], clipped to value_range, for each picture
    with a chance that is drawn from `factor`, else x; k falls off as exp(-(i / a)^2 / 2) down and
    exp(-(j / b)^2 / 2) across and sums to 1, a and b drawn from `sigma` once for the batch.
    kernel_size: across, then down. y = x when not training.
    Shapes: x [B, H, W, C] -> [B, H, W, C].
    Source: https://keras.io/api/layers/preprocessing_layers/image_augmentation/random_gaussian_blur/
    """
    if not training:
        return x
    is_chosen, widths = draw_blur(key, x, factor, sigma)
    return blur(x, is_chosen, widths, kernel_size, value_range)


def draw_blur(key, x, factor, sigma):
    """Whether each picture is chosen [B, 1, 1, 1]; how far a blur reaches across, and down [2]."""
    for_choice, for_width = jax.random.split(key)
    widths = jax.random.uniform(for_width, (2,), x.dtype, sigma[0], sigma[1]) + 1e-6
    return draw_chosen(for_choice, x, factor), widths


def bell(size, width):
    """Weights that fall off from the middle and sum to 1. Shapes: [size]."""
    place = jnp.arange(size) - (size - 1) / 2
    weight = jnp.exp(-0.5 * jnp.square(place / width))
    return weight / jnp.sum(weight)


def blur(x, is_chosen, widths, kernel_size, value_range):
    """The chosen pictures blurred, all clipped."""
    kernel = jnp.outer(bell(kernel_size[1], widths[1]), bell(kernel_size[0], widths[0]))
    y = jnp.where(is_chosen, filter_channels(x, kernel.astype(x.dtype)), x)
    return jnp.clip(y, value_range[0], value_range[1])


def infer_random_gaussian_blur(p: Values, x: Spec) -> Spec:
    """[H, W, C] -> [H, W, C]. Raises: ShapeError for an even kernel_size, which has no middle."""
    if any(size % 2 == 0 for size in p.kernel_size):
        odd = [size + (size % 2 == 0) for size in p.kernel_size]
        raise ShapeError(
            "kernel_size is {size}; need odd numbers, so that there is a middle",
            remedies=[set_to("kernel_size", odd)],
            size=", ".join(map(str, p.kernel_size)),
        )
    return infer_picture(p, x)


MODULES = (
    augmentation(
        random_sharpness,
        "Random sharpness",
        "Makes each picture sharper or more blurred by a random amount while training.",
        spread("factor", (0.3, 0.7), 0.0, "From which to which; 0.5 changes nothing, 0 blurs most"),
        VALUE_RANGE,
        each=22,
        words=("sharpen", "선명도", "transforms.RandomAdjustSharpness"),
    ),
    augmentation(
        random_gaussian_blur,
        "Random gaussian blur",
        "Blurs a random share of the pictures while training.",
        spread("factor", (0.0, 1.0), 0.0, "Between which two chances a picture's own is drawn"),
        Ints(
            name="kernel_size",
            default=(3, 3),
            length=2,
            unit="px",
            help="How many places are mixed, across and down; odd numbers.",
        ),
        spread("sigma", (0.0, 1.0), 0.0, "Between which widths the blur's own is drawn, in places"),
        VALUE_RANGE,
        infer=infer_random_gaussian_blur,
        each=20,
        main=("factor", "sigma"),
        words=("smooth", "흐림", "블러", "transforms.GaussianBlur"),
    ),
)
