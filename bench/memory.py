"""How much memory a process holds, as the system counts it."""

import gc
import math
import os
from pathlib import Path


def resident_mb(pid: int | str = "self") -> float:
    """Resident memory of a process; not a number where the system does not say."""
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1])
    except (OSError, IndexError, ValueError):
        return math.nan
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def held_mb() -> float:
    """Memory that this process holds now, after what is no longer needed has gone."""
    gc.collect()
    return round(resident_mb(), 2)
