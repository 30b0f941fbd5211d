"""How much main memory this process may still take: what is free, and what it is allowed.

A process may be held to less than the machine has: by its container (a control group of Linux), or
by a limit of its address space (`ulimit -v`).
"""

import os
import sys
from contextlib import suppress
from pathlib import Path

from hornstudio.engine.train.steps.memory import macos, windows
from hornstudio.engine.train.steps.memory.heap import give_back

_PROC, _GROUPS = Path("/proc"), Path("/sys/fs/cgroup")


def free_main_memory() -> int:
    """Bytes; 0 where nobody knows."""
    give_back()
    known = [room for room in (_available(), _addressable(), _allowed()) if room is not None]
    return max(0, min(known, default=0))


def _available() -> int | None:
    """What the machine has to spare without swapping."""
    if sys.platform == "win32":
        return windows.free_bytes()
    if sys.platform == "darwin":
        return macos.free_bytes()
    with suppress(OSError, ValueError, IndexError):
        for line in (_PROC / "meminfo").read_text(encoding="ascii").splitlines():
            if line.startswith("MemAvailable:"):
                return int(line.split()[1]) * 1024
    with suppress(OSError, ValueError):
        return os.sysconf("SC_AVPHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    return None


def _addressable() -> int | None:
    """What is left of the address space where that is limited."""
    if sys.platform == "win32":
        return None
    import resource

    limit, _ = resource.getrlimit(resource.RLIMIT_AS)
    if limit == resource.RLIM_INFINITY:
        return None
    with suppress(OSError, ValueError, IndexError):
        pages = int((_PROC / "self/statm").read_text(encoding="ascii").split()[0])
        return limit - pages * os.sysconf("SC_PAGE_SIZE")
    return None


def _allowed() -> int | None:
    """What the control groups of this process leave; what is only cached counts as free."""
    with suppress(OSError):
        lines = (_PROC / "self/cgroup").read_text(encoding="utf-8").splitlines()
        rooms = [room for line in lines if (room := _room_of(*line.split(":", 2)[1:])) is not None]
        return min(rooms, default=None)
    return None


def _room_of(controllers: str, path: str) -> int | None:
    """Of the group with this path: of all controllers (version 2), or of that of memory (1)."""
    if not controllers:
        top, names = _GROUPS, ("memory.max", "memory.current", "inactive_file")
    elif "memory" in controllers.split(","):
        top = _GROUPS / "memory"
        names = ("memory.limit_in_bytes", "memory.usage_in_bytes", "total_inactive_file")
    else:
        return None
    inside = top / path.lstrip("/")
    rooms = (_room_in(folder, *names) for folder in (inside, top))  # a container sees itself on top
    return next((room for room in rooms if room is not None), None)


def _room_in(folder: Path, limit: str, usage: str, cached: str) -> int | None:
    with suppress(OSError, ValueError):  # there is no such group, or it has no limit: `max`
        most, taken = (int((folder / name).read_text(encoding="ascii")) for name in (limit, usage))
        figures = dict(
            line.split() for line in (folder / "memory.stat").read_text("ascii").splitlines()
        )
        return most - taken + int(figures.get(cached, 0))
    return None
