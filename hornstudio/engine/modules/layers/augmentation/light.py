"""Augmentations that change how light a picture is, whatever its channels mean."""

from hornstudio.engine.lazy import jnp
from hornstudio.engine.modules.layers.augmentation.draw import draw_chosen, draw_evenly
from hornstudio.engine.modules.layers.augmentation.setting import (
    VALUE_RANGE,
    augmentation,
    spread,
)


def random_brightness(x, *, factor, value_range, training, key):
    """While training, make each picture lighter or darker by a random amount.

    y = clip(x + d * (high - low), low, high), each picture's d drawn from `factor`; low and high
    are the value_range. y = x when not training. Shapes: x [B, H, W, C] -> [B, H, W, C].
    Source: https://keras.io/api/layers/preprocessing_layers/image_augmentation/random_brightness/
    """
    return brighten(x, draw_shift(key, x, factor, value_range), value_range) if training else x


def draw_shift(key, x, factor, value_range):
    """How much is added to each picture. Shapes: x [B, ...] -> [B, 1, 1, 1]."""
    return draw_evenly(key, x, factor) * (value_range[1] - value_range[0])


def brighten(x, shift, value_range):
    """Add to each picture a number of its own."""
    return jnp.clip(x + shift, value_range[0], value_range[1])


def random_contrast(x, *, factor, value_range, training, key):
    """While training, move the numbers of each picture away from its mean, or towards it.

    y = clip((x - m) * c + m, low, high), m the mean of each channel, each picture's c drawn from
    1 - factor[0] to 1 + factor[1]; low and high are the value_range. y = x when not training.
    Shapes: x [B, H, W, C] -> [B, H, W, C].
    Source: https://keras.io/api/layers/preprocessing_layers/image_augmentation/random_contrast/
    """
    return set_contrast(x, draw_contrast(key, x, factor), value_range) if training else x


def draw_contrast(key, x, factor):
    """What each picture's contrast is multiplied by. Shapes: x [B, ...] -> [B, 1, 1, 1]."""
    return draw_evenly(key, x, (1.0 - factor[0], 1.0 + factor[1]))


def set_contrast(x, contrast, value_range):
    """Multiply the distance of each number from its channel's mean."""
    mean = jnp.mean(x, (1, 2), keepdims=True)
    return jnp.clip((x - mean) * contrast + mean, value_range[0], value_range[1])


def random_invert(x, *, factor, value_range, training, key):
    """While training, turn a random share of the pictures into their negatives.

    y = high - x for each picture with a chance that is drawn from `factor`, else x; high is the
    larger number of value_range. y = x when not training.
    Shapes: x [B, H, W, C] -> [B, H, W, C].
    Source: https://keras.io/api/layers/preprocessing_layers/image_augmentation/random_invert/
    """
    return invert(x, draw_chosen(key, x, factor), value_range) if training else x


def invert(x, is_chosen, value_range):
    """The negative of the chosen pictures."""
    return jnp.where(is_chosen, value_range[1] - x, x)


MODULES = (
    augmentation(
        random_brightness,
        "Random brightness",
        "Makes each picture lighter or darker by a random amount while training.",
        spread(
            "factor",
            (-0.2, 0.2),
            -1.0,
            "From how much darker to how much lighter, as a share of the value range",
        ),
        VALUE_RANGE,
        each=3,
        words=("lightness", "밝기", "transforms.ColorJitter"),
    ),
    augmentation(
        random_contrast,
        "Random contrast",
        "Makes each picture stronger or weaker in contrast by a random amount while training.",
        spread(
            "factor",
            (0.2, 0.2),
            0.0,
            "How much weaker and how much stronger at most: 0.2, 0.3 multiplies by 0.8 to 1.3",
        ),
        VALUE_RANGE,
        each=6,
        words=("contrast", "대비", "transforms.ColorJitter"),
    ),
    augmentation(
        random_invert,
        "Random invert",
        "Turns a random share of the pictures into their negatives while training.",
        spread("factor", (0.0, 1.0), 0.0, "Between which two chances a picture's own is drawn"),
        VALUE_RANGE,
        each=2,
        words=("negative", "색 반전", "transforms.RandomInvert"),
    ),
)
