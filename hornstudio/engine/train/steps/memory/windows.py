"""What Windows says of memory: of the machine, and of this process."""

import ctypes
from typing import Any


class _Machine(ctypes.Structure):
    """MEMORYSTATUSEX of sysinfoapi.h; the page file's figures are those of what may be promised."""

    _fields_ = (
        ("length", ctypes.c_uint32),
        ("load", ctypes.c_uint32),
        ("total", ctypes.c_uint64),
        ("available", ctypes.c_uint64),
        ("total_page_file", ctypes.c_uint64),
        ("available_page_file", ctypes.c_uint64),
        ("total_virtual", ctypes.c_uint64),
        ("available_virtual", ctypes.c_uint64),
        ("available_extended", ctypes.c_uint64),
    )


class _Process(ctypes.Structure):
    """PROCESS_MEMORY_COUNTERS of psapi.h."""

    _fields_ = (
        ("length", ctypes.c_uint32),
        ("page_faults", ctypes.c_uint32),
        ("peak_working_set", ctypes.c_size_t),
        ("working_set", ctypes.c_size_t),
        ("peak_paged_pool", ctypes.c_size_t),
        ("paged_pool", ctypes.c_size_t),
        ("peak_other_pool", ctypes.c_size_t),
        ("other_pool", ctypes.c_size_t),
        ("page_file", ctypes.c_size_t),
        ("peak_page_file", ctypes.c_size_t),
    )


def free_bytes() -> int | None:
    """What the machine has to spare, in its memory and in what it may promise; None: unknown."""
    told = _Machine(length=ctypes.sizeof(_Machine))
    if not _kernel().GlobalMemoryStatusEx(ctypes.byref(told)):
        return None
    return int(min(told.available, told.available_page_file))


def resident_bytes() -> int:
    """What this process has in memory; 0 where that is not told."""
    kernel, told = _kernel(), _Process(length=ctypes.sizeof(_Process))
    kernel.GetCurrentProcess.restype = ctypes.c_void_p
    own = ctypes.c_void_p(kernel.GetCurrentProcess())
    is_told = kernel.K32GetProcessMemoryInfo(own, ctypes.byref(told), ctypes.c_uint32(told.length))
    return int(told.working_set) if is_told else 0


def _kernel() -> Any:
    return ctypes.WinDLL("kernel32")  # type: ignore[attr-defined, unused-ignore]
