"""Keeping the memory of a step from step to step, where the C library lets a program say so.

XLA asks for the working memory of each step anew. Left alone, glibc gives large pieces back to the
system and gets them again page by page, each of which is cleared and faulted in; that is time in
which nothing is computed. Only GNU's library is told; elsewhere nothing changes.

What it keeps of any size is the heap of a program's first thread; heaps of other threads keep no
piece over 64 MB. So a program on a processor is run by the thread that asks for it. One heap for
all threads would keep everything too, but they wait for each other at it: a small network took a
fifth more time, and compiling a large one half as much again. But what a thread has left in a heap
is of no use to threads with others, so heaps are few: with two a core, twelve networks trained in
turn leave 444 MB instead of 552, at the same speed.
"""

import ctypes
import os
import platform
import time
from collections.abc import Mapping
from contextlib import suppress

from hornstudio.engine.lazy import jax, psutil

_TRIM_THRESHOLD, _MMAP_THRESHOLD, _ARENA_MAX = -1, -3, -8  # names of glibc's malloc.h
_HEAPS_A_CORE = 2
_LARGEST = (1 << 31) - 1
_GROWN_BYTES, _LARGE_BYTES = 2 << 20, 512 << 20
_LOOK_S = 4.0
_OWN_MAPPING_FROM = 1 << 30  # pieces so large are mapped by themselves and given back

TUNABLES = "GLIBC_TUNABLES"
"""The variable that GNU's library reads when a process begins, and no later."""

_LARGE_PAGES = "glibc.malloc.hugetlb=1"


def with_large_pages(variables: Mapping[str, str]) -> str:
    """TUNABLES of a process that will compute, beside what these variables say of it already.

    Its heap lies in pages of 2 MB where the system grants them, which the processor finds sooner:
    a step of a convolutional network or a transformer takes a twentieth less time.
    """
    given = variables.get(TUNABLES, "")
    if "glibc.malloc.hugetlb" in given:
        return given
    return f"{given}:{_LARGE_PAGES}" if given else _LARGE_PAGES


def keep_memory() -> bool:
    """Let freed memory stay with the process. Whether that is so.

    Call it before JAX computes, and train in the process's first thread.
    """
    library = _library()
    if library is None:
        return False
    jax.config.update("jax_cpu_enable_async_dispatch", False)
    heaps = _HEAPS_A_CORE * (os.cpu_count() or 1)
    settings = (
        (_MMAP_THRESHOLD, _OWN_MAPPING_FROM),
        (_TRIM_THRESHOLD, _LARGEST),
        (_ARENA_MAX, heaps),
    )
    return all(library.mallopt(name, value) for name, value in settings)


def stays(size: int) -> bool:
    """Whether memory of so many bytes stays with the process when it is freed."""
    return size < _OWN_MAPPING_FROM


def give_back() -> None:
    """Give the system what is free by now, as before one looks how much there is."""
    library = _library()
    if library is not None:
        library.malloc_trim(0)


class Heaps:
    """Those of a long run, which grow though no more is held in them, and then are emptied.

    Small things come to lie in the hole of a large piece, which finds none the next time: a small
    network whose heaps held 80 MB came to keep 15 MB more in a million steps. What is given back
    and needed again is cleared again: in a large program that takes longer than it is worth.
    """

    def __init__(self) -> None:
        self._settled: int | None = None
        self._looked = time.monotonic()

    def tend(self) -> None:
        """Between two epochs: look, if that was not done just now.

        At the first look, and at the next one after what was free has gone, the program has again
        what it needs: that is the size beyond which it has grown.
        """
        if (now := time.monotonic()) - self._looked < _LOOK_S:
            return
        self._looked, size = now, _own_bytes()
        if self._settled is None:
            self._settled = size
        elif self._settled + _GROWN_BYTES < size < _LARGE_BYTES:
            self._settled = None
            give_back()


def _own_bytes() -> int:
    """What this process has in memory for itself, mapped files left out; 0 where nobody knows."""
    with suppress(psutil.Error, OSError, AttributeError):  # only some systems tell what is shared
        told = psutil.Process().memory_info()
        return int(told.rss - told.shared)
    return 0


def _library() -> ctypes.CDLL | None:
    """GNU's C library; None where the program runs with another."""
    if platform.libc_ver()[0] != "glibc":
        return None
    with suppress(OSError, AttributeError):
        library = ctypes.CDLL(None)
        library.mallopt, library.malloc_trim  # noqa: B018  # both must be there
        return library
    return None
