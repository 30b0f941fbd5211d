"""Rates that stay, or go down along a line, a power, a fraction or stairs."""

from hornstudio.engine.errors import ShapeError
from hornstudio.engine.lazy import jnp
from hornstudio.engine.modules.schedules.declaration import (
    DECAY_STEPS,
    INITIAL_LEARNING_RATE,
    STAIRCASE,
    optax_schedule,
    schedule,
)
from hornstudio.engine.params import Flag, Float, Floats, Int, Ints, Values
from hornstudio.engine.shapes import Spec


def constant(step, *, value):
    """The same rate at every step.

    rate = value. Shapes: step [] -> [].
    Source: https://keras.io/api/optimizers/learning_rate_schedules/
    """
    return jnp.full((), value)


def piecewise_constant_decay(step, *, boundaries, values):
    """One rate up to and including the first boundary, then another up to the second, and so on.

    rate = values[number of boundaries below step]. Shapes: step [] -> [].
    Source: https://keras.io/api/optimizers/learning_rate_schedules/piecewise_constant_decay/
    """
    passed = jnp.sum(step > jnp.asarray(boundaries))
    return jnp.asarray(values)[passed]


def exponential_decay(step, *, initial_learning_rate, decay_steps, decay_rate, staircase):
    """Times the same factor every so many steps.

    rate = initial_learning_rate * decay_rate ** (step / decay_steps), the exponent rounded
    down for a staircase. Shapes: step [] -> [].
    Source: https://keras.io/api/optimizers/learning_rate_schedules/exponential_decay/
    """
    times = step / decay_steps
    return initial_learning_rate * decay_rate ** (jnp.floor(times) if staircase else times)


def inverse_time_decay(step, *, initial_learning_rate, decay_steps, decay_rate, staircase):
    """Divided by a number that grows evenly with the steps.

    rate = initial_learning_rate / (1 + decay_rate * step / decay_steps), the quotient of the
    steps rounded down for a staircase. Shapes: step [] -> [].
    Source: https://keras.io/api/optimizers/learning_rate_schedules/inverse_time_decay/
    """
    times = step / decay_steps
    return initial_learning_rate / (1.0 + decay_rate * (jnp.floor(times) if staircase else times))


def polynomial_decay(step, *, initial_learning_rate, decay_steps, end_learning_rate, power, cycle):
    """From one rate to another along a power of the steps that are left.

    rate = (initial - end) * (1 - step / decay_steps) ** power + end, and `end` after that; with
    `cycle` the decay is instead drawn out to the next multiple of decay_steps.
    Shapes: step [] -> [].
    Source: https://keras.io/api/optimizers/learning_rate_schedules/polynomial_decay/
    """
    length = decay_steps
    if cycle:
        length = decay_steps * jnp.maximum(jnp.ceil(step / decay_steps), 1.0)
    left = 1.0 - jnp.minimum(step, length) / length
    return (initial_learning_rate - end_learning_rate) * left**power + end_learning_rate


def linear_decay(step, *, init_value, end_value, transition_steps, transition_begin):
    """From one rate to another along a straight line.

    rate = end_value + (init_value - end_value) * (1 - t), t = (step - transition_begin) /
    transition_steps, from 0 up to 1. Shapes: step [] -> [].
    Source: https://optax.readthedocs.io/en/latest/api/optimizer_schedules.html
    """
    done = jnp.clip(step - transition_begin, 0, transition_steps) / transition_steps
    return (init_value - end_value) * (1.0 - done) + end_value


def need_a_value_more(p: Values, rate: Spec) -> Spec:
    """Boundaries that rise, and one value more. Raises: ShapeError."""
    boundaries, count = p["boundaries"], len(p["values"])
    if not boundaries or list(boundaries) != sorted(set(boundaries)):
        raise ShapeError("has boundaries {found}; needs some that rise", found=list(boundaries))
    if count != len(boundaries) + 1:
        raise ShapeError(
            "has {boundaries} boundaries and {values} values; needs one value more than boundaries",
            boundaries=len(boundaries),
            values=count,
        )
    return rate


MODULES = (
    schedule(
        "Constant",
        "The same rate at every step.",
        constant,
        Float(name="value", default=0.001, above=0.0, leads=True, help="The rate."),
        words=("fixed", "상수", "ConstantLR", "optax.constant_schedule"),
    ),
    schedule(
        "Exponential decay",
        "Shrinks by the same factor every so many steps.",
        exponential_decay,
        INITIAL_LEARNING_RATE,
        DECAY_STEPS,
        Float(
            name="decay_rate",
            default=0.96,
            above=0.0,
            help="Factor that the rate is multiplied by over each decay_steps.",
        ),
        STAIRCASE,
        keras="optimizers.schedules.ExponentialDecay",
        words=("geometric", "지수 감소", "ExponentialLR", "optax.exponential_decay"),
    ),
    schedule(
        "Inverse time decay",
        "Shrinks fast at first and ever more slowly, like 1 divided by the time.",
        inverse_time_decay,
        INITIAL_LEARNING_RATE,
        DECAY_STEPS,
        Float(
            name="decay_rate",
            default=0.5,
            low=0.0,
            help="How much the number that the rate is divided by grows over each decay_steps.",
        ),
        STAIRCASE,
        keras="optimizers.schedules.InverseTimeDecay",
        words=("harmonic", "역시간 감소", "LambdaLR", "reciprocal"),
    ),
    schedule(
        "Polynomial decay",
        "Sinks to another rate along a straight line, or a curve that is steeper at first.",
        polynomial_decay,
        INITIAL_LEARNING_RATE,
        DECAY_STEPS,
        Float(
            name="end_learning_rate",
            default=0.0001,
            low=0.0,
            help="Rate that is left when the decay is over.",
        ),
        Float(
            name="power",
            default=1.0,
            above=0.0,
            help="Bend of the curve: 1 is a straight line, 2 is steeper at first.",
        ),
        Flag(
            name="cycle",
            default=False,
            help="Whether to start anew, from a lower rate, each time the decay is over.",
        ),
        keras="optimizers.schedules.PolynomialDecay",
        words=("power", "다항식 감소", "PolynomialLR", "optax.polynomial_schedule"),
    ),
    schedule(
        "Piecewise constant decay",
        "One rate for some steps, then another, as you list them.",
        piecewise_constant_decay,
        Ints(
            name="boundaries",
            default=(1000, 2000),
            help="Last step of each rate but the last one, such as 1000, 2000.",
        ),
        Floats(
            name="values",
            default=(0.001, 0.0003, 0.0001),
            low=0.0,
            help="The rates, one more than there are boundaries.",
        ),
        infer=need_a_value_more,
        keras="optimizers.schedules.PiecewiseConstantDecay",
        words=("steps", "구간별 상수", "MultiStepLR", "optax.piecewise_constant_schedule"),
    ),
    optax_schedule(
        "Linear decay",
        "Goes to another rate along a straight line, once it has waited for a while.",
        linear_decay,
        Float(
            name="init_value",
            default=0.001,
            low=0.0,
            leads=True,
            help="Rate before the change begins.",
        ),
        Float(name="end_value", default=0.0, low=0.0, help="Rate when the change is over."),
        Int(
            name="transition_steps",
            default=1000,
            low=1,
            unit="steps",
            help="How long the change takes.",
        ),
        Int(
            name="transition_begin",
            default=0,
            low=0,
            unit="steps",
            help="How many steps pass before the change begins.",
        ),
        words=("straight line", "선형 감소", "LinearLR", "optax.linear_schedule"),
    ),
)
