"""Activations: functions of one tensor. Each is a node, and a value of an `activation` param."""

from hornstudio.engine.lazy import jax, jnp
from hornstudio.engine.module import Module
from hornstudio.engine.params import Float, Int, Values
from hornstudio.engine.shapes import Spec


def same_shape(p: Values, x: Spec) -> Spec:
    """The output has the shape of the input."""
    return x.with_shape(x.shape)


def relu(x, *, max_value, negative_slope, threshold):
    """Rectified linear unit.

    y = x from `threshold` on (at most `max_value`), negative_slope * (x - threshold) below it.
    Shapes: x [...] -> [...]. Source: https://keras.io/api/layers/activation_layers/relu/
    """
    if threshold == 0.0 and negative_slope == 0.0:
        y = jnp.maximum(x, 0.0)
    else:
        y = jnp.where(x > threshold, x, negative_slope * (x - threshold))
    return y if max_value is None else jnp.minimum(y, max_value)


def softmax(x, *, axis):
    """Exponentials that sum to 1 along `axis`.

    y = exp(x) / sum(exp(x)). Shapes: x [...] -> [...].
    Source: https://keras.io/api/layers/activation_layers/softmax/
    """
    return jax.nn.softmax(x, axis=axis)


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
        kind="softmax",
        title="Softmax",
        category="activation",
        help="Turns scores into probabilities that sum to 1.",
        source="https://keras.io/api/layers/activation_layers/softmax/",
        params=(Int(name="axis", default=-1, help="Axis along which the outputs sum to 1."),),
        infer=same_shape,
        apply=softmax,
        words=("probabilities", "소프트맥스", "확률", "nn.Softmax", "nnx.softmax"),
    ),
)
