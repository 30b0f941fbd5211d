"""Reads the journals of windows that have ended in a thread: the window shows in the meantime."""

import threading
from collections.abc import Callable
from pathlib import Path

from hornstudio.engine.storage.journal import Found, is_saved, latest_first, lost, read, take
from hornstudio.ui.collector import building

_PATIENCE_S = 10.0

_Stamp = tuple[int, int]


class Finder:
    """Looks when it is asked to; asked while it does so, it looks once more.

    A journal that is the same as before is not read again. told: called in the thread with all
    unsaved work, the latest first, and with how often it had been asked; what a file holds already
    is none, and its journal goes.
    """

    def __init__(self, folder: Path, told: Callable[[list[Found], int], None]) -> None:
        self._folder = folder
        self._told = told
        self._known: dict[Path, tuple[_Stamp, Found]] = {}
        self._thread: threading.Thread | None = None
        self._guard = threading.Lock()
        self.asked = self._answered = 0
        self._is_closed = False

    def search(self) -> None:
        """Look soon, and tell; whatever has been left before this call is in it."""
        with self._guard:
            self.asked += 1
            if self._thread is None and not self._is_closed:
                self._thread = threading.Thread(target=self._run, name="lost work", daemon=True)
                self._thread.start()

    def close(self) -> None:
        """Tell nothing any more, and wait for the journal that is being read."""
        with self._guard:
            self._is_closed = True
            thread = self._thread
        if thread is not None:
            thread.join(_PATIENCE_S)

    def _run(self) -> None:
        while asked := self._next():
            found = self._look()
            if not self._is_closed:
                self._told(found, asked)

    def _next(self) -> int:
        """How often it has been asked; 0, and the thread ends, where all is answered."""
        with self._guard:
            if self._answered == self.asked or self._is_closed:
                self._thread = None
                return 0
            self._answered = self.asked
            return self.asked

    def _look(self) -> list[Found]:
        places = list(lost(self._folder))
        if not places:
            return []
        with building():
            return self._unsaved(places)

    def _unsaved(self, places: list[Path]) -> list[Found]:
        known: dict[Path, tuple[_Stamp, Found]] = {}
        unsaved: list[Found] = []
        for place in places:
            if self._is_closed:
                return []
            known[place] = self._read(place)
            found = known[place][1]
            if is_saved(found):
                take(found)
            else:
                unsaved.append(found)
        self._known = known
        return latest_first(unsaved)

    def _read(self, place: Path) -> tuple[_Stamp, Found]:
        stamp = _stamp_of(place)
        before = self._known.get(place)
        return before if before and before[0] == stamp else (stamp, read(place))


def _stamp_of(place: Path) -> _Stamp:
    """What another writing of a file changes."""
    try:
        facts = place.stat()
    except OSError:
        return (0, 0)
    return (facts.st_mtime_ns, facts.st_size)
