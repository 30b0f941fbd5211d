"""Initializers: how a weight starts. Each is a function of a random key and a shape."""

import math
from functools import partial

from hornstudio.engine.lazy import jax, jnp
from hornstudio.engine.module import held_module
from hornstudio.engine.params import Float

_AXES = dict.fromkeys(
    ("input_axes", "output_axes"), "each layer knows which axes of its weights are which"
)
_DOCS = "https://keras.io/api/layers/initializers/"


def fans(shape):
    """Number of inputs and outputs of one unit; a convolution counts its whole window."""
    if len(shape) < 2:
        size = shape[0] if shape else 1
        return size, size
    window = math.prod(shape[:-2])
    return window * shape[-2], window * shape[-1]


def glorot_uniform(key, shape):
    """Uniform, scaled to the numbers of inputs and outputs.

    w ~ U(-limit, limit), limit = sqrt(6 / (fan_in + fan_out)).
    Shapes: -> shape. Source: Glorot and Bengio, 2010, eq. 16.
    """
    fan_in, fan_out = fans(shape)
    limit = math.sqrt(6.0 / (fan_in + fan_out))
    return jax.random.uniform(key, shape, minval=-limit, maxval=limit)


def he_normal(key, shape):
    """Normal, cut off at two deviations, scaled to the number of inputs.

    w ~ N(0, 2 / fan_in) within 2 sd; 0.8796 is the standard deviation that cutting leaves.
    Shapes: -> shape. Source: He et al., 2015, arXiv:1502.01852, eq. 10.
    """
    fan_in, _ = fans(shape)
    stddev = math.sqrt(2.0 / fan_in) / 0.87962566103423978
    return stddev * jax.random.truncated_normal(key, -2.0, 2.0, shape)


def random_normal(key, shape, *, mean, stddev):
    """Normal, the same for weights of all sizes.

    w ~ N(mean, stddev^2). Shapes: -> shape.
    Source: https://keras.io/api/layers/initializers/#randomnormal-class
    """
    return mean + stddev * jax.random.normal(key, shape)


def random_uniform(key, shape, *, minval, maxval):
    """Uniform, the same for weights of all sizes.

    w ~ U(minval, maxval). Shapes: -> shape.
    Source: https://keras.io/api/layers/initializers/#randomuniform-class
    """
    return jax.random.uniform(key, shape, minval=minval, maxval=maxval)


def zeros(key, shape):
    """All 0.

    w = 0. Shapes: -> shape. Source: https://keras.io/api/layers/initializers/#zeros-class
    """
    return jnp.zeros(shape)


def ones(key, shape):
    """All 1.

    w = 1. Shapes: -> shape. Source: https://keras.io/api/layers/initializers/#ones-class
    """
    return jnp.ones(shape)


_initializer = partial(held_module, "initializer", source=_DOCS)

MODULES = (
    _initializer(
        "Glorot uniform",
        "Uniform, scaled to the numbers of inputs and outputs. A good start for most layers.",
        glorot_uniform,
        keras="initializers.GlorotUniform",
        left_out=_AXES,
        words=("xavier", "자비에르", "xavier_uniform_", "nnx.initializers.glorot_uniform"),
    ),
    _initializer(
        "He normal",
        "Normal, scaled to the number of inputs. A good start before ReLU.",
        he_normal,
        keras="initializers.HeNormal",
        left_out=_AXES,
        words=("kaiming", "카이밍", "kaiming_normal_", "nnx.initializers.he_normal"),
    ),
    _initializer(
        "Zeros",
        "All 0. The usual start of a bias.",
        zeros,
        keras="initializers.Zeros",
        words=("nothing", "영", "zeros_", "nnx.initializers.zeros"),
    ),
    _initializer(
        "Ones",
        "All 1. The usual start of a gain.",
        ones,
        keras="initializers.Ones",
        words=("one", "일", "ones_", "nnx.initializers.ones"),
    ),
    _initializer(
        "Random normal",
        "Normal, with a spread of your own.",
        random_normal,
        Float(name="mean", default=0.0, help="Middle of the starting weights."),
        Float(
            name="stddev", default=0.05, low=0.0, help="Standard deviation of the starting weights."
        ),
        keras="initializers.RandomNormal",
        words=("gaussian", "정규 분포", "normal_", "nnx.initializers.normal"),
    ),
    _initializer(
        "Random uniform",
        "Uniform between two bounds. The usual start of an embedding.",
        random_uniform,
        Float(name="minval", default=-0.05, help="Smallest starting weight."),
        Float(name="maxval", default=0.05, help="Largest starting weight."),
        keras="initializers.RandomUniform",
        words=("flat", "균등 분포", "uniform_", "nnx.initializers.uniform"),
    ),
)
