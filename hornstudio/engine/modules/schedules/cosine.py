"""Rates that go down along half a cosine: slowly at first and at last, fast in between."""

from hornstudio.engine.lazy import jnp
from hornstudio.engine.modules.schedules.declaration import (
    DECAY_STEPS,
    INITIAL_LEARNING_RATE,
    schedule,
)
from hornstudio.engine.params import Float, Int


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


def cosine_decay_restarts(step, *, initial_learning_rate, first_decay_steps, t_mul, m_mul, alpha):
    """Down along half a cosine, again and again, each time t_mul times as long.

    rate = initial * ((1 - alpha) * m_mul^i * (1 + cos(pi * t)) / 2 + alpha) in period i, of
    which the share t has passed. Shapes: step [] -> [].
    Source: Loshchilov and Hutter, 2016, arXiv:1608.03983, eq. 5.
    """
    done = step / first_decay_steps
    if t_mul == 1.0:
        period = jnp.floor(done)
        done = done - period
    else:
        growth = jnp.float32(t_mul)
        period = jnp.floor(jnp.log(1.0 - done * (1.0 - growth)) / jnp.log(growth))
        before = (1.0 - growth**period) / (1.0 - growth)
        done = (done - before) / growth**period
    top = jnp.float32(m_mul) ** period
    share = (1.0 - alpha) * 0.5 * top * (1.0 + jnp.cos(jnp.pi * done)) + alpha
    return initial_learning_rate * share


ALPHA = Float(
    name="alpha",
    default=0.0,
    low=0.0,
    help="Rate that is left at the end, as a share of the highest one.",
)

MODULES = (
    schedule(
        "Cosine decay",
        "Sinks along half a cosine: slowly at first and at last, fast in between.",
        cosine_decay,
        INITIAL_LEARNING_RATE,
        DECAY_STEPS,
        ALPHA,
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
    schedule(
        "Cosine decay with restarts",
        "Sinks along half a cosine, jumps up and sinks again, each time for longer.",
        cosine_decay_restarts,
        INITIAL_LEARNING_RATE,
        Int(
            name="first_decay_steps",
            default=1000,
            low=1,
            unit="steps",
            help="How long the first decay takes.",
        ),
        Float(
            name="t_mul",
            default=2.0,
            low=1.0,
            help="How many times as long each decay takes as the one before.",
        ),
        Float(
            name="m_mul",
            default=1.0,
            above=0.0,
            help="How many times as high each decay starts as the one before.",
        ),
        ALPHA,
        keras="optimizers.schedules.CosineDecayRestarts",
        words=(
            "warm restarts",
            "sgdr",
            "코사인 재시작",
            "CosineAnnealingWarmRestarts",
            "optax.sgdr_schedule",
        ),
    ),
)
