"""A file that outlasts a kill once it is written, and a power cut once the disk has flushed it.

A busy disk may take seconds to flush a file; until then nothing newer could be written if it all
went one after the other. So the latest content stands in `NAME.fresh`, goes on to `NAME.flushing`
while it is flushed, and only then takes the place of `NAME`. What a kill leaves of the three,
`settle` puts together. `NAME.cleared` says that there is nothing any more, where a file could not
be removed because another thread was still flushing it, and the program ended before it was done.
"""

import contextlib
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

from hornstudio.engine.disk.atomic import flush, write_atomically
from hornstudio.engine.disk.moving import move
from hornstudio.engine.disk.reason import reason_of
from hornstudio.engine.errors import FileError

FRESH, FLUSHING, CLEARED = ".fresh", ".flushing", ".cleared"


class LastingFile:
    """Writes one such file. Any thread may call; who writes need not wait for one who flushes."""

    def __init__(self, place: Path) -> None:
        self.place = place
        self._one_flushes = threading.Lock()
        self._moves = threading.Lock()
        self._is_wanted = self._is_cleared = False

    def write(self, content: bytes) -> None:
        """Let a kill find this from now on. Raises: FileError; what was there before still is."""
        write_atomically(_fresh(self.place), content, flushed=False)
        with self._moves:
            self._forget_clearing()

    def flush(self) -> bool:
        """Let a power cut find what was written before this call; whether there was anything.

        Raises: FileError; a kill finds it all the same.
        """
        draft = _flushing(self.place)
        with self._one_flushes, self._faults_named():
            with self._moves:
                self._is_wanted = _has_moved(_fresh(self.place), draft)
            if not self._is_wanted:
                return False
            with contextlib.suppress(FileNotFoundError):  # cleared in the meantime
                flush(draft)
            with self._moves:
                if self._is_wanted:
                    move(draft, self.place)
                else:  # where a file that is open could not be removed
                    draft.unlink(missing_ok=True)
                    self._forget_clearing()
        return True

    def clear(self) -> None:
        """Let there be no such file, without waiting for one who flushes it."""
        with self._moves:
            self._is_wanted = False
            if not _remove_all(self.place):
                self._is_cleared = True
                with contextlib.suppress(OSError):
                    _cleared(self.place).touch()

    def _forget_clearing(self) -> None:
        if self._is_cleared:
            self._is_cleared = not _remove(_cleared(self.place))

    @contextlib.contextmanager
    def _faults_named(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            reason = reason_of(error)
            raise FileError(
                "cannot write {path}: {reason}", path=str(self.place), reason=reason
            ) from None


def places(folder: Path, suffix: str) -> set[Path]:
    """Such files of a folder whose names end so, also those of which only a draft is there."""
    found = set()
    for draft in (FRESH, FLUSHING):
        found |= {place.with_suffix("") for place in folder.glob(f"*{suffix}{draft}")}
    return found | set(folder.glob(f"*{suffix}"))  # last, as what leaves a draft comes there


def latest(place: Path) -> Path:
    """Where the newest of it stands; the place itself where there is none."""
    return next((p for p in (_fresh(place), _flushing(place)) if p.exists()), place)


def is_there(place: Path) -> bool:
    """Whether there is any of it, also while another thread moves it on."""
    return any(each.exists() for each in _all(place))


def read(place: Path) -> bytes:
    """The newest of it, also while another thread moves it on. Raises: OSError.

    `latest` names a file that may be called otherwise before it is opened.
    """
    for draft in (_fresh(place), _flushing(place)):
        with contextlib.suppress(FileNotFoundError):
            return draft.read_bytes()
    return place.read_bytes()


def settle(place: Path, is_whole: Callable[[bytes], bool]) -> bool:
    """Put the newest whole content of an ended writer in its place, and remove its drafts.

    A power cut can leave a draft torn; one that is all there is stays, as nothing better is known.
    Returns whether there is any: not where it had been cleared.
    """
    if _cleared(place).exists():
        if _remove_all(place):
            _remove(_cleared(place))
        return False
    for draft in (_flushing(place), _fresh(place)):
        with contextlib.suppress(OSError):
            if not place.exists() or is_whole(draft.read_bytes()):
                move(draft, place)
            else:
                draft.unlink()
    return True


def _has_moved(place: Path, target: Path) -> bool:
    try:
        move(place, target)
    except FileNotFoundError:
        return False
    return True


def _remove_all(place: Path) -> bool:
    gone = [_remove(each) for each in _all(place)]
    return all(gone)


def _all(place: Path) -> tuple[Path, Path, Path]:
    """In the order in which content moves on: what has left one is in one that follows."""
    return _fresh(place), _flushing(place), place


def _remove(place: Path) -> bool:
    """Whether it is gone; Windows removes no file that is open."""
    with contextlib.suppress(OSError):
        place.unlink(missing_ok=True)
        return True
    return False


def _fresh(place: Path) -> Path:
    return place.with_name(place.name + FRESH)


def _flushing(place: Path) -> Path:
    return place.with_name(place.name + FLUSHING)


def _cleared(place: Path) -> Path:
    return place.with_name(place.name + CLEARED)
