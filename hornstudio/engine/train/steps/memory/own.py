"""What this process takes of main memory, now and at most, over what it took before it computed.

A compiler's account leaves out what lies beside the device (samples as they were read), what
compiling has taken, and what the libraries that it calls take for themselves. The system counts it
all. The most is known on Linux only; elsewhere it is 0.
"""

from contextlib import suppress
from functools import cache
from pathlib import Path

from hornstudio.engine.lazy import psutil

_STATUS, _RESET = Path("/proc/self/status"), Path("/proc/self/clear_refs")
_PEAK_ALONE = "5"  # what is written to begin the peak anew


@cache
def idle_bytes() -> int:
    """What was taken when this was first asked for: ask before anything is computed."""
    return resident_bytes()


def resident_bytes() -> int:
    """What is taken now; 0 where the system does not say."""
    with suppress(psutil.Error, OSError):
        return int(psutil.Process().memory_info().rss)
    return 0


def taken_bytes() -> int:
    """The same over what an idle process takes."""
    return max(0, resident_bytes() - idle_bytes())


def most_bytes() -> int:
    """Of the most that was taken since `begin_anew`; 0 where the system does not say."""
    return max(0, _peak_bytes() - idle_bytes())


def begin_anew() -> None:
    """From here on `most_bytes` counts."""
    with suppress(OSError):
        _RESET.write_text(_PEAK_ALONE, encoding="ascii")


def _peak_bytes() -> int:
    with suppress(OSError, ValueError, IndexError):
        for line in _STATUS.read_text(encoding="ascii").splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) * 1024
    return 0
