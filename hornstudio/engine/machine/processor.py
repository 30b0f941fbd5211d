"""What of the machine's processor this process may use.

Two threads of one core take turns at what computes in it, so what is shared out by cores counts
them once. A container may be given less time than the cores that it sees would have.
"""

import sys
from contextlib import suppress
from math import ceil
from pathlib import Path

from hornstudio.engine.lazy import psutil
from hornstudio.engine.machine.control_group import groups_for

_PROCESSORS = Path("/sys/devices/system/cpu")
_SIBLINGS = ("core_cpus_list", "thread_siblings_list")  # its name since Linux 5.3, and before


def usable_threads() -> int:
    """Processors that the system may let this process run on; a core with two threads is two."""
    return len(_threads())


def usable_cores() -> int:
    """Cores that this process may use, or fewer where it gets less time than they have."""
    quotas = (_quota(*group) for group in groups_for("cpu"))
    return min((_cores(), *(quota for quota in quotas if quota is not None)))


def _cores() -> int:
    threads = _threads()
    if sys.platform == "linux":
        return len({_siblings(thread) for thread in threads})
    return min(len(threads), psutil.cpu_count(logical=False) or len(threads))


def _threads() -> list[int]:
    """Their numbers; all of them where the system holds nobody to some, as macOS."""
    with suppress(AttributeError, psutil.Error, OSError):
        if allowed := list(psutil.Process().cpu_affinity()):
            return allowed
    return list(range(psutil.cpu_count() or 1))


def _siblings(thread: int) -> str:
    """All threads of the core that this one belongs to; itself where nobody knows."""
    for name in _SIBLINGS:
        with suppress(OSError):
            place = _PROCESSORS / f"cpu{thread}" / "topology" / name
            return place.read_text(encoding="ascii").strip()
    return str(thread)


def _quota(version: int, folder: Path) -> int | None:
    """Processors whose time a control group may take, rounded up; None: there is no limit."""
    with suppress(OSError, ValueError):  # there is no such group, or it has no limit: `max`
        if version == 2:
            time, period = map(int, (folder / "cpu.max").read_text(encoding="ascii").split())
        else:
            names = ("cpu.cfs_quota_us", "cpu.cfs_period_us")
            time, period = (int((folder / name).read_text(encoding="ascii")) for name in names)
        if time > 0 and period > 0:
            return ceil(time / period)
    return None
