"""What a device is called wherever a person reads of it, and how much of its memory is in use."""

import os
import platform
from contextlib import suppress
from pathlib import Path
from typing import Any


def device_title(device: object) -> str:
    """`CPU (x86_64)`; for an accelerator its platform and name, `GPU (NVIDIA H100)`."""
    kind, name = getattr(device, "platform", "?"), getattr(device, "device_kind", "")
    detail = platform.machine() if kind == "cpu" else name
    return f"{kind.upper()} ({detail})" if detail else str(kind.upper())


def memory_in_use(device: Any) -> int:
    """Bytes that are taken on a device; of a CPU those of this process. 0 where nobody knows."""
    if device.platform != "cpu":
        return int((device.memory_stats() or {}).get("bytes_in_use", 0))
    with suppress(OSError, ValueError, IndexError):
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE")
    return 0
