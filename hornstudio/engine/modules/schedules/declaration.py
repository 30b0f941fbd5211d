"""How a schedule is declared, and the params that several share."""

from collections.abc import Callable
from functools import partial
from typing import Any

from hornstudio.engine.module import Module, held_module
from hornstudio.engine.params import Flag, Float, Int, Param

DOCS = "https://keras.io/api/optimizers/learning_rate_schedules/"

schedule = partial(held_module, "schedule", source=DOCS)
"""A schedule of Keras."""


def optax_schedule(
    title: str, help: str, apply: Callable[..., Any], *params: Param, words: tuple[str, ...]
) -> Module:
    """A schedule of optax, with the params that it has there."""
    return held_module(
        "schedule",
        title,
        help,
        apply,
        *params,
        source="https://optax.readthedocs.io/en/latest/api/optimizer_schedules.html",
        words=words,
    )


INITIAL_LEARNING_RATE = Float(
    name="initial_learning_rate",
    default=0.001,
    low=0.0,
    leads=True,
    help="Rate of the first step.",
)
DECAY_STEPS = Int(
    name="decay_steps", default=1000, low=1, unit="steps", help="How long the decay takes."
)
STAIRCASE = Flag(
    name="staircase",
    default=False,
    help="Whether to change only once every decay_steps, instead of a little each step.",
)
PEAK_VALUE = Float(name="peak_value", default=0.001, above=0.0, leads=True, help="Highest rate.")
WARMUP_STEPS = Int(
    name="warmup_steps", default=100, low=0, unit="steps", help="How long the rise takes."
)
INIT_VALUE = Float(name="init_value", default=0.0, low=0.0, help="Rate of the first step.")
