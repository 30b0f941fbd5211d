"""Rates that first rise and then go down: after a warm-up, or as one cycle of a whole training."""

from dataclasses import replace

from hornstudio.engine.lazy import jnp
from hornstudio.engine.modules.schedules.declaration import (
    INIT_VALUE,
    PEAK_VALUE,
    STAIRCASE,
    WARMUP_STEPS,
    optax_schedule,
)
from hornstudio.engine.params import Float, Int


def linear_onecycle(
    step, *, transition_steps, peak_value, pct_start, pct_final, div_factor, final_div_factor
):
    """Up, down and further down, along straight lines.

    From peak / div_factor up to peak, at the share pct_start of all steps; back down, at
    pct_final; then to peak / (div_factor * final_div_factor). Shapes: step [] -> [].
    Source: Smith and Topin, 2017, arXiv:1708.07120, section 2.
    """
    low = peak_value / div_factor
    marks = [0, int(pct_start * transition_steps), int(pct_final * transition_steps)]
    rates = [low, peak_value, low, low / final_div_factor]
    return jnp.interp(step, jnp.asarray([*marks, transition_steps]), jnp.asarray(rates))


def cosine_onecycle(step, *, transition_steps, peak_value, pct_start, div_factor, final_div_factor):
    """Up and down, each along half a cosine.

    From peak / div_factor up to peak, at the share pct_start of all steps; then down to
    peak / (div_factor * final_div_factor). Shapes: step [] -> [].
    Source: Smith and Topin, 2017, arXiv:1708.07120; https://pytorch.org/docs/stable/generated/
    torch.optim.lr_scheduler.OneCycleLR.html
    """
    low, turn = peak_value / div_factor, int(pct_start * transition_steps)
    rise = half_cosine(low, peak_value, step / max(turn, 1))
    done = jnp.minimum((step - turn) / (transition_steps - turn), 1.0)
    fall = half_cosine(peak_value, low / final_div_factor, done)
    return jnp.where(step < turn, rise, fall)


def half_cosine(start, end, done):
    """From start to end, slowly at both. done: 0 to 1."""
    return end + (start - end) / 2.0 * (jnp.cos(jnp.pi * done) + 1.0)


def warmup_cosine_decay(
    step, *, init_value, peak_value, warmup_steps, decay_steps, end_value, exponent
):
    """Up along a straight line, then down along half a cosine.

    rate = peak * ((1 - a) * ((1 + cos(pi * t)) / 2) ** exponent + a), a = end / peak, t the share
    of decay_steps - warmup_steps that has passed since the rise: decay_steps includes it.
    Shapes: step [] -> [].
    Source: https://optax.readthedocs.io/en/latest/api/optimizer_schedules.html
    """
    rise = init_value + (peak_value - init_value) * (step / max(warmup_steps, 1))
    done = jnp.clip((step - warmup_steps) / max(decay_steps - warmup_steps, 1), 0.0, 1.0)
    least = end_value / peak_value
    share = (1.0 - least) * (0.5 * (1.0 + jnp.cos(jnp.pi * done))) ** exponent + least
    return jnp.where(step < warmup_steps, rise, peak_value * share)


def warmup_exponential_decay(
    step,
    *,
    init_value,
    peak_value,
    warmup_steps,
    transition_steps,
    decay_rate,
    transition_begin,
    staircase,
    end_value,
):
    """Up along a straight line, then times the same factor every so many steps.

    rate = peak * decay_rate ** (t / transition_steps), t the steps since the rise and
    transition_begin more; never past end_value. Shapes: step [] -> [].
    Source: https://optax.readthedocs.io/en/latest/api/optimizer_schedules.html
    """
    rise = init_value + (peak_value - init_value) * (step / max(warmup_steps, 1))
    times = jnp.maximum(step - warmup_steps - transition_begin, 0) / transition_steps
    rate = peak_value * decay_rate ** (jnp.floor(times) if staircase else times)
    if end_value is not None:
        rate = jnp.maximum(rate, end_value) if decay_rate < 1.0 else jnp.minimum(rate, end_value)
    return jnp.where(step < warmup_steps, rise, rate)


TRANSITION_STEPS = Int(
    name="transition_steps",
    default=1000,
    low=1,
    unit="steps",
    help="How many steps the training has: the rate goes up and down once in them.",
)
PCT_START = Float(
    name="pct_start",
    default=0.3,
    low=0.0,
    below=1.0,
    help="Share of the steps after which the rate is highest.",
)
DIV_FACTOR = Float(
    name="div_factor",
    default=25.0,
    above=0.0,
    help="How many times as high the highest rate is as the first.",
)
FINAL_DIV_FACTOR = Float(
    name="final_div_factor",
    default=10000.0,
    above=0.0,
    help="How many times as high the first rate is as the last.",
)

MODULES = (
    optax_schedule(
        "Linear one cycle",
        "Rises, sinks and at last sinks to almost nothing, along straight lines, once in a "
        "training.",
        linear_onecycle,
        TRANSITION_STEPS,
        PEAK_VALUE,
        PCT_START,
        Float(
            name="pct_final",
            default=0.85,
            above=0.0,
            below=1.0,
            help="Share of the steps after which the rate is back at its start and sinks further.",
        ),
        DIV_FACTOR,
        FINAL_DIV_FACTOR,
        words=("1cycle", "super-convergence", "원사이클", "OneCycleLR", "linear_onecycle_schedule"),
    ),
    optax_schedule(
        "Cosine one cycle",
        "Rises and sinks to almost nothing, smoothly, once in a training.",
        cosine_onecycle,
        TRANSITION_STEPS,
        PEAK_VALUE,
        PCT_START,
        DIV_FACTOR,
        FINAL_DIV_FACTOR,
        words=("1cycle", "super-convergence", "원사이클", "OneCycleLR", "cosine_onecycle_schedule"),
    ),
    optax_schedule(
        "Warm-up and cosine decay",
        "Rises along a straight line, then sinks along half a cosine; usual for transformers.",
        warmup_cosine_decay,
        INIT_VALUE,
        PEAK_VALUE,
        WARMUP_STEPS,
        Int(
            name="decay_steps",
            default=1000,
            low=1,
            unit="steps",
            help="Step at which the decay is over; the rise is included.",
        ),
        Float(name="end_value", default=0.0, low=0.0, help="Rate that is left at the end."),
        Float(
            name="exponent",
            default=1.0,
            above=0.0,
            help="Power of the half cosine; above 1 it sinks faster at first.",
        ),
        words=(
            "warmup",
            "웜업",
            "get_cosine_schedule_with_warmup",
            "warmup_cosine_decay_schedule",
        ),
    ),
    optax_schedule(
        "Warm-up and exponential decay",
        "Rises along a straight line, then shrinks by the same factor every so many steps.",
        warmup_exponential_decay,
        INIT_VALUE,
        PEAK_VALUE,
        WARMUP_STEPS,
        Int(
            name="transition_steps",
            default=1000,
            low=1,
            unit="steps",
            help="How many steps one factor is spread over.",
        ),
        Float(
            name="decay_rate",
            default=0.96,
            above=0.0,
            help="Factor that the rate is multiplied by over each transition_steps.",
        ),
        Int(
            name="transition_begin",
            default=0,
            low=0,
            unit="steps",
            help="How many steps the highest rate is kept before the decay begins.",
        ),
        replace(
            STAIRCASE,
            help="Whether to change only once every transition_steps, instead of a little each "
            "step.",
        ),
        Float(
            name="end_value",
            default=None,
            optional=True,
            low=0.0,
            help="Rate at which the decay stops; none for no such bound.",
        ),
        words=("warmup", "웜업", "SequentialLR", "warmup_exponential_decay_schedule"),
    ),
)
