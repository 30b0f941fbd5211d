"""What macOS says of memory: of the machine, and of this process."""

import ctypes
import os
import re
import subprocess
from typing import Any

_PATIENCE_S = 2
_FREE = ("free", "inactive", "speculative")
"""Kinds of pages that are given away before anything is swapped out."""


class _Process(ctypes.Structure):
    """rusage_info_v0 of sys/resource.h."""

    _fields_ = (
        ("uuid", ctypes.c_uint8 * 16),
        ("user_time", ctypes.c_uint64),
        ("system_time", ctypes.c_uint64),
        ("idle_wakeups", ctypes.c_uint64),
        ("interrupt_wakeups", ctypes.c_uint64),
        ("pageins", ctypes.c_uint64),
        ("wired", ctypes.c_uint64),
        ("resident", ctypes.c_uint64),
        ("footprint", ctypes.c_uint64),
        ("start_time", ctypes.c_uint64),
        ("exit_time", ctypes.c_uint64),
    )


def free_bytes() -> int | None:
    """What the machine has to spare without swapping; None where nobody knows."""
    try:
        done = subprocess.run(
            ["vm_stat"], capture_output=True, encoding="utf-8", timeout=_PATIENCE_S, check=True
        )
    except (OSError, ValueError, subprocess.SubprocessError):
        return None
    size = re.search(r"page size of (\d+) bytes", done.stdout)
    pages = dict(re.findall(r"^Pages (\w+):\s+(\d+)\.", done.stdout, re.MULTILINE))
    if size is None or not pages.keys() >= set(_FREE):
        return None
    return int(size[1]) * sum(int(pages[kind]) for kind in _FREE)


def resident_bytes() -> int:
    """What this process takes, also what is compressed; 0 where that is not told."""
    told = _Process()
    try:
        is_refused = _library().proc_pid_rusage(os.getpid(), 0, ctypes.byref(told))
    except (OSError, AttributeError):
        return 0
    return 0 if is_refused else int(told.footprint)


def _library() -> Any:
    return ctypes.CDLL(None)
