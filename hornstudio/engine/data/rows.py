"""Arrays that stay where they are until some of their rows are wanted: in files, or to be made.

What a data module loads may be such an array instead of one in memory: a memory-mapped file, or
anything with `shape`, `dtype`, a length, and rows by their numbers or a slice (`array[rows]`). Its
`mark`, where it has one, is text that stands for its content, so that nothing reads all of it;
`is_made`, whether its rows are made, not only read, so that each takes its time.
"""

import hashlib
import mmap
from pathlib import Path
from typing import Any

import numpy as np


class Rows:
    """Some rows of an array in some order, read when they are asked for."""

    def __init__(self, array: Any, rows: np.ndarray | None = None, dtype: Any = None) -> None:
        """rows: numbers of the rows; all where None. dtype: to read them as."""
        self._array = array
        self._rows = rows
        self.dtype = np.dtype(dtype or array.dtype)
        self.shape = (len(array) if rows is None else len(rows), *array.shape[1:])

    @property
    def ndim(self) -> int:
        """Axes, that of the rows included."""
        return len(self.shape)

    @property
    def size(self) -> int:
        """Numbers in all rows."""
        return int(np.prod(self.shape, dtype=np.int64))

    @property
    def nbytes(self) -> int:
        """What all rows would take in memory."""
        return self.size * self.dtype.itemsize

    @property
    def mark(self) -> str:
        """Text that stands for the content."""
        rows = b"" if self._rows is None else np.ascontiguousarray(self._rows).tobytes()
        return f"{mark_of(self._array)} {hashlib.sha256(rows).hexdigest()} {self.dtype}"

    @property
    def is_made(self) -> bool:
        """Whether each row takes its time."""
        return bool(getattr(self._array, "is_made", False))

    def __len__(self) -> int:
        return self.shape[0]

    def __getitem__(self, rows: Any) -> np.ndarray:
        """The rows of these numbers, or of a slice, in memory."""
        wanted = rows if self._rows is None else self._rows[rows]
        array = self._array
        if isinstance(array, np.ndarray) and isinstance(wanted, np.ndarray):
            found = np.take(array.view(np.ndarray), wanted, axis=0)  # quicker than by index
        else:
            found = np.asarray(array[wanted])
        return found.astype(self.dtype, copy=False)


def is_in_memory(array: Any) -> bool:
    """Whether all of it has been read, or can only be read at once."""
    if not hasattr(array, "__array__"):
        return not hasattr(array, "shape")
    while isinstance(array, np.ndarray):
        if isinstance(array, np.memmap):
            return False
        array = array.base
    return not isinstance(array, mmap.mmap)


def chosen(array: Any, rows: np.ndarray) -> Any:
    """The rows of these numbers: in memory where the array is, otherwise read when wanted."""
    return array[rows] if is_in_memory(array) else Rows(array, rows)


def mark_of(array: Any) -> str:
    """Text that stands for the content of an array that is not in memory."""
    if isinstance(array, np.memmap) and array.filename:
        path = Path(array.filename)
        facts = path.stat()
        return f"{path} {facts.st_size} {facts.st_mtime_ns} {array.offset} {array.shape}"
    return str(getattr(array, "mark", f"{type(array).__name__} {id(array)}"))
