"""Shrinking activations: numbers close to 0 become 0, or closer to it."""

from hornstudio.engine.lazy import jnp
from hornstudio.engine.modules.activations.declaration import activation
from hornstudio.engine.params import Float


def hard_shrink(x, *, threshold):
    """Turns small numbers into 0 and leaves the others alone.

    y = x where |x| > threshold, else 0. Shapes: x [...] -> [...].
    Source: https://keras.io/api/layers/activations/#hardshrink-function
    """
    return jnp.where(jnp.abs(x) > threshold, x, 0.0)


def soft_shrink(x, *, threshold):
    """Brings every number closer to 0 by a threshold, but not past it.

    y = x - threshold where x > threshold, x + threshold where x < -threshold, else 0.
    Shapes: x [...] -> [...].
    Source: https://keras.io/api/layers/activations/#softshrink-function
    """
    below = jnp.where(x < -threshold, x + threshold, 0.0)
    return jnp.where(x > threshold, x - threshold, below)


def tanh_shrink(x):
    """Takes its own tanh from each number, so that small ones almost vanish.

    y = x - tanh(x). Shapes: x [...] -> [...].
    Source: https://keras.io/api/layers/activations/#tanhshrink-function
    """
    return x - jnp.tanh(x)


THRESHOLD = Float(
    name="threshold",
    default=0.5,
    low=0.0,
    title="Threshold value",
    help="How large a number must be to survive.",
)

MODULES = (
    activation(
        "Hard shrink",
        "Turns numbers close to 0 into 0 and leaves the others alone.",
        hard_shrink,
        THRESHOLD,
        operations=2,
        words=("sparse", "하드 슈링크", "activations.hard_shrink", "nn.Hardshrink", "jnp.where"),
    ),
    activation(
        "Soft shrink",
        "Brings every number closer to 0, and those that were close become 0.",
        soft_shrink,
        THRESHOLD,
        operations=3,
        words=("denoise", "소프트 슈링크", "activations.soft_shrink", "nn.Softshrink", "jnp.where"),
    ),
    activation(
        "Tanh shrink",
        "Makes small numbers almost vanish, smoothly.",
        tanh_shrink,
        operations=2,
        words=("smooth shrink", "탄젠트 슈링크", "activations.tanh_shrink", "nn.Tanhshrink"),
    ),
)
