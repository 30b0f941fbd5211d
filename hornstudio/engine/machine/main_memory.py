"""How much main memory this process may still take: what is free, and what it is allowed.

A process may be held to less than the machine has: by its container (a control group of Linux), or
by a limit of its address space (`ulimit -v`). Of Windows' limit to what all programs together may
be promised nothing is known here.
"""

import sys
from contextlib import suppress
from pathlib import Path

from hornstudio.engine.lazy import psutil
from hornstudio.engine.machine.control_group import groups_for

_FILES = {
    1: ("memory.limit_in_bytes", "memory.usage_in_bytes", "total_inactive_file"),
    2: ("memory.max", "memory.current", "inactive_file"),
}
"""By version of control groups: files with the limit and what is taken, and what is only cached."""


def free_main_memory() -> int:
    """Bytes; 0 where nobody knows."""
    rooms = (_available(), _addressable(), *(_room_in(*group) for group in groups_for("memory")))
    return max(0, min((room for room in rooms if room is not None), default=0))


def _available() -> int | None:
    """What the machine has to spare without swapping."""
    with suppress(psutil.Error, OSError):
        return int(psutil.virtual_memory().available)
    return None


def _addressable() -> int | None:
    """What is left of the address space where that is limited."""
    if sys.platform != "linux":
        return None  # macOS gives programs hundreds of GB of addresses, whatever the limit
    import resource

    limit, _ = resource.getrlimit(resource.RLIMIT_AS)
    if limit == resource.RLIM_INFINITY:
        return None
    with suppress(psutil.Error, OSError):
        return limit - int(psutil.Process().memory_info().vms)
    return None


def _room_in(version: int, folder: Path) -> int | None:
    """What a control group leaves; what is only cached counts as free."""
    limit, usage, cached = _FILES[version]
    with suppress(OSError, ValueError):  # there is no such group, or it has no limit: `max`
        most, taken = (int((folder / name).read_text(encoding="ascii")) for name in (limit, usage))
        figures = dict(
            line.split() for line in (folder / "memory.stat").read_text("ascii").splitlines()
        )
        return most - taken + int(figures.get(cached, 0))
    return None
