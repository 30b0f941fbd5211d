"""Rectifiers: let positive numbers through, and make little or nothing of negative ones."""

from hornstudio.engine.errors import ShapeError
from hornstudio.engine.lazy import jax, jnp
from hornstudio.engine.module import KEEP, Arrays, Module
from hornstudio.engine.modules.activations.declaration import activation
from hornstudio.engine.modules.axis import known_length, same_shape
from hornstudio.engine.modules.layers.setting import (
    constraint,
    initializer,
    regularizer,
    weight_array,
)
from hornstudio.engine.params import Float, Ints, Values
from hornstudio.engine.problem import set_to
from hornstudio.engine.shapes import Spec

_LAYERS = "https://keras.io/api/layers/activation_layers/"


def relu(x, *, max_value, negative_slope, threshold):
    """Rectified linear unit: lets through what is above a threshold.

    y = x above `threshold` (at most `max_value`), negative_slope * (x - threshold) below it.
    Shapes: x [...] -> [...]. Source: https://keras.io/api/layers/activation_layers/relu/
    """
    if negative_slope and not threshold and max_value is None:
        return jax.nn.leaky_relu(x, negative_slope)
    y = jnp.where(x > threshold, x, 0.0) if threshold else jax.nn.relu(x)
    if max_value == 6.0 and not threshold:
        y = jax.nn.relu6(x)  # half a slope at 0 and 6, as Keras has it
    elif max_value is not None:
        y = jnp.clip(y, 0.0, max_value)
    return y - negative_slope * jax.nn.relu(threshold - x) if negative_slope else y


def relu6(x):
    """Rectified linear unit that gives 6 at most.

    y = min(max(x, 0), 6). Shapes: x [...] -> [...].
    Source: Howard et al., 2017, arXiv:1704.04861.
    """
    return jax.nn.relu6(x)


def leaky_relu(x, *, negative_slope):
    """Rectified linear unit that lets a share of negative numbers through.

    y = x where x >= 0, else negative_slope * x. Shapes: x [...] -> [...].
    Source: https://keras.io/api/layers/activation_layers/leaky_relu/
    """
    return jax.nn.leaky_relu(x, negative_slope)


def prelu(w, x):
    """Rectified linear unit that learns how much of negative numbers it lets through.

    y = max(x, 0) - alpha * max(-x, 0).
    Shapes: x [B, ...], alpha [...], 1 along shared axes -> [B, ...].
    Source: He et al., 2015, arXiv:1502.01852, eq. 1.
    """
    return jax.nn.relu(x) - w["alpha"] * jax.nn.relu(-x)


def elu(x, *, alpha):
    """Exponential linear unit: falls smoothly to -alpha below 0.

    y = x where x > 0, else alpha * (exp(x) - 1). Shapes: x [...] -> [...].
    Source: Clevert, Unterthiner and Hochreiter, 2015, arXiv:1511.07289, eq. 15.
    """
    return jax.nn.elu(x, alpha)


def celu(x, *, alpha):
    """Exponential linear unit without a bend at 0, whatever alpha is.

    y = max(x, 0) + min(alpha * (exp(x / alpha) - 1), 0). Shapes: x [...] -> [...].
    Source: Barron, 2017, arXiv:1704.07483, eq. 2.
    """
    return jax.nn.celu(x, alpha)


def selu(x):
    """Exponential linear unit, scaled so that a deep network keeps mean 0 and spread 1.

    y = 1.0507 * (x where x > 0, else 1.6733 * (exp(x) - 1)). Shapes: x [...] -> [...].
    Source: Klambauer et al., 2017, arXiv:1706.02515, eq. 2.
    """
    return jax.nn.selu(x)


def threshold(x, *, threshold, default_value):
    """Lets through what is above a threshold and puts one number in place of the rest.

    y = x where x > threshold, else default_value. Shapes: x [...] -> [...].
    Source: https://keras.io/api/layers/activations/#threshold-function
    """
    return jnp.where(x > threshold, x, default_value)


def infer_prelu(p: Values, x: Spec) -> Spec:
    """[...] -> [...]. Raises: ShapeError for integers, and for lengths that alpha must know."""
    _alpha_shape(p, x)
    return same_shape(p, x)


def prelu_weights(p: Values, x: Spec) -> Arrays:
    """alpha [...], with 1 along shared axes."""
    return (weight_array(_alpha_shape(p, x), "alpha"),)


def _alpha_shape(p: Values, x: Spec) -> tuple[int, ...]:
    shared = p.shared_axes or ()
    if max(shared, default=0) > x.rank:
        raise ShapeError(
            "shared_axes goes up to {axis}, but the input is {spec}; need at most {rank}",
            port="input",
            remedies=[set_to("shared_axes", None)],
            axis=max(shared),
            spec=str(x),
            rank=x.rank,
        )
    return tuple(1 if i + 1 in shared else known_length(x, i) for i in range(x.rank))


MODULES = (
    activation(
        "ReLU",
        "Lets positive numbers through and turns negative ones into 0.",
        relu,
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
        Float(
            name="threshold",
            default=0.0,
            low=0.0,
            title="Threshold value",
            help="Where the unit begins to answer.",
        ),
        source=f"{_LAYERS}relu/",
        words=(
            "rectifier",
            "rectified linear unit",
            "렐루",
            "활성화",
            "layers.ReLU",
            "F.relu",
            "nn.ReLU",
            "nnx.relu",
        ),
    ),
    activation(
        "Leaky ReLU",
        "Lets positive numbers through and a small share of negative ones, so that no unit dies.",
        leaky_relu,
        Float(
            name="negative_slope",
            default=0.2,
            low=0.0,
            help="Share of negative numbers that is let through. Keras has 0.2 for the function "
            "and 0.3 for the layer; PyTorch and Flax have 0.01.",
        ),
        source=f"{_LAYERS}leaky_relu/",
        words=(
            "leaking",
            "리키 렐루",
            "누설",
            "layers.LeakyReLU",
            "nn.LeakyReLU",
            "nnx.leaky_relu",
        ),
    ),
    Module(
        kind="prelu",
        title="PReLU",
        category="activation",
        help="A leaky ReLU that learns its slope, one for each input.",
        source=f"{_LAYERS}prelu/",
        params=(
            initializer("alpha_initializer", "zeros", "slope"),
            regularizer("alpha_regularizer", "slope"),
            constraint("alpha_constraint", "slope"),
            Ints(
                name="shared_axes",
                default=None,
                optional=True,
                help="Axes along which all places share one slope, such as 1, 2 for pictures; "
                "none for a slope of its own at every place.",
            ),
        ),
        infer=infer_prelu,
        weights=prelu_weights,
        apply=prelu,
        mask=KEEP,
        keras="layers.PReLU",
        is_held=False,
        words=(
            "parametric",
            "learned slope",
            "파라메트릭 렐루",
            "학습되는 기울기",
            "layers.PReLU",
            "nn.PReLU",
            "nnx.PReLU",
        ),
    ),
    activation(
        "ReLU6",
        "A ReLU that gives 6 at most; usual in networks for phones.",
        relu6,
        words=("capped", "렐루6", "상한", "activations.relu6", "nn.ReLU6", "nnx.relu6"),
    ),
    activation(
        "ELU",
        "Lets positive numbers through and bends negative ones smoothly towards a floor.",
        elu,
        Float(
            name="alpha",
            default=1.0,
            low=0.0,
            help="How far below 0 the floor lies for negative numbers.",
        ),
        operations=3,
        source=f"{_LAYERS}elu/",
        words=(
            "exponential linear unit",
            "지수 선형",
            "엘루",
            "layers.ELU",
            "nn.ELU",
            "nnx.elu",
        ),
    ),
    activation(
        "CELU",
        "An ELU that has no bend at 0, whatever its floor is.",
        celu,
        Float(
            name="alpha",
            default=1.0,
            above=0.0,
            help="How far below 0 the floor lies, and how slowly it is reached.",
        ),
        operations=4,
        words=("continuously differentiable", "셀루", "activations.celu", "nn.CELU", "nnx.celu"),
    ),
    activation(
        "SELU",
        "A scaled ELU that keeps deep networks of Dense layers stable by itself. Start their "
        "kernels with LeCun normal.",
        selu,
        operations=4,
        words=("self-normalizing", "자기 정규화", "activations.selu", "nn.SELU", "nnx.selu"),
    ),
    activation(
        "Threshold",
        "Lets through what is above a threshold and puts one number in place of the rest.",
        threshold,
        Float(
            name="threshold",
            default=1.0,
            title="Threshold value",
            help="What a number must be above to pass.",
        ),
        Float(name="default_value", default=0.0, help="What stands in for all other numbers."),
        words=(
            "thresholded relu",
            "문턱값",
            "임계값",
            "activations.threshold",
            "nn.Threshold",
            "jnp.where",
        ),
    ),
)
