"""Memory of the device that computes: how much is taken, how much is free.

Of a processor it is main memory.
"""

import os
from typing import Any

from hornstudio.engine.lazy import jax
from hornstudio.engine.machine.main_memory import free_main_memory
from hornstudio.engine.train.steps.memory.heap import give_back
from hornstudio.engine.train.steps.memory.own import resident_bytes


def share_device() -> None:
    """Take memory of an accelerator as it is needed, not most of it at once.

    Whatever else the person runs there finds room. Call it before JAX computes; what they have
    chosen themselves stays.
    """
    os.environ.setdefault("XLA_PYTHON_CLIENT_PREALLOCATE", "false")


def memory_in_use(device: Any) -> int:
    """Bytes that are taken on a device; of a CPU those of this process. 0 where nobody knows."""
    if device.platform != "cpu":
        return int((device.memory_stats() or {}).get("bytes_in_use", 0))
    return resident_bytes()


def free_bytes() -> int:
    """Memory that the first device has to spare; 0 where it does not say."""
    device = jax.devices()[0]
    if device.platform == "cpu":
        give_back()
        return free_main_memory()
    stats = device.memory_stats() or {}
    return max(0, stats.get("bytes_limit", 0) - stats.get("bytes_in_use", 0))
