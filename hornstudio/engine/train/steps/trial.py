"""Finding out, before a training begins, what it will need."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from msgspec.structs import replace

from hornstudio.engine.lazy import jax
from hornstudio.engine.train.forecast import Forecast, safe_batch
from hornstudio.engine.train.steps.memory.copies import copy_bytes
from hornstudio.engine.train.steps.memory.device import free_bytes
from hornstudio.engine.train.steps.memory.heap import stays
from hornstudio.engine.train.steps.memory.own import begin_anew, most_bytes, taken_bytes

_TRIAL_S = 0.15
_BESIDE = 100 << 20  # taken by a run of any network, as bench/forecast.py has measured
_WAYS = 2  # what layers give out is there on the way forward, and its gradient on the way back

Steps = Callable[[Any, Any, int, int], tuple[Any, Any]]
"""(carry, log, first, count) -> the same after these steps."""


@dataclass(frozen=True)
class Sizes:
    """What the memory of a run grows with.

    batch: samples of a step. evaluated: samples that are measured at once, where any are.
    weight_bytes: of what is trained: a gradient of it is there at any batch size.
    activation_bytes: of all that layers give out for one sample. compiling: what the step has taken
    to be compiled, 0 where nobody knows; what looks into the run and measures it will take as much.
    devices: how many share the memory, each with arrays and work of its own.
    """

    batch: int
    evaluated: int
    weight_bytes: int
    activation_bytes: int
    compiling: int = 0
    devices: int = 1

    def sample_bytes(self, working: int) -> float:
        """What one sample more takes, of so much working memory of a step."""
        least = min(_WAYS * self.activation_bytes, working / self.batch)
        return max((working - self.weight_bytes) / self.batch, least)

    @property
    def to_compile(self) -> int:
        """What the programs beside the step will take, and all else that a run begins with."""
        return self.compiling + _BESIDE if self.compiling else 0

    @property
    def evaluating(self) -> int:
        """Working memory of an evaluation: layers before the last two are let go."""
        return self.evaluated * self.activation_bytes // 2


def forecast(
    compiled: Any, take: Steps, carry: Any, log: Any, steps: int, most: int, sizes: Sizes
) -> Forecast:
    """Needs of a training whose step is compiled; steps are only tried where they fit.

    compiled: the executable, for its own account of memory. take: runs steps; it may use up what
    it is given. steps: in an epoch. most: in one dispatch. What the steps that are tried take in
    truth is counted where the system tells.
    """
    memory = compiled.memory_analysis()
    many = sizes.devices
    temporary = many * memory.temp_size_in_bytes
    held = max(many * memory.argument_size_in_bytes, beside())
    new = many * (memory.output_size_in_bytes - memory.alias_size_in_bytes)
    kept = held + new + copy_bytes(carry)
    free = free_bytes()
    room = free + held if free else 0  # as much as there was before this was made ready
    needs = partial(_needs, sizes, steps, room)
    found = needs(kept, temporary)
    if not found.fits:
        return found
    carry, log = jax.block_until_ready(take(carry, log, 0, 0))  # what Train will run is compiled
    before = beside()
    begin_anew()
    seconds = _step_seconds(take, carry, log, most) * steps
    working = max(temporary, most_bytes() - before if before else 0)
    return replace(needs(kept + max(0, before - held), working), epoch_seconds=seconds)


def _needs(sizes: Sizes, steps: int, room: int, kept: int, working: int) -> Forecast:
    """Without the time. kept: bytes that are there at any batch size. working: those of a step."""
    sample, rest = sizes.sample_bytes(working), room - kept - sizes.to_compile
    # a look into the run takes as much again, where what a step has freed is not given back
    looking = working if beside() and stays(working) else 0
    return Forecast(
        batch_size=sizes.batch,
        peak_bytes=kept + sizes.to_compile + max(working + looking, sizes.evaluating),
        free_bytes=room,
        safe_batch=safe_batch(rest - (working - sizes.batch * sample), sample),
        epoch_seconds=0.0,
        steps=steps,
    )


def beside() -> int:
    """What this process takes now, where a run's memory is that of its process."""
    return taken_bytes() if jax.devices()[0].platform == "cpu" else 0


def _step_seconds(take: Steps, carry: Any, log: Any, most: int) -> float:
    """Seconds a step: of one, or where that is quick, of as many as a moment holds."""
    begun = time.perf_counter()
    carry, log = jax.block_until_ready(take(carry, log, 0, 1))
    once = time.perf_counter() - begun
    count = min(most, int(_TRIAL_S / max(once, 1e-6)))
    if count < 2:
        return once
    begun = time.perf_counter()
    jax.block_until_ready(take(carry, log, 0, count))
    return (time.perf_counter() - begun) / count
