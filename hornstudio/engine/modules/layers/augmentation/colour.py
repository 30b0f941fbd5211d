"""Augmentations of pictures in red, green and blue."""

from hornstudio.engine.lazy import jax, jnp
from hornstudio.engine.modules.layers.augmentation.draw import draw_evenly, draw_sign
from hornstudio.engine.modules.layers.augmentation.light import (
    brighten,
    draw_contrast,
    draw_shift,
    set_contrast,
)
from hornstudio.engine.modules.layers.augmentation.setting import (
    VALUE_RANGE,
    augmentation,
    infer_colours,
    infer_grey_or_colours,
    spread,
)
from hornstudio.engine.params import Float


def to_range(x, old, new):
    """Carry numbers from one range over to another."""
    if old[0] == new[0] and old[1] == new[1]:
        return x
    return (x - old[0]) / (old[1] - old[0]) * (new[1] - new[0]) + new[0]


def grey(x):
    """How light each place looks. Shapes: x [B, H, W, 3 or 1] -> [B, H, W, 1]."""
    if x.shape[-1] == 1:
        return x
    return (x @ jnp.asarray([0.2989, 0.587, 0.114], x.dtype))[..., None]


def to_hsv(x):
    """Hue, saturation and value, each [B, H, W], of red, green and blue [B, H, W, 3]."""
    x = jnp.where(jnp.abs(x) < jnp.finfo(x.dtype).eps, 0.0, x)
    red, green, blue = x[..., 0], x[..., 1], x[..., 2]
    value = jnp.max(x, -1)
    span = value - jnp.min(x, -1)
    saturation = jnp.where(value > 0, span / jnp.where(value > 0, value, 1.0), 0.0)
    sixth = 1.0 / (6.0 * jnp.where(span > 0, span, 1.0))
    from_blue = sixth * (red - green) + 4.0 / 6.0
    hue = jnp.where(value == green, sixth * (blue - red) + 2.0 / 6.0, from_blue)
    hue = jnp.where(value == red, sixth * (green - blue), hue)
    return jnp.where(span > 0, hue, 0.0) + (hue < 0.0), saturation, value


def from_hsv(hue, saturation, value):
    """Red, green and blue [B, H, W, 3] of hue, saturation and value, each [B, H, W]."""
    place = jnp.mod(hue, 1.0) * 6.0
    red = jnp.clip(jnp.abs(place - 3.0) - 1.0, 0.0, 1.0)
    green = jnp.clip(2.0 - jnp.abs(place - 2.0), 0.0, 1.0)
    blue = jnp.clip(2.0 - jnp.abs(place - 4.0), 0.0, 1.0)
    rest = 1.0 - saturation
    return jnp.stack([value * (rest + saturation * c) for c in (red, green, blue)], -1)


def random_saturation(x, *, factor, value_range, training, key):
    """While training, make the colours of each picture stronger or paler.

    In hue, saturation and value: saturation * f / (1 - f), clipped to value_range, each
    picture's f drawn from `factor`; 0.5 changes nothing, 0 leaves no colour. y = x when not
    training. Shapes: x [B, H, W, 3] -> [B, H, W, 3].
    Source: https://keras.io/api/layers/preprocessing_layers/image_augmentation/random_saturation/
    """
    return saturate(x, draw_saturation(key, x, factor), value_range) if training else x


def draw_saturation(key, x, factor):
    """What each picture's saturation is multiplied by. Shapes: x [B, ...] -> [B, 1, 1, 1]."""
    share = draw_evenly(key, x, factor)
    return share / (1.0 - share + 1e-7)


def saturate(x, strength, value_range):
    """Multiply the saturation of each picture."""
    hue, saturation, value = to_hsv(x)
    saturation = jnp.clip(saturation * strength[..., 0], value_range[0], value_range[1])
    return from_hsv(hue, saturation, value)


def random_hue(x, *, factor, value_range, training, key):
    """While training, turn the colours of each picture along the circle of colours.

    In hue, saturation and value: hue + d or hue - d at random, each picture's d half of a number
    drawn from `factor`; 0.5 turns to the opposite colour. y = x when not training.
    Shapes: x [B, H, W, 3] -> [B, H, W, 3].
    Source: https://keras.io/api/layers/preprocessing_layers/image_augmentation/random_hue/
    """
    return turn_hue(x, draw_hue(key, x, factor), value_range) if training else x


def draw_hue(key, x, factor):
    """How far the hue of each picture is turned, in turns. Shapes: x [B, ...] -> [B, 1, 1, 1]."""
    for_sign, for_size = jax.random.split(key)
    return draw_sign(for_sign, x) * draw_evenly(for_size, x, factor) * 0.5


def turn_hue(x, turn, value_range):
    """Add to the hue of each picture."""
    hue, saturation, value = to_hsv(to_range(x, value_range, (0.0, 1.0)))
    hue = hue + turn[..., 0]
    hue = jnp.where(hue > 1.0, hue - 1.0, hue)
    hue = jnp.where(hue < 0.0, hue + 1.0, hue)
    y = jnp.clip(from_hsv(hue, saturation, value), 0.0, 1.0)
    return to_range(y, (0.0, 1.0), value_range)


def random_grayscale(x, *, factor, training, key):
    """While training, take the colours of a random share of the pictures.

    y = 0.2989 * red + 0.587 * green + 0.114 * blue in all channels, for each picture with chance
    `factor`, else x; y = x when not training.
    Shapes: x [B, H, W, 3 or 1] -> [B, H, W, 3 or 1].
    Source: https://keras.io/api/layers/preprocessing_layers/image_augmentation/random_grayscale/
    """
    return take_colours(x, draw_grey(key, x, factor)) if training else x


def draw_grey(key, x, factor):
    """Whether each picture turns grey. Shapes: x [B, ...] -> [B, 1, 1, 1]."""
    return draw_evenly(key, x, (0.0, 1.0)) < factor


def take_colours(x, is_chosen):
    """The chosen pictures in grey."""
    return jnp.where(is_chosen, grey(x), x)


def random_color_jitter(
    x,
    *,
    value_range,
    brightness_factor,
    contrast_factor,
    saturation_factor,
    hue_factor,
    training,
    key,
):
    """While training, change brightness, contrast, saturation and hue, one after the other.

    y = hue(saturation(contrast(brightness(x)))), each as in the augmentation of that name with
    the factor of that name; one without factor is passed over. y = x when not training.
    Shapes: x [B, H, W, 3] -> [B, H, W, 3].
    Source: https://keras.io/api/layers/preprocessing_layers/image_augmentation/random_color_jitter/
    """
    if not training:
        return x
    factors = brightness_factor, contrast_factor, saturation_factor, hue_factor
    shift, contrast, strength, turn = draw_jitter(key, x, *factors, value_range)
    return jitter(x, shift, contrast, strength, turn, value_range)


def draw_jitter(
    key, x, brightness_factor, contrast_factor, saturation_factor, hue_factor, value_range
):
    """The numbers of each of the four, None for one without factor."""
    keys = jax.random.split(key, 4)
    shift = contrast = strength = turn = None
    if brightness_factor is not None:
        shift = draw_shift(keys[0], x, brightness_factor, value_range)
    if contrast_factor is not None:
        contrast = draw_contrast(keys[1], x, contrast_factor)
    if saturation_factor is not None:
        strength = draw_saturation(keys[2], x, saturation_factor)
    if hue_factor is not None:
        turn = draw_hue(keys[3], x, hue_factor)
    return shift, contrast, strength, turn


def jitter(x, shift, contrast, strength, turn, value_range):
    """Change brightness, contrast, saturation and hue by these numbers, as far as given."""
    if shift is not None:
        x = brighten(x, shift, value_range)
    if contrast is not None:
        x = set_contrast(x, contrast, value_range)
    if strength is not None:
        x = saturate(x, strength, value_range)
    return x if turn is None else turn_hue(x, turn, value_range)


SATURATION = "From which share to which; 0.5 changes nothing, 0 leaves no colour"
HUE = "How far colours turn: 1 is half the circle, to the opposite colour"

MODULES = (
    augmentation(
        random_saturation,
        "Random saturation",
        "Makes the colours of each picture stronger or paler while training.",
        spread("factor", (0.4, 0.6), -1.0, SATURATION),
        VALUE_RANGE,
        infer=infer_colours,
        each=20,
        words=("color strength", "채도", "transforms.ColorJitter"),
    ),
    augmentation(
        random_hue,
        "Random hue",
        "Turns the colours of each picture towards their neighbours while training.",
        spread("factor", (0.0, 0.1), 0.0, HUE),
        VALUE_RANGE,
        infer=infer_colours,
        each=24,
        words=("color shift", "색조", "transforms.ColorJitter"),
    ),
    augmentation(
        random_grayscale,
        "Random grayscale",
        "Takes the colours of a random share of the pictures while training.",
        Float(
            name="factor",
            default=0.5,
            low=0.0,
            high=1.0,
            help="Share of the pictures that turn grey.",
        ),
        infer=infer_grey_or_colours,
        each=2,
        words=("black and white", "흑백", "회색조", "transforms.RandomGrayscale"),
    ),
    augmentation(
        random_color_jitter,
        "Random color jitter",
        "Changes brightness, contrast, saturation and hue at random while training.",
        VALUE_RANGE,
        spread(
            "brightness_factor",
            None,
            -1.0,
            "From how much darker to how much lighter, as a share of the value range",
            optional=True,
        ),
        spread(
            "contrast_factor",
            None,
            0.0,
            "How much weaker and how much stronger in contrast at most",
            optional=True,
        ),
        spread("saturation_factor", None, -1.0, SATURATION, optional=True),
        spread("hue_factor", None, 0.0, HUE, optional=True),
        infer=infer_colours,
        each=50,
        main=("brightness_factor", "contrast_factor"),
        words=("photometric", "색상 변형", "transforms.ColorJitter"),
    ),
)
