"""Many pictures as one array: by several threads, and only what is wanted is decoded."""

import os
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Lock
from typing import Any
from weakref import WeakSet

from hornstudio.engine.errors import DataError
from hornstudio.engine.lazy import np
from hornstudio.engine.modules.pictures.damage import damage_of
from hornstudio.engine.modules.pictures.decoding import as_fractions, look_at
from hornstudio.engine.text import Text, joined

KEPT_BYTES = 1 << 30
"""Decoded pictures that stay in memory, a byte a number; further ones are decoded every time."""
_THREADS = 16
_NAMED = 5
_LOOK_S = 5.0

Read = Callable[[str], "np.ndarray"]
"""From the path of a picture to its bytes [height, width, channels]."""


class Room:
    """Memory for decoded pictures, shared by all the albums of a folder."""

    def __init__(self, size: int = KEPT_BYTES) -> None:
        self._size = self._left = size
        self._lock = Lock()

    def takes(self, size: int) -> bool:
        """Whether there is room for so many bytes; they are taken then."""
        with self._lock:
            is_fit = size <= self._left
            self._left -= size if is_fit else 0
            return is_fit

    def empty(self) -> None:
        """All of it is free again."""
        with self._lock:
            self._left = self._size


class Album:
    """Pictures in files as an array [N, height, width, channels] from 0 to 1.

    Rows are had by their numbers or a slice. What stands for the files is the mark of the folder.
    """

    is_made = True

    def __init__(
        self, paths: Sequence[str], shape: tuple[int, ...], read: Read, room: Room
    ) -> None:
        """shape: of one picture."""
        self.shape, self.dtype = (len(paths), *shape), np.dtype(np.float32)
        self._paths = paths
        self._read = read
        self._room = room
        self._kept: dict[int, np.ndarray] = {}
        _albums.add(self)

    def __len__(self) -> int:
        return self.shape[0]

    @property
    def nbytes(self) -> int:
        """What all pictures would take in memory."""
        return int(np.prod(self.shape, dtype=np.int64)) * self.dtype.itemsize

    def __getitem__(self, rows: Any) -> "np.ndarray":
        """Pictures in memory. Raises: DataError that names those that cannot be read."""
        wanted = np.arange(len(self))[rows]
        found = np.empty((*wanted.shape, *self.shape[1:]), self.dtype)
        flat = found.reshape(-1, *self.shape[1:])
        numbers = wanted.reshape(-1).tolist()
        faults: dict[str, Text] = {}

        def fill(place: int) -> None:
            try:
                flat[place] = as_fractions(self._pixels(numbers[place]))
            except Exception as error:  # a damaged file makes a decoder fail in any way
                faults[self._paths[numbers[place]]] = damage_of(error)

        self._at_once(fill, numbers)
        if faults:
            raise unreadable(self._damaged() | faults)
        return found

    def forget(self) -> None:
        """Let go of what has been decoded."""
        self._kept = {}
        self._room.empty()

    def _damaged(self) -> dict[str, Text]:
        """Pictures of which not even the beginning can be read, as far as a moment goes."""
        until, faults = time.monotonic() + _LOOK_S, {}
        for path in self._paths:
            if time.monotonic() > until:
                break
            try:
                look_at(path)
            except Exception as error:
                faults[path] = damage_of(error)
        return faults

    def _at_once(self, fill: Callable[[int], None], numbers: list[int]) -> None:
        """Fill all places; what is decoded already needs no threads."""
        if all(number in self._kept for number in numbers):
            for place in range(len(numbers)):
                fill(place)
            return
        threads = min(_THREADS, os.cpu_count() or 1, len(numbers))
        with ThreadPoolExecutor(threads, "pictures") as pool:
            list(pool.map(fill, range(len(numbers))))

    def _pixels(self, number: int) -> "np.ndarray":
        kept = self._kept.get(number)
        if kept is not None:
            return kept
        pixels = self._read(self._paths[number])
        if self._room.takes(pixels.nbytes):
            self._kept[number] = pixels
        return pixels


_albums: "WeakSet[Album]" = WeakSet()


def forget_decoded() -> None:
    """Let all albums that there are go of what they have decoded: others are looked at now."""
    for album in list(_albums):
        album.forget()


def unreadable(faults: dict[str, Text]) -> DataError:
    """The error for pictures that cannot be read, by their paths, and what to do.

    It is short, as a banner has to hold it: how many, of which folder, and some by their names.
    """
    if len(faults) == 1:
        ((path, reason),) = faults.items()
        return DataError(
            "the picture {path} cannot be read: {reason}. Put a good one in its place, or take it "
            "out of the folder, and try again; nothing that was trained is lost",
            path=path,
            reason=reason,
        )
    folder = os.path.commonpath([os.path.dirname(path) for path in faults])
    named = sorted(faults)[:_NAMED]
    reasons = dict.fromkeys(faults[path] for path in named)
    listed = joined(
        Text(
            "{names} ({reason})",
            names=", ".join(os.path.relpath(p, folder) for p in named if faults[p] == reason),
            reason=reason,
        )
        for reason in reasons
    )
    more = Text(" (and {n} more)", n=len(faults) - len(named)) if len(faults) > _NAMED else ""
    return DataError(
        "{count} pictures in {folder} cannot be read: {listed}{more}. Put good ones in their "
        "place, or take them out of the folder, and try again; nothing that was trained is lost",
        folder=folder,
        count=f"{len(faults):,}",
        listed=listed,
        more=more,
    )
