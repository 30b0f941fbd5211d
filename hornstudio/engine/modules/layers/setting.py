"""Params that many layers share."""

from hornstudio.engine.params import Choice, Flag, Ints, Nested

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


KERNEL_AND_BIAS = (
    initializer("kernel_initializer", "glorot_uniform", "kernel"),
    initializer("bias_initializer", "zeros", "bias"),
    regularizer("kernel_regularizer", "kernel"),
    regularizer("bias_regularizer", "bias"),
)
