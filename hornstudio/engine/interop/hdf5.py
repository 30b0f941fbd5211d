"""HDF5 of unknown origin as folders of arrays: nothing outside the file, nothing without measure.

The format can lead to other files (external and soft links, external storage, virtual arrays),
run plug-ins (filters), and promise far more than it holds. None of that is in a file that Keras
wrote, so it is refused.
"""

import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import h5py
import numpy as np

from hornstudio.engine.errors import FileError
from hornstudio.engine.text import Text

MOST_ITEMS = 200_000
DEEPEST = 32
LARGEST_TEXT = 32 * 2**20
_WHOLE = re.compile(r"truncated file: .*stored_eof = (\d+)")


def _refuse(where: str, reason: Text) -> FileError:
    return FileError("the weights are refused: {where} {reason}", where=where, reason=reason)


@contextmanager
def open_folder(source: bytes | Path) -> Iterator["Folder"]:
    """The root of a file, from its content or its path. Raises: FileError."""
    place: Any = io.BytesIO(source) if isinstance(source, bytes) else str(source)
    size = len(source) if isinstance(source, bytes) else source.stat().st_size
    try:
        with h5py.File(place, "r") as file:
            yield Folder(file, "", _Budget(size, MOST_ITEMS))
    except FileError:
        raise
    except (OSError, ValueError, KeyError, TypeError, RuntimeError, MemoryError) as error:
        raise _why_damaged(str(error).partition("\n")[0], size) from None


def _why_damaged(said: str, size: int) -> FileError:
    """said: by the reader of HDF5. size: of the file."""
    if whole := _WHOLE.search(said):
        return FileError(
            "the HDF5 file breaks off: {size} of its {whole} bytes are there; copy or save it "
            "again",
            size=f"{size:,}",
            whole=f"{int(whole[1]):,}",
        )
    inner = said.rpartition("(")[2].rstrip(")") or said
    return FileError("the HDF5 file is damaged; copy or save it again ({reason})", reason=inner)


@dataclass(slots=True)
class _Budget:
    """How much of the file may still be read: its size in bytes, and a number of items."""

    bytes_left: int
    items_left: int

    def take_item(self) -> None:
        self.items_left -= 1
        if self.items_left < 0:
            raise _refuse(
                Text("the file"), Text("has more than {most} parts", most=f"{MOST_ITEMS:,}")
            )

    def take_bytes(self, count: int, where: str) -> None:
        self.bytes_left -= count
        if self.bytes_left < 0:
            raise _refuse(where, Text("holds more than the file is long"))


class Folder:
    """A group of an HDF5 file: folders and arrays in it, each opened only when it is asked for."""

    def __init__(self, group: h5py.Group, path: str, budget: _Budget, depth: int = 0) -> None:
        self._group = group
        self._budget = budget
        self._depth = depth
        self.path = path
        if depth > DEEPEST:
            raise _refuse(path, Text("is nested too deep"))

    def folders(self) -> dict[str, "Folder"]:
        """Folders by name, in the order of their names."""
        found = {}
        for name in self._names():
            item = self._item(name)
            if isinstance(item, h5py.Group):
                found[name] = Folder(item, self._below(name), self._budget, self._depth + 1)
        return found

    def folder(self, *names: str) -> "Folder | None":
        """The folder reached by these names one after the other, or None."""
        here: Folder | None = self
        for name in names:
            if here is None or name not in here._group:
                return None
            item = here._item(name)
            if not isinstance(item, h5py.Group):
                return None
            here = Folder(item, here._below(name), here._budget, here._depth + 1)
        return here

    def names(self) -> list[str]:
        """Names of the arrays here; numbers in numeric order, before words."""
        found = [n for n in self._names() if isinstance(self._item(n), h5py.Dataset)]
        return sorted(found, key=lambda n: (not n.isdigit(), int(n) if n.isdigit() else 0, n))

    def array(self, name: str) -> np.ndarray:
        """The array of that name. Raises: FileError."""
        where = self._below(name)
        item = self._item(name)
        if not isinstance(item, h5py.Dataset):
            raise _refuse(where, Text("is no array"))
        self._check_array(item, where)
        self._budget.take_bytes(item.nbytes, where)
        array = np.asarray(item[()])
        return array if array.dtype.kind != "V" else array.view(_brain_float())

    def text(self, name: str) -> str | None:
        """The attribute of that name, if it is a text. Raises: FileError."""
        if name not in self._group.attrs:
            return None
        owner = self.path or Text("the file")
        where = Text("attribute {name} of {owner}", name=name, owner=owner)
        found = self._group.attrs.get_id(name)
        # Texts in a list may all lie at one place, and so be far more than the file is long.
        if found.shape or h5py.check_string_dtype(found.dtype) is None:
            raise _refuse(where, Text("is not one text"))
        if found.dtype.kind != "O" and found.dtype.itemsize > LARGEST_TEXT:
            raise _refuse(where, Text("is too long"))
        value = self._group.attrs[name]
        text = value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)
        if len(text) > LARGEST_TEXT:
            raise _refuse(where, Text("is too long"))
        return text

    def _names(self) -> list[str]:
        names = []
        for name in self._group:
            self._budget.take_item()
            names.append(name)
        return names

    def _below(self, name: str) -> str:
        return f"{self.path}/{name}" if self.path else name

    def _item(self, name: str) -> Any:
        """What lies under a name, if it is in the file itself."""
        link = self._group.get(name, getlink=True)
        if not isinstance(link, h5py.HardLink):
            is_outside = isinstance(link, h5py.ExternalLink)
            what = Text("is a link to another file" if is_outside else "is a link to another place")
            raise _refuse(self._below(name), what)
        self._budget.take_item()
        return self._group[name]

    @staticmethod
    def _check_array(item: h5py.Dataset, where: str) -> None:
        plist = item.id.get_create_plist()
        if item.is_virtual or item.external or plist.get_external_count():
            raise _refuse(where, Text("lies in another file"))
        if plist.get_nfilters():
            raise _refuse(where, Text("is packed by a filter"))
        is_number = item.dtype.kind in "fiub" and item.dtype.hasobject is False
        if not is_number and item.dtype.str[1:] != "V2":
            raise _refuse(where, Text("is {kind}; need numbers", kind=str(item.dtype)))
        if item.nbytes > item.id.get_storage_size():
            raise _refuse(
                where, Text("promises {size} bytes that are not there", size=f"{item.nbytes:,}")
            )


def _brain_float() -> Any:
    import ml_dtypes

    return ml_dtypes.bfloat16
