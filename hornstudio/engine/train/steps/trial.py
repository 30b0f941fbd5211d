"""Finding out, before a training begins, what it will need."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from msgspec.structs import replace

from hornstudio.engine.lazy import jax
from hornstudio.engine.train.forecast import Forecast, safe_batch
from hornstudio.engine.train.steps.copies import copy_bytes
from hornstudio.engine.train.steps.device import free_bytes

_TRIAL_S = 0.15
_WAYS = 2  # what layers give out is there on the way forward, and its gradient on the way back

Steps = Callable[[Any, Any, int, int], tuple[Any, Any]]
"""(carry, log, first, count) -> the same after these steps."""


@dataclass(frozen=True)
class Sizes:
    """What the memory of a run grows with.

    batch: samples of a step. evaluated: samples that are measured at once, where any are.
    weight_bytes: of what is trained: a gradient of it is there at any batch size.
    activation_bytes: of all that layers give out for one sample.
    """

    batch: int
    evaluated: int
    weight_bytes: int
    activation_bytes: int

    def sample_bytes(self, working: int) -> float:
        """What one sample more takes, of so much working memory of a step."""
        least = min(_WAYS * self.activation_bytes, working / self.batch)
        return max((working - self.weight_bytes) / self.batch, least)

    @property
    def evaluating(self) -> int:
        """Working memory of an evaluation: layers before the last two are let go."""
        return self.evaluated * self.activation_bytes // 2


def forecast(
    compiled: Any, take: Steps, carry: Any, log: Any, steps: int, most: int, sizes: Sizes
) -> Forecast:
    """Needs of a training whose step is compiled; steps are only tried where they fit.

    compiled: the executable, for its own account of memory. take: runs steps; it may use up what
    it is given. steps: in an epoch. most: in one dispatch.
    """
    memory = compiled.memory_analysis()
    working, held = memory.temp_size_in_bytes, memory.argument_size_in_bytes
    kept = held + memory.output_size_in_bytes - memory.alias_size_in_bytes + copy_bytes(carry)
    free = free_bytes()
    room = free + held if free else 0  # as much as there was before this was made ready
    sample = sizes.sample_bytes(working)
    found = Forecast(
        batch_size=sizes.batch,
        peak_bytes=kept + max(working, sizes.evaluating),
        free_bytes=room,
        safe_batch=safe_batch(room - kept - (working - sizes.batch * sample), sample),
        epoch_seconds=0.0,
        steps=steps,
    )
    if not found.fits:
        return found
    return replace(found, epoch_seconds=_step_seconds(take, carry, log, most) * steps)


def _step_seconds(take: Steps, carry: Any, log: Any, most: int) -> float:
    """Seconds a step: of one, or where that is quick, of as many as a moment holds."""
    carry, log = jax.block_until_ready(take(carry, log, 0, 0))  # what Train will run is compiled
    begun = time.perf_counter()
    carry, log = jax.block_until_ready(take(carry, log, 0, 1))
    once = time.perf_counter() - begun
    count = min(most, int(_TRIAL_S / max(once, 1e-6)))
    if count < 2:
        return once
    begun = time.perf_counter()
    jax.block_until_ready(take(carry, log, 0, count))
    return (time.perf_counter() - begun) / count
