"""A large array of which only the rows that are wanted become numbers for a network."""

import os
from collections.abc import Callable
from typing import Any

from hornstudio.engine.errors import DataError
from hornstudio.engine.lazy import np
from hornstudio.engine.modules.arrays.looking import BLOCK_NUMBERS


class Converted:
    """Some rows of an array as something makes them, read and made when they are asked for.

    mark: text that stands for the content of all of it.
    """

    def __init__(
        self,
        array: "np.ndarray",
        rows: "np.ndarray | None",
        convert: Callable[["np.ndarray"], "np.ndarray"],
        mark: str,
    ) -> None:
        self._array = array
        self._rows = rows
        self._convert = convert
        self._file = str(array.filename) if isinstance(array, np.memmap) else ""
        self._stamp = _stamp(self._file) if self._file else ()
        made = convert(np.asarray(array[:1]))
        self.dtype = made.dtype
        self.shape = (len(array) if rows is None else len(rows), *made.shape[1:])
        self.mark = mark

    def __len__(self) -> int:
        return int(self.shape[0])

    @property
    def nbytes(self) -> int:
        """What all rows would take in memory."""
        return int(np.prod(self.shape, dtype=np.int64)) * self.dtype.itemsize

    def __getitem__(self, rows: Any) -> "np.ndarray":
        """The rows of these numbers, or of a slice, in memory.

        Raises: DataError where the file has been written over: a process that reads beyond the new
        end of a mapped file is killed.
        """
        self._refuse_other_content()
        wanted = rows if self._rows is None else self._rows[rows]
        array = self._array.view(np.ndarray)
        is_listed = isinstance(wanted, np.ndarray)
        return self._convert(np.take(array, wanted, axis=0) if is_listed else array[wanted])

    def in_memory(self) -> "np.ndarray":
        """All rows; on the way there little more memory is taken than for them."""
        made = np.empty(self.shape, self.dtype)
        size = max(1, BLOCK_NUMBERS // max(1, made[:1].size))
        for start in range(0, len(made), size):
            made[start : start + size] = self[start : start + size]
        return made

    def _refuse_other_content(self) -> None:
        """What took the place of the file, or deleted it, has left the mapped one as it was."""
        now = _stamp(self._file) if self._file else ()
        if now and self._stamp and now[:2] == self._stamp[:2] and now != self._stamp:
            raise DataError(
                "{path} was written over while its samples were read; begin anew with what is "
                "there now. A copy that is renamed when it is complete can take the place of such "
                "a file at any time",
                path=self._file,
            )


def _stamp(file: str) -> tuple[int, ...]:
    """Which file that is, by its disk and number; its size and time. () where there is none."""
    try:
        facts = os.stat(file)
    except OSError:
        return ()
    return facts.st_dev, facts.st_ino, facts.st_size, facts.st_mtime_ns
