"""Schedules: a learning rate that changes with the step. The first step is number 0."""

from functools import partial

from hornstudio.engine.lazy import jnp
from hornstudio.engine.module import held_module
from hornstudio.engine.params import Flag, Float, Int

_DOCS = "https://keras.io/api/optimizers/learning_rate_schedules/"


def constant(step, *, value):
    """The same rate at every step.

    rate = value. Shapes: step [] -> [].
    Source: https://keras.io/api/optimizers/learning_rate_schedules/
    """
    return jnp.full((), value)


def cosine_decay(step, *, initial_learning_rate, decay_steps, alpha, warmup_target, warmup_steps):
    """From a rate down along half a cosine, after a straight rise where one is wanted.

    rate = top * ((1 - alpha) * (1 + cos(pi * t)) / 2 + alpha), t = step / decay_steps up to 1.
    With a warmup_target the rate first rises to it over warmup_steps, which decay_steps does
    not include. Shapes: step [] -> [].
    Source: https://keras.io/api/optimizers/learning_rate_schedules/cosine_decay/
    """
    top, decayed = initial_learning_rate, step
    if warmup_target is not None:
        top, decayed = warmup_target, step - warmup_steps
    done = jnp.clip(decayed / decay_steps, 0.0, 1.0)
    rate = top * ((1.0 - alpha) * 0.5 * (1.0 + jnp.cos(jnp.pi * done)) + alpha)
    if warmup_target is None or warmup_steps == 0:
        return rate
    rise = initial_learning_rate + (top - initial_learning_rate) * (step / warmup_steps)
    return jnp.where(step < warmup_steps, rise, rate)


def exponential_decay(step, *, initial_learning_rate, decay_steps, decay_rate, staircase):
    """Times the same factor every so many steps.

    rate = initial_learning_rate * decay_rate ** (step / decay_steps), the exponent rounded
    down for a staircase. Shapes: step [] -> [].
    Source: https://keras.io/api/optimizers/learning_rate_schedules/exponential_decay/
    """
    times = step / decay_steps
    return initial_learning_rate * decay_rate ** (jnp.floor(times) if staircase else times)


INITIAL_LEARNING_RATE = Float(
    name="initial_learning_rate", default=0.001, low=0.0, help="Rate of the first step."
)
DECAY_STEPS = Int(
    name="decay_steps", default=1000, low=1, unit="steps", help="How long the decay takes."
)


_schedule = partial(held_module, "schedule", source=_DOCS)

MODULES = (
    _schedule(
        "Constant",
        "The same rate at every step.",
        constant,
        Float(name="value", default=0.001, above=0.0, help="The rate."),
        words=("fixed", "상수", "ConstantLR", "optax.constant_schedule"),
    ),
    _schedule(
        "Cosine decay",
        "Sinks along half a cosine: slowly at first and at last, fast in between.",
        cosine_decay,
        INITIAL_LEARNING_RATE,
        DECAY_STEPS,
        Float(
            name="alpha",
            default=0.0,
            low=0.0,
            help="Rate that is left at the end, as a share of the highest one.",
        ),
        Float(
            name="warmup_target",
            default=None,
            optional=True,
            above=0.0,
            help="Rate to rise to before the decay begins; none for no rise.",
        ),
        Int(
            name="warmup_steps",
            default=0,
            low=0,
            unit="steps",
            help="How long the rise takes; the decay begins after it.",
        ),
        keras="optimizers.schedules.CosineDecay",
        words=("warmup", "annealing", "코사인", "CosineAnnealingLR", "cosine_decay_schedule"),
    ),
    _schedule(
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
        Flag(
            name="staircase",
            default=False,
            help="Whether to change only once every decay_steps, instead of a little each step.",
        ),
        keras="optimizers.schedules.ExponentialDecay",
        words=("geometric", "지수 감소", "ExponentialLR", "optax.exponential_decay"),
    ),
)
