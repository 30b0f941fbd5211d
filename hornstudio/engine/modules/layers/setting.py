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
    help="valid keeps the window inside the input; same fills up the edges, so that only "
    "strides make the output smaller.",
)
CAUSAL_PADDING = Choice(
    name="padding",
    default="valid",
    options=("valid", "same", "causal"),
    help="valid keeps the window inside the input; same fills up both ends, so that only strides "
    "make the output shorter; causal fills up the front alone, so that no output sees a later "
    "step.",
)
UNITS = {2: "px"}
"""What the lengths of so many dimensions are counted in, where there is a word for it."""


def lengths(dimensions: int, name: str, default: int, help: str, low: int = 1) -> Ints:
    """A param of a number for each dimension."""
    return Ints(
        name=name,
        default=(default,) * dimensions,
        length=dimensions,
        low=low,
        unit=UNITS.get(dimensions, ""),
        help=help,
    )


def pair(name: str, default: int, help: str) -> Ints:
    """A param of two numbers: down and across."""
    return lengths(2, name, default, help)


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


def kernel_params(prefix: str, what: str) -> tuple[Nested, ...]:
    """How a kernel starts, its penalty and its bounds: `prefix_initializer` and the like."""
    return (
        initializer(f"{prefix}_initializer", "glorot_uniform", what),
        regularizer(f"{prefix}_regularizer", what),
        constraint(f"{prefix}_constraint", what),
    )


KERNEL_AND_BIAS = (*kernel_params("kernel", "kernel"), *BIAS, ACTIVITY_REGULARIZER)


def weight_array(shape: tuple[int, ...], name: str = "kernel", prefix: str = "") -> Array:
    """A weight, with the params that are named after it, or that begin with `prefix`."""
    prefix = prefix or name
    return Array(
        name, shape, f"{prefix}_initializer", f"{prefix}_regularizer", f"{prefix}_constraint"
    )


def kernel_and_bias(p: Values, kernel: tuple[int, ...], outputs: int) -> Arrays:
    """kernel of that shape, and bias [outputs] where one is wanted."""
    bias = (weight_array((outputs,), "bias"),) if p.use_bias else ()
    return (weight_array(kernel), *bias)


LORA = dict.fromkeys(
    ("lora_rank", "lora_alpha", "quantization_config"),
    "for fitting large ready models into memory, which are not here",
)


def no_flops(*_: object) -> int:
    """Nothing is calculated, only moved."""
    return 0
