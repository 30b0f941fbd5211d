"""Activations: functions of one tensor. Each is a node, and a value of an `activation` param."""

from hornstudio.engine.lazy import jax, jnp
from hornstudio.engine.module import KEEP, Module
from hornstudio.engine.modules.axis import need_float, sample_axis
from hornstudio.engine.params import Flag, Float, Int, Values
from hornstudio.engine.shapes import Spec


def same_shape(p: Values, x: Spec) -> Spec:
    """The output has the shape of the input. Raises: ShapeError for integers."""
    need_float(x)
    return x.with_shape(x.shape)


def relu(x, *, max_value, negative_slope, threshold):
    """Rectified linear unit: lets through what is above a threshold.

    y = x above `threshold` (at most `max_value`), negative_slope * (x - threshold) below it.
    Shapes: x [...] -> [...]. Source: https://keras.io/api/layers/activation_layers/relu/
    """
    if threshold == 0.0 and negative_slope == 0.0:
        y = jax.nn.relu(x)
    elif threshold == 0.0:
        y = jax.nn.leaky_relu(x, negative_slope)
    else:
        y = jnp.where(x > threshold, x, negative_slope * (x - threshold))
    return y if max_value is None else jnp.minimum(y, max_value)


def sigmoid(x):
    """Squeezes every number between 0 and 1.

    y = 1 / (1 + exp(-x)). Shapes: x [...] -> [...].
    Source: https://keras.io/api/layers/activations/#sigmoid-function
    """
    return jax.nn.sigmoid(x)


def tanh(x):
    """Squeezes every number between -1 and 1.

    y = (exp(x) - exp(-x)) / (exp(x) + exp(-x)). Shapes: x [...] -> [...].
    Source: https://keras.io/api/layers/activations/#tanh-function
    """
    return jnp.tanh(x)


def gelu(x, *, approximate):
    """Gaussian error linear unit: each number times the chance that a normal one is below it.

    y = x * (1 + erf(x / sqrt(2))) / 2; approximate:
    y = x * (1 + tanh(sqrt(2 / pi) * (x + 0.044715 * x^3))) / 2.
    Shapes: x [...] -> [...]. Source: Hendrycks and Gimpel, 2016, arXiv:1606.08415.
    """
    return jax.nn.gelu(x, approximate=approximate)


def softmax(x, *, axis):
    """Exponentials that sum to 1 along `axis`.

    y = exp(x) / sum(exp(x)). Shapes: x [...] -> [...].
    Source: https://keras.io/api/layers/activation_layers/softmax/
    """
    return jax.nn.softmax(x, axis=axis)


def infer_softmax(p: Values, x: Spec) -> Spec:
    """[...] -> [...]. Raises: ShapeError for integers, and for an axis that is not there."""
    sample_axis(p.axis, x)
    return same_shape(p, x)


def _operations(count: int):
    """Cost of so many operations for each number."""

    def flops(p: Values, x: Spec) -> int:
        return count * (x.size or 0)

    return flops


MODULES = (
    Module(
        kind="relu",
        title="ReLU",
        category="activation",
        help="Lets positive numbers through and turns negative ones into 0.",
        source="https://keras.io/api/layers/activation_layers/relu/",
        params=(
            Float(
                name="max_value",
                default=None,
                optional=True,
                low=0.0,
                help="Largest output; none for no limit.",
            ),
            Float(
                name="negative_slope",
                default=0.0,
                low=0.0,
                help="Slope below the threshold; 0 cuts off, a little more leaks.",
            ),
            Float(name="threshold", default=0.0, low=0.0, help="Where the unit begins to answer."),
        ),
        infer=same_shape,
        apply=relu,
        mask=KEEP,
        keras="activations.relu",
        words=(
            "rectifier",
            "rectified linear unit",
            "렐루",
            "활성화",
            "F.relu",
            "nn.ReLU",
            "nnx.relu",
        ),
    ),
    Module(
        kind="sigmoid",
        title="Sigmoid",
        category="activation",
        help="Squeezes every number between 0 and 1; gives the probability of a yes.",
        source="https://keras.io/api/layers/activations/#sigmoid-function",
        infer=same_shape,
        flops=_operations(3),
        apply=sigmoid,
        mask=KEEP,
        keras="activations.sigmoid",
        words=("logistic", "probability", "시그모이드", "nn.Sigmoid", "nnx.sigmoid"),
    ),
    Module(
        kind="tanh",
        title="Tanh",
        category="activation",
        help="Squeezes every number between -1 and 1.",
        source="https://keras.io/api/layers/activations/#tanh-function",
        infer=same_shape,
        apply=tanh,
        mask=KEEP,
        keras="activations.tanh",
        words=("hyperbolic tangent", "쌍곡탄젠트", "하이퍼볼릭 탄젠트", "nn.Tanh", "nnx.tanh"),
    ),
    Module(
        kind="softmax",
        title="Softmax",
        category="activation",
        help="Turns scores into probabilities that sum to 1.",
        source="https://keras.io/api/layers/activation_layers/softmax/",
        params=(Int(name="axis", default=-1, help="Axis along which the outputs sum to 1."),),
        infer=infer_softmax,
        flops=_operations(3),
        apply=softmax,
        mask=KEEP,
        keras="activations.softmax",
        words=("probabilities", "소프트맥스", "확률", "nn.Softmax", "nnx.softmax"),
    ),
    Module(
        kind="gelu",
        title="GELU",
        category="activation",
        help="A smooth ReLU, usual in transformers.",
        source="https://keras.io/api/layers/activations/#gelu-function",
        params=(
            Flag(
                name="approximate",
                default=False,
                help="Whether to use a faster formula that differs in the fourth digit.",
            ),
        ),
        infer=same_shape,
        flops=_operations(4),
        apply=gelu,
        mask=KEEP,
        keras="activations.gelu",
        words=("gaussian error linear unit", "젤루", "nn.GELU", "nnx.gelu"),
    ),
)
