"""A large array of which only the rows that are wanted become numbers for a network."""

from collections.abc import Callable
from typing import Any

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
        """The rows of these numbers, or of a slice, in memory."""
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
