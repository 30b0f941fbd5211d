"""An array of a file: in memory, or mapped from the disk where it is large and lies there bare."""

from pathlib import Path
from typing import Literal

from hornstudio.engine.errors import DataError
from hornstudio.engine.lazy import np
from hornstudio.engine.machine.main_memory import free_main_memory
from hornstudio.engine.modules.arrays.header import (
    UNREADABLE,
    Header,
    header_of,
    why_unreadable,
)
from hornstudio.engine.modules.arrays.reading import file_of, is_archive, read_array
from hornstudio.engine.text import bytes_text

LARGE_BYTES = 256 << 20
"""What takes more, as it is in its file, is not read at once if that can be helped."""


def home_of(file: Path, name: str) -> Path:
    """The file that holds an array: an .npz has all, an .npy others beside it. Raises: OSError."""
    return file if is_archive(file) else file_of(file, name)


def open_array(file: Path, name: str) -> "np.ndarray":
    """An array, in memory or a memory map.

    Raises: DataError where it cannot be read, or memory will not do for what is compressed.
    """
    header = header_of(file, name)
    home = home_of(file, name)
    try:
        if header.offset and header.nbytes > LARGE_BYTES:
            order: Literal["F", "C"] = "F" if header.is_fortran else "C"
            return np.memmap(home, header.dtype, "r", header.offset, header.shape, order)
        if not header.offset:
            _refuse_too_much(home, name, header)
        return read_array(file, name)
    except UNREADABLE as error:
        raise DataError(why_unreadable(home, error)) from None
    except MemoryError:
        raise DataError(
            "{name} in {path} takes {size} of memory, more than there is; save it with "
            "numpy.savez, which does not compress: then it is read in pieces",
            name=name,
            path=home.name,
            size=bytes_text(header.nbytes),
        ) from None


def _refuse_too_much(home: Path, name: str, header: Header) -> None:
    """A system that lends more memory than it has ends a process that takes it up, without a word.

    Raises: DataError.
    """
    free = free_main_memory()
    if free and header.nbytes > free:
        raise DataError(
            "{name} in {path} is compressed and takes {size} of memory, of which {free} are free; "
            "save it with numpy.savez instead of numpy.savez_compressed: then it is read in place, "
            "a piece at a time",
            name=name,
            path=home.name,
            size=bytes_text(header.nbytes),
            free=bytes_text(free),
        )
