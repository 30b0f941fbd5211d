"""Params that many layers share."""

from hornstudio.engine.module import Array, Arrays
from hornstudio.engine.params import Choice, Flag, Ints, Nested, Values

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
PADDING = Choice(
    name="padding",
    default="valid",
    options=("valid", "same"),
    help="valid keeps the window inside the picture; same fills up the edges, so that only "
    "strides make the output smaller.",
)


def pair(name: str, default: int, help: str, unit: str = "px") -> Ints:
    """A param of two numbers: down and across."""
    return Ints(name=name, default=(default, default), length=2, low=1, unit=unit, help=help)


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


def constraint(name: str, what: str) -> Nested:
    """A param that may keep a weight within bounds."""
    return Nested(
        name=name,
        category="constraint",
        default=None,
        optional=True,
        advanced=True,
        help=f"What the {what} is brought back to after each step.",
    )


ACTIVITY_REGULARIZER = Nested(
    name="activity_regularizer",
    category="regularizer",
    default=None,
    optional=True,
    advanced=True,
    help="Penalty on what the layer gives out, for each sample, added to the loss.",
)
BIAS = (
    initializer("bias_initializer", "zeros", "bias"),
    regularizer("bias_regularizer", "bias"),
    constraint("bias_constraint", "bias"),
)
KERNEL_AND_BIAS = (
    initializer("kernel_initializer", "glorot_uniform", "kernel"),
    regularizer("kernel_regularizer", "kernel"),
    constraint("kernel_constraint", "kernel"),
    *BIAS,
    ACTIVITY_REGULARIZER,
)


def weight_array(shape: tuple[int, ...], name: str = "kernel") -> Array:
    """A weight, with the params that are named after it."""
    return Array(name, shape, f"{name}_initializer", f"{name}_regularizer", f"{name}_constraint")


def kernel_and_bias(p: Values, kernel: tuple[int, ...], outputs: int) -> Arrays:
    """kernel of that shape, and bias [outputs] where one is wanted."""
    bias = (weight_array((outputs,), "bias"),) if p.use_bias else ()
    return (weight_array(kernel), *bias)
