"""Core layers: dense, embedding, and the free input."""

from hornstudio.engine.errors import ShapeError
from hornstudio.engine.module import Array, Arrays, Module
from hornstudio.engine.params import Flag, Int, Nested, Values
from hornstudio.engine.shapes import Spec


def dense(w, x, *, activation):
    """Every output sums all inputs, each with a weight of its own.

    y = activation(x @ kernel + bias)
    Shapes: x [..., F], kernel [F, units], bias [units] -> [..., units].
    Source: https://keras.io/api/layers/core_layers/dense/
    """
    y = x @ w["kernel"]
    if "bias" in w:
        y = y + w["bias"]
    return y if activation is None else activation(y)


def infer_dense(p: Values, x: Spec) -> Spec:
    """[..., F] -> [..., units]. Raises: ShapeError for a single number or an unknown F."""
    if x.rank == 0:
        raise ShapeError("gets one number a sample; needs at least a vector", port="input")
    if not isinstance(x.shape[-1], int):
        raise ShapeError(
            "the last dimension is {dim}; it must be known", port="input", dim=x.shape[-1]
        )
    return x.with_shape((*x.shape[:-1], p.units))


def dense_weights(p: Values, x: Spec) -> Arrays:
    """kernel [F, units], bias [units]."""
    features = x.shape[-1]
    assert isinstance(features, int)
    kernel = Array("kernel", (features, p.units), "kernel_initializer", "kernel_regularizer")
    bias = Array("bias", (p.units,), "bias_initializer", "bias_regularizer")
    return (kernel, bias) if p.use_bias else (kernel,)


def dense_flops(p: Values, x: Spec) -> int:
    """A multiplication and an addition for each weight."""
    return 2 * (x.size or 0) * p.units


UNITS = Int(name="units", default=32, low=1, help="How many outputs the layer has.")
USE_BIAS = Flag(
    name="use_bias", default=True, help="Whether each output also adds a number of its own."
)
ACTIVATION = Nested(
    name="activation",
    category="activation",
    default=None,
    optional=True,
    help="Function applied to the output; none leaves it as it is.",
)


def initializer(name: str, default: str, what: str) -> Nested:
    """A param that says how a weight starts."""
    return Nested(
        name=name,
        category="initializer",
        default=default,
        advanced=True,
        help=f"How the {what} starts.",
    )


def regularizer(name: str, what: str) -> Nested:
    """A param that may add a penalty on a weight to the loss."""
    return Nested(
        name=name,
        category="regularizer",
        default=None,
        optional=True,
        advanced=True,
        help=f"Penalty on the {what}, added to the loss.",
    )


KERNEL_AND_BIAS = (
    initializer("kernel_initializer", "glorot_uniform", "kernel"),
    initializer("bias_initializer", "zeros", "bias"),
    regularizer("kernel_regularizer", "kernel"),
    regularizer("bias_regularizer", "bias"),
)

MODULES = (
    Module(
        kind="dense",
        title="Dense",
        category="core",
        help="Connects every input to every output, each with a weight that is learned.",
        source="https://keras.io/api/layers/core_layers/dense/",
        params=(UNITS, ACTIVATION, USE_BIAS, *KERNEL_AND_BIAS),
        infer=infer_dense,
        weights=dense_weights,
        flops=dense_flops,
        apply=dense,
        words=(
            "linear",
            "fully connected",
            "affine",
            "perceptron",
            "완전 연결",
            "선형",
            "밀집",
            "nn.Linear",
            "nnx.Linear",
        ),
        main=("units", "activation"),
    ),
)
