"""RandAugment: a few augmentations, chosen at random."""

from hornstudio.engine.lazy import jax, lax
from hornstudio.engine.modules.layers.augmentation.draw import draw_evenly
from hornstudio.engine.modules.layers.augmentation.kernel import sharpen
from hornstudio.engine.modules.layers.augmentation.light import (
    brighten,
    draw_contrast,
    draw_shift,
    set_contrast,
)
from hornstudio.engine.modules.layers.augmentation.setting import (
    INTERPOLATION,
    VALUE_RANGE,
    augmentation,
    infer_grey_or_colours,
    spread,
)
from hornstudio.engine.modules.layers.augmentation.tone import (
    draw_dropped_bits,
    draw_solarization,
    equalize,
    fade,
    posterize,
    solarize,
    stretch_tones,
)
from hornstudio.engine.modules.layers.augmentation.warp import (
    draw_angle,
    draw_shear,
    draw_translation,
    rotate,
    shear,
    translate,
)
from hornstudio.engine.params import Int


def rand_augment(x, *, value_range, num_ops, factor, interpolation, training, key):
    """While training, change the pictures of a batch in a few ways, chosen at random.

    y = c(b(a(x))), num_ops ways out of 11: shear, translation, rotation, brightness, paler
    colours, contrast, sharpness, fewer tones, solarization, stretched tones, equalized tones; the
    choice is one for the batch, the strengths are drawn from `factor` for each picture. y = x
    when not training. Shapes: x [B, H, W, C] -> [B, H, W, C], C 1 or 3.
    Source: Cubuk et al., 2019, arXiv:1909.13719, with the ways of
    https://keras.io/api/layers/preprocessing_layers/image_augmentation/rand_augment/
    """
    if not training:
        return x
    choice, ways = draw_ways(key, x, num_ops, factor, value_range)
    return change(x, choice, ways, value_range, interpolation)


def draw_ways(key, x, num_ops, factor, value_range):
    """Which ways are chosen, one after the other [num_ops], and the numbers of each by name."""
    keys = jax.random.split(key, 10)
    return jax.random.randint(keys[9], (num_ops,), 0, 11), {
        "shear": draw_shear(keys[0], x, factor, factor),
        "translation": draw_translation(keys[1], x, factor, factor),
        "angle": draw_angle(keys[2], x, factor),
        "shift": draw_shift(keys[3], x, factor, value_range),
        "paleness": draw_evenly(keys[4], x, factor),
        "contrast": draw_contrast(keys[5], x, factor),
        "sharpness": draw_evenly(keys[6], x, factor),
        "dropped_bits": draw_dropped_bits(keys[7], x, int(8 * factor[1])),
        "solarization": draw_solarization(keys[8], x, factor),
    }


def change(x, choice, ways, value_range, interpolation):
    """Change pictures in the chosen ways, one after the other. Shapes: choice [num_ops]."""
    across, down = ways["shear"]
    below, beside = ways["translation"]
    addition, threshold = ways["solarization"]
    known = (
        lambda x: shear(x, across, down, interpolation, "reflect", 0.0),
        lambda x: translate(x, below, beside, interpolation, "reflect", 0.0),
        lambda x: rotate(x, ways["angle"], interpolation, "reflect", 0.0),
        lambda x: brighten(x, ways["shift"], value_range),
        lambda x: fade(x, ways["paleness"], value_range),
        lambda x: set_contrast(x, ways["contrast"], value_range),
        lambda x: sharpen(x, ways["sharpness"], value_range),
        lambda x: posterize(x, ways["dropped_bits"], value_range),
        lambda x: solarize(x, addition, threshold, value_range),
        lambda x: stretch_tones(x, value_range),
        lambda x: equalize(x, value_range),
    )

    def step(x, way):
        return lax.switch(way, known, x), None

    return lax.scan(step, x, choice)[0]


MODULES = (
    augmentation(
        rand_augment,
        "Rand augment",
        "Changes the pictures of a batch in a few ways while training, chosen at random.",
        VALUE_RANGE,
        Int(name="num_ops", default=2, low=1, title="Ways", help="In how many ways one by one."),
        spread("factor", (0.0, 0.5), 0.0, "Between which strengths each picture's own is drawn"),
        INTERPOLATION,
        infer=infer_grey_or_colours,
        each=40,
        main=("num_ops", "factor"),
        words=("auto augment", "자동 증강", "transforms.RandAugment"),
    ),
)
