"""Changes of the tones of a picture, of which RandAugment chooses some."""

from hornstudio.engine.lazy import jax, jnp
from hornstudio.engine.modules.layers.augmentation.colour import grey, to_range
from hornstudio.engine.modules.layers.augmentation.draw import draw_evenly

BYTE = (0.0, 255.0)
"""Range of the numbers of a picture of bytes."""


def fade(x, strength, value_range):
    """Move each picture towards its grey self. Shapes: strength [B, 1, 1, 1]."""
    y = x + strength * (grey(x) - x)
    return jnp.clip(y, value_range[0], value_range[1])


def draw_dropped_bits(key, x, most):
    """How many of 8 bits each picture loses: it keeps 1 to below `most`, or 1.

    Shapes: x [B, ...] -> [B, 1, 1, 1].
    """
    return 8 - jax.random.randint(key, (x.shape[0], 1, 1, 1), 1, max(most, 2))


def posterize(x, dropped_bits, value_range):
    """Leave each picture fewer tones."""
    tones = to_range(x, value_range, BYTE).astype(jnp.uint8)
    dropped_bits = dropped_bits.astype(jnp.uint8)
    tones = (tones >> dropped_bits) << dropped_bits
    return to_range(tones.astype(x.dtype), BYTE, value_range)


def draw_solarization(key, x, factor):
    """What is added to each picture of bytes, and from where it is inverted then."""
    for_addition, for_threshold = jax.random.split(key)
    bounds = (factor[0], factor[1] * 255.0)
    return draw_evenly(for_addition, x, bounds), draw_evenly(for_threshold, x, bounds)


def solarize(x, addition, threshold, value_range):
    """Make each picture lighter, and the negative of what is above a threshold."""
    y = jnp.clip(to_range(x, value_range, BYTE) + addition, 0.0, 255.0)
    return to_range(jnp.where(y < threshold, y, 255.0 - y), BYTE, value_range)


def stretch_tones(x, value_range):
    """Spread the tones of each channel of each picture over the whole range."""
    y = to_range(x, value_range, BYTE)
    low, high = jnp.min(y, (1, 2), keepdims=True), jnp.max(y, (1, 2), keepdims=True)
    scale = 255.0 / jnp.where(high > low, high - low, 1.0)
    stretched = jnp.clip(y * scale - low * scale, 0.0, 255.0)
    return jnp.where(high > low, to_range(stretched, BYTE, value_range), x)


def equalize(x, value_range):
    """Spread the tones of each channel so that all are as frequent, counted over the batch."""
    scale = 255.0 / (value_range[1] - value_range[0])
    shift = -value_range[0] * scale
    back = (value_range[1] - value_range[0]) / 255.0

    def even(channel):
        tones = channel * scale + shift
        places = jnp.clip((tones * 255.0 / 255.0).astype(jnp.int32), 0, 255)
        counts = jnp.bincount(places.ravel(), length=256)
        below = jnp.cumsum(counts).astype(x.dtype)
        least = below[jnp.argmax(below > 0)]
        rest = below[-1] - least
        table = (below - least) * 255.0 / jnp.where(rest == 0, 1.0, rest)
        table = jnp.clip(jnp.round(table), 0.0, 255.0)
        found = table[jnp.clip(tones / 255.0 * 255.0, 0.0, 255.0).astype(jnp.int32)]
        y = jnp.where(jnp.count_nonzero(counts) <= 1, tones, found)
        return y * back + value_range[0]

    return jax.vmap(even, -1, -1)(x)
