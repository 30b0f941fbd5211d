"""Calling a kernel on memory whose neighbours may not be touched: who reads there, dies."""

import ctypes
import mmap
import sys
from collections.abc import Sequence

import numpy as np
import pytest

from hornstudio.engine.kernels import machine_code
from hornstudio.engine.kernels.machine_code import Processor, Write

needs_kernels = pytest.mark.skipif(
    machine_code.processor() is None, reason="kernels are for processors with AVX2"
)


def processors() -> list[Processor]:
    """The one at hand, and one with shorter vectors that it can do the work of."""
    found = machine_code.processor()
    if found is None:
        return []
    shorter = Processor("haswell", "", 8)
    return [found, shorter] if found.lanes > shorter.lanes else [found]


class Guarded:
    """Arrays, each alone in memory: what comes before it or behind it cannot be read or written."""

    def __init__(self, *, at_end: bool) -> None:
        self._at_end = at_end
        self._held: list[object] = []

    def array(self, values: np.ndarray) -> np.ndarray:
        page = mmap.PAGESIZE
        room = -(-values.nbytes // page) * page
        memory = mmap.mmap(-1, room + 2 * page)
        start = ctypes.addressof(ctypes.c_char.from_buffer(memory))
        offset = page + (room - values.nbytes if self._at_end else 0)
        if sys.platform != "win32":
            libc = ctypes.CDLL(None, use_errno=True)
            for place in (start, start + page + room):
                assert libc.mprotect(ctypes.c_void_p(place), page, 0) == 0
        self._held.append(memory)
        made = np.frombuffer(memory, values.dtype, values.size, offset).reshape(values.shape)
        made[...] = values
        return made


def by_hand(
    write: Write,
    arrays: Sequence[np.ndarray],
    made: tuple[int, ...],
    processor: Processor,
    *,
    parts: int = 1,
    at_end: bool = True,
    room: int = 0,
) -> np.ndarray:
    """What a kernel makes of arrays, part by part; every number of it has to be written.

    room: numbers that each part may use for itself, behind what is made.
    """
    shapes = [made, (parts, room)] if room else [made]
    return all_by_hand(write, arrays, shapes, processor, parts=parts, at_end=at_end)[0]


def all_by_hand(
    write: Write,
    arrays: Sequence[np.ndarray],
    made: Sequence[tuple[int, ...]],
    processor: Processor,
    *,
    parts: int = 1,
    at_end: bool = True,
) -> list[np.ndarray]:
    """The same of a kernel that makes several arrays, or has room. made: their shapes."""
    text = machine_code.written("kernel", write, len(arrays), len(made), processor.lanes)
    text = text.replace("define internal void @", "define void @")
    name = next(line.split("@")[1].split("(")[0] for line in text.splitlines() if ".work" in line)
    code = machine_code.loaded(machine_code.compiled(text, processor), name.strip('"'), processor)
    guarded = Guarded(at_end=at_end)
    given = [guarded.array(array) for array in arrays]
    found = [guarded.array(np.full(shape, np.nan, np.float32)) for shape in made]
    places = [array.ctypes.data for array in (*given, *found)]
    takes = [ctypes.c_void_p] * len(places) + [ctypes.c_int64] * 3
    run = ctypes.CFUNCTYPE(None, *takes)(code.address)
    for part in range(parts):
        run(*places, len(arrays[0]), part, parts)
    return [array.copy() for array in found]
