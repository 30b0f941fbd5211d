"""Initializers: how a weight starts. Each is a function of a random key and a shape."""

from math import prod, sqrt

from hornstudio.engine.lazy import jax, jnp
from hornstudio.engine.module import Module
from hornstudio.engine.params import Param

_DOCS = "https://keras.io/api/layers/initializers/"


def fans(shape):
    """Number of inputs and outputs of one unit; a convolution counts its whole window."""
    if len(shape) < 2:
        size = shape[0] if shape else 1
        return size, size
    window = prod(shape[:-2])
    return window * shape[-2], window * shape[-1]


def glorot_uniform(key, shape):
    """Uniform within sqrt(6 / (fan_in + fan_out)). Source: Glorot and Bengio, 2010."""
    fan_in, fan_out = fans(shape)
    limit = sqrt(6.0 / (fan_in + fan_out))
    return jax.random.uniform(key, shape, minval=-limit, maxval=limit)


def zeros(key, shape):
    """All 0."""
    return jnp.zeros(shape)


def _initializer(
    kind: str, title: str, help: str, apply: object, *params: Param, words: tuple[str, ...] = ()
) -> Module:
    return Module(
        kind=kind,
        title=title,
        category="initializer",
        help=help,
        source=_DOCS,
        params=params,
        inputs=(),
        outputs=(),
        apply=apply,  # type: ignore[arg-type]
        words=words,
    )


MODULES = (
    _initializer(
        "glorot_uniform",
        "Glorot uniform",
        "Uniform, scaled to the numbers of inputs and outputs. A good start for most layers.",
        glorot_uniform,
        words=("xavier", "xavier_uniform_"),
    ),
    _initializer("zeros", "Zeros", "All 0. The usual start of a bias.", zeros),
)
