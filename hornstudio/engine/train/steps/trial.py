"""Finding out, before a training begins, what it will need."""

import os
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from hornstudio.engine.lazy import jax
from hornstudio.engine.train.forecast import Forecast, safe_batch
from hornstudio.engine.train.steps.host_memory import give_back

_TRIAL_S = 0.15

Steps = Callable[[Any, Any, int, int], tuple[Any, Any]]
"""(carry, log, first, count) -> the same after these steps."""


def forecast(
    compiled: Any, take: Steps, carry: Any, log: Any, steps: int, most: int, batch_size: int
) -> Forecast:
    """Needs of a training whose step is compiled.

    compiled: the executable, for its own account of memory. take: runs steps; it may use up what
    it is given. steps: in an epoch. most: in one dispatch. batch_size: samples held at once.
    """
    memory = compiled.memory_analysis()
    working = memory.temp_size_in_bytes
    kept = memory.argument_size_in_bytes + memory.output_size_in_bytes - memory.alias_size_in_bytes
    free = free_bytes()
    return Forecast(
        batch_size=batch_size,
        peak_bytes=kept + working,
        free_bytes=free,
        safe_batch=safe_batch(free - kept, working / batch_size) if free else 0,
        epoch_seconds=_step_seconds(take, carry, log, most) * steps,
    )


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


def free_bytes() -> int:
    """Memory that the first device has to spare; 0 where it does not say."""
    device = jax.devices()[0]
    if device.platform == "cpu":
        return _free_main_memory()
    stats = device.memory_stats() or {}
    return max(0, stats.get("bytes_limit", 0) - stats.get("bytes_in_use", 0))


def _free_main_memory() -> int:
    give_back()
    with suppress(OSError, ValueError, IndexError):
        for line in Path("/proc/meminfo").read_text(encoding="ascii").splitlines():
            if line.startswith("MemAvailable:"):
                return int(line.split()[1]) * 1024
    with suppress(AttributeError, OSError, ValueError):
        return os.sysconf("SC_AVPHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    return 0
