"""The parts of each augmentation: our draw, our change, and where Keras keeps the same numbers."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import jax.numpy as jnp

from hornstudio.engine.modules.layers.augmentation import (
    colour,
    cut,
    draw,
    kernel,
    light,
    mixing,
    policy,
    warp,
)

Numbers = tuple[Any, ...]


@dataclass(frozen=True)
class Parts:
    """The parts of an augmentation.

    draw(key, x, p): our random numbers. change(x, numbers, p): what is made of them.
    theirs(t): Keras' numbers, as ours. spread(numbers): arrays with something for each picture,
    whose distributions are compared.
    """

    draw: Callable[[Any, Any, Any], Numbers]
    change: Callable[[Any, Numbers, Any], Any]
    theirs: Callable[[Any], Numbers]
    spread: Callable[[Numbers], tuple[Any, ...]] = lambda numbers: numbers


def column(x: Any) -> Any:
    """One number for each picture, as [B, 1, 1, 1]."""
    return jnp.asarray(x).reshape(-1, 1, 1, 1)


def one(draw: Any, *names: str) -> Any:
    """A draw of one array, called with these params."""
    return lambda key, x, p: (draw(key, x, *(p[n] for n in names)),)


def several(draw: Any, *names: str) -> Any:
    """A draw of several arrays, called with these params."""
    return lambda key, x, p: draw(key, x, *(p[n] for n in names))


def by(change: Any, *names: str) -> Any:
    """A change that takes the numbers, and then these params."""
    return lambda x, numbers, p: change(x, *numbers, *(p[n] for n in names))


def keys(*names: str) -> Any:
    """Keras' numbers under these names, each one for a picture."""
    return lambda t: tuple(column(t[n]) for n in names)


OUTSIDE = ("interpolation", "fill_mode", "fill_value")
JITTER = ("brightness_factor", "contrast_factor", "saturation_factor", "hue_factor")

PARTS = {
    "random_flip": Parts(one(cut.draw_flip), by(cut.flip, "mode"), keys("flips")),
    "random_crop": Parts(
        several(cut.draw_corner, "height", "width"), by(cut.cut, "height", "width"), lambda t: t
    ),
    "random_erasing": Parts(
        several(cut.draw_erasing, "factor", "scale", "fill_value", "value_range"),
        by(cut.erase),
        lambda t: (column(t["apply_erasing"]), t["batch_masks"][..., :1], t["fill_value"]),
        lambda n: (n[0], n[1].sum((1, 2)), n[1][:, 0, 0], n[1][:, 2, 3], n[1][:, -1, -1]),
    ),
    "random_rotation": Parts(
        one(warp.draw_angle, "factor"), by(warp.rotate, *OUTSIDE), keys("angle")
    ),
    "random_translation": Parts(
        several(warp.draw_translation, "height_factor", "width_factor"),
        by(warp.translate, *OUTSIDE),
        lambda t: (column(t["translations"][:, 1]), column(t["translations"][:, 0])),
    ),
    "random_zoom": Parts(
        several(warp.draw_zoom, "height_factor", "width_factor"),
        by(warp.zoom, *OUTSIDE),
        keys("height_zoom", "width_zoom"),
    ),
    "random_shear": Parts(
        several(warp.draw_shear, "x_factor", "y_factor"),
        by(warp.shear, *OUTSIDE),
        lambda t: (column(t["shear_factor"][:, 0]), column(t["shear_factor"][:, 1])),
    ),
    "random_brightness": Parts(
        one(light.draw_shift, "factor", "value_range"),
        by(light.brighten, "value_range"),
        keys("rgb_delta"),
    ),
    "random_contrast": Parts(
        one(light.draw_contrast, "factor"),
        by(light.set_contrast, "value_range"),
        keys("contrast_factor"),
    ),
    "random_invert": Parts(
        one(draw.draw_chosen, "factor"), by(light.invert, "value_range"), keys("apply_inversion")
    ),
    "random_saturation": Parts(
        one(colour.draw_saturation, "factor"), by(colour.saturate, "value_range"), keys("factor")
    ),
    "random_hue": Parts(
        one(colour.draw_hue, "factor"), by(colour.turn_hue, "value_range"), keys("factor")
    ),
    "random_grayscale": Parts(
        one(colour.draw_grey, "factor"), by(colour.take_colours), lambda t: (t,)
    ),
    "random_color_jitter": Parts(
        several(colour.draw_jitter, *JITTER, "value_range"),
        by(colour.jitter, "value_range"),
        lambda t: t,
        lambda n: tuple(x for x in n if x is not None),
    ),
    "random_sharpness": Parts(
        one(draw.draw_evenly, "factor"), by(kernel.sharpen, "value_range"), keys("factor")
    ),
    "random_gaussian_blur": Parts(
        several(kernel.draw_blur, "factor", "sigma"),
        by(kernel.blur, "kernel_size", "value_range"),
        lambda t: (column(t["should_apply_blur"]), t["blur_factor"]),
        lambda n: n[:1],
    ),
    "mix_up": Parts(
        several(mixing.draw_mix, "alpha"),
        by(mixing.blend),
        lambda t: (t["permutation_order"], t["mix_weight"]),
    ),
    "cut_mix": Parts(
        several(mixing.draw_patch, "factor"),
        lambda x, numbers, p: mixing.patch(x, *numbers[:2]),
        lambda t: (t["permutation_order"], t["batch_masks"][..., :1], t["mix_weight"].ravel()),
        lambda n: (n[0], n[1].sum((1, 2)), n[1][:, 0, 0], n[1][:, 2, 3], n[2]),
    ),
    "rand_augment": Parts(
        several(policy.draw_ways, "num_ops", "factor", "value_range"),
        by(policy.change, "value_range", "interpolation"),
        lambda t: (t["layer_idxes"], ways(t["transforms"])),
    ),
}


def ways(t: Any) -> dict[str, Any]:
    """The numbers of all ways of Keras' RandAugment, by our names."""
    return {
        "shear": PARTS["random_shear"].theirs(t["random_shear"]),
        "translation": PARTS["random_translation"].theirs(t["random_translation"]),
        "angle": column(t["random_rotation"]["angle"]),
        "shift": column(t["random_brightness"]["rgb_delta"]),
        "paleness": column(t["random_color_degeneration"]["factor"]),
        "contrast": column(t["random_contrast"]["contrast_factor"]),
        "sharpness": column(t["random_sharpness"]["factor"]),
        "dropped_bits": column(t["random_posterization"]["shift_factor"]),
        "solarization": (t["solarization"]["additions"], t["solarization"]["thresholds"]),
    }
