"""Initializers: how a weight starts. Each is a function of a random key and a shape."""

import math
from functools import partial

from hornstudio.engine.errors import ShapeError
from hornstudio.engine.lazy import jax, jnp
from hornstudio.engine.module import held_module
from hornstudio.engine.params import Choice, Float, Values
from hornstudio.engine.shapes import Spec

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


def glorot_normal(key, shape):
    """Normal, cut off at two deviations, scaled to the numbers of inputs and outputs.

    w ~ N(0, 2 / (fan_in + fan_out)) within 2 sd.
    Shapes: -> shape. Source: Glorot and Bengio, 2010, eq. 12.
    """
    fan_in, fan_out = fans(shape)
    return cut_normal(key, shape, math.sqrt(2.0 / (fan_in + fan_out)))


def he_normal(key, shape):
    """Normal, cut off at two deviations, scaled to the number of inputs.

    w ~ N(0, 2 / fan_in) within 2 sd.
    Shapes: -> shape. Source: He et al., 2015, arXiv:1502.01852, eq. 10.
    """
    fan_in, _ = fans(shape)
    return cut_normal(key, shape, math.sqrt(2.0 / fan_in))


def he_uniform(key, shape):
    """Uniform, scaled to the number of inputs.

    w ~ U(-limit, limit), limit = sqrt(6 / fan_in).
    Shapes: -> shape. Source: He et al., 2015, arXiv:1502.01852.
    """
    fan_in, _ = fans(shape)
    limit = math.sqrt(6.0 / fan_in)
    return jax.random.uniform(key, shape, minval=-limit, maxval=limit)


def lecun_normal(key, shape):
    """Normal, cut off at two deviations, so that a sum over all inputs has a spread of 1.

    w ~ N(0, 1 / fan_in) within 2 sd.
    Shapes: -> shape. Source: LeCun et al., 1998, Efficient BackProp, eq. 16.
    """
    fan_in, _ = fans(shape)
    return cut_normal(key, shape, math.sqrt(1.0 / fan_in))


def lecun_uniform(key, shape):
    """Uniform, so that a sum over all inputs has a spread of 1.

    w ~ U(-limit, limit), limit = sqrt(3 / fan_in).
    Shapes: -> shape. Source: LeCun et al., 1998, Efficient BackProp, eq. 16.
    """
    fan_in, _ = fans(shape)
    limit = math.sqrt(3.0 / fan_in)
    return jax.random.uniform(key, shape, minval=-limit, maxval=limit)


def variance_scaling(key, shape, *, scale, mode, distribution):
    """Scaled to the number of inputs, of outputs, or to their mean.

    The variance is scale / n, n the number that `mode` names; truncated_normal is cut off at two
    deviations, and uniform lies within sqrt(3 * scale / n).
    Shapes: -> shape. Source: https://keras.io/api/layers/initializers/#variancescaling-class
    """
    fan_in, fan_out = fans(shape)
    count = {"fan_in": fan_in, "fan_out": fan_out, "fan_avg": (fan_in + fan_out) / 2.0}[mode]
    stddev = math.sqrt(scale / max(1.0, count))
    if distribution == "truncated_normal":
        return cut_normal(key, shape, stddev)
    if distribution == "untruncated_normal":
        return stddev * jax.random.normal(key, shape)
    limit = math.sqrt(3.0) * stddev
    return jax.random.uniform(key, shape, minval=-limit, maxval=limit)


def cut_normal(key, shape, stddev):
    """Normal within two deviations; 0.8796 is the standard deviation that cutting leaves of 1."""
    return stddev / 0.87962566103423978 * jax.random.truncated_normal(key, -2.0, 2.0, shape)


def orthogonal(key, shape, *, gain):
    """Columns at right angles to one another and of one length; rows, where there are fewer.

    w^T w = gain^2 * I for w as a matrix, all axes but the last taken as its rows. It is the Q of
    a QR decomposition of normal numbers, each column with the sign of its number in R.
    Shapes: -> shape, of rank 2 at least. Source: Saxe et al., 2013, arXiv:1312.6120.
    """
    rows, columns = math.prod(shape[:-1]), shape[-1]
    drawn = jax.random.normal(key, (max(rows, columns), min(rows, columns)))
    q, r = jnp.linalg.qr(drawn)
    q = q * jnp.sign(jnp.diag(r))
    return gain * (q.T if rows < columns else q).reshape(shape)


def identity(key, shape, *, gain):
    """Every output starts as its own input.

    w[i, j] = gain where i = j, else 0. Shapes: -> shape, of rank 2.
    Source: https://keras.io/api/layers/initializers/#identity-class
    """
    return gain * jnp.eye(*shape)


def random_normal(key, shape, *, mean, stddev):
    """Normal, the same for weights of all sizes.

    w ~ N(mean, stddev^2). Shapes: -> shape.
    Source: https://keras.io/api/layers/initializers/#randomnormal-class
    """
    return mean + stddev * jax.random.normal(key, shape)


def truncated_normal(key, shape, *, mean, stddev):
    """Normal, drawn again where it is more than two deviations from the mean.

    w ~ N(mean, stddev^2) within 2 sd. Shapes: -> shape.
    Source: https://keras.io/api/layers/initializers/#truncatednormal-class
    """
    return mean + stddev * jax.random.truncated_normal(key, -2.0, 2.0, shape)


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


def constant(key, shape, *, value):
    """All the same.

    w = value. Shapes: -> shape. Source: https://keras.io/api/layers/initializers/#constant-class
    """
    return jnp.full(shape, value, jnp.float32)


def need_matrix(p: Values, array: Spec) -> Spec:
    """A matrix of any size. Raises: ShapeError."""
    if array.rank != 2:
        raise ShapeError("starts matrices only, not an array of {spec}", spec=str(array))
    return array


def need_columns(p: Values, array: Spec) -> Spec:
    """A matrix, or several. Raises: ShapeError for a row of numbers."""
    if array.rank < 2:
        raise ShapeError("needs at least a matrix, not an array of {spec}", spec=str(array))
    return array


BY_SHAPE = ("orthogonal", "identity")
"""Kinds that go by the shape of an array itself, whatever its fans are."""

MEAN = Float(name="mean", default=0.0, help="Middle of the starting weights.")
STDDEV = Float(
    name="stddev", default=0.05, low=0.0, help="Standard deviation of the starting weights."
)


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
        "Glorot normal",
        "Normal, scaled to the numbers of inputs and outputs.",
        glorot_normal,
        keras="initializers.GlorotNormal",
        left_out=_AXES,
        words=("xavier", "자비에르", "xavier_normal_", "nnx.initializers.glorot_normal"),
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
        "He uniform",
        "Uniform, scaled to the number of inputs. A good start before ReLU.",
        he_uniform,
        keras="initializers.HeUniform",
        left_out=_AXES,
        words=("kaiming", "카이밍", "kaiming_uniform_", "nnx.initializers.he_uniform"),
    ),
    _initializer(
        "LeCun normal",
        "Normal, scaled to the number of inputs. A good start before SELU.",
        lecun_normal,
        keras="initializers.LecunNormal",
        left_out=_AXES,
        words=("efficient backprop", "르쿤", "nn.init.normal_", "nnx.initializers.lecun_normal"),
    ),
    _initializer(
        "LeCun uniform",
        "Uniform, scaled to the number of inputs. A good start before SELU or tanh.",
        lecun_uniform,
        keras="initializers.LecunUniform",
        left_out=_AXES,
        words=("efficient backprop", "르쿤", "nn.init.uniform_", "nnx.initializers.lecun_uniform"),
    ),
    _initializer(
        "Variance scaling",
        "Scaled to the size of the layer in a way of your own; Glorot, He and LeCun are cases.",
        variance_scaling,
        Float(
            name="scale",
            default=1.0,
            above=0.0,
            help="Variance of a sum over as many weights as mode names.",
        ),
        Choice(
            name="mode",
            default="fan_in",
            options=("fan_in", "fan_out", "fan_avg"),
            help="What the weights are scaled to: the number of inputs, of outputs, or their mean.",
        ),
        Choice(
            name="distribution",
            default="truncated_normal",
            options=("truncated_normal", "untruncated_normal", "uniform"),
            help="How the weights are spread; truncated means that none is further out than two "
            "deviations.",
        ),
        keras="initializers.VarianceScaling",
        left_out=_AXES,
        words=("fan in", "분산 스케일링", "nn.init", "nnx.initializers.variance_scaling"),
    ),
    _initializer(
        "Orthogonal",
        "Directions at right angles to one another, so that no signal grows or fades. The usual "
        "start of the weights between the steps of a recurrent layer.",
        orthogonal,
        Float(name="gain", default=1.0, help="Length of each direction."),
        infer=need_columns,
        keras="initializers.Orthogonal",
        words=("qr", "직교", "orthogonal_", "nnx.initializers.orthogonal"),
    ),
    _initializer(
        "Identity",
        "Every output starts as its own input. For matrices only.",
        identity,
        Float(name="gain", default=1.0, help="What each input is multiplied by at the start."),
        infer=need_matrix,
        keras="initializers.Identity",
        words=("eye", "unit matrix", "단위행렬", "eye_", "jnp.eye"),
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
        "Constant",
        "All the same number.",
        constant,
        Float(name="value", default=0.0, help="The number."),
        keras="initializers.Constant",
        words=("fill", "상수", "constant_", "nnx.initializers.constant"),
    ),
    _initializer(
        "Random normal",
        "Normal, with a spread of your own.",
        random_normal,
        MEAN,
        STDDEV,
        keras="initializers.RandomNormal",
        words=("gaussian", "정규 분포", "normal_", "nnx.initializers.normal"),
    ),
    _initializer(
        "Truncated normal",
        "Normal, with a spread of your own and nothing further out than two deviations.",
        truncated_normal,
        MEAN,
        STDDEV,
        keras="initializers.TruncatedNormal",
        words=("cut off", "절단 정규 분포", "trunc_normal_", "nnx.initializers.truncated_normal"),
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
