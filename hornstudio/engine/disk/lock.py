"""A file beside another one that says who works on it: `.NAME.lock`."""

import contextlib
import json
import os
import secrets
import time
from dataclasses import asdict
from pathlib import Path

from hornstudio.engine.disk.owner import Owner, is_alive, owner_from

_TRIES = 3
_LOOK_AGAIN_S = 0.05


class FileLock:
    """One holder's claim on one file. Where the folder takes no lock, work goes on without.

    is_held: whether a lock file with our name stands there.
    """

    def __init__(self, target: Path, me: Owner) -> None:
        self.target = target
        self.me = me
        self.is_held = False
        self._place = lock_of(target)

    def take(self) -> Owner | None:
        """Claim the file. Returns who holds it, where that is another living holder."""
        for _ in range(_TRIES):
            found = _look(self._place)
            if found is None:
                created = self._create()
                if created is not None:
                    self.is_held = created
                    return None
                continue  # somebody else was quicker
            content, holder = found
            if holder is not None and holder.token == self.me.token:
                self.is_held = True
                return None
            if holder is not None and _lives(holder, self._place, self.me):
                self.is_held = False
                return holder
            if not _put_away(self._place, content):
                return None  # a dead lock that cannot be removed protects nobody
        found = _look(self._place)
        return found[1] if found else None

    def renew(self) -> bool:
        """Give a sign of life. Returns whether the lock is still ours."""
        found = _look(self._place) if self.is_held else None
        self.is_held = bool(found and found[1] and found[1].token == self.me.token)
        if self.is_held:
            with contextlib.suppress(OSError):
                os.utime(self._place)
        return self.is_held

    def release(self) -> None:
        """Give the file free, unless somebody has taken our lock over."""
        if self.is_held and self.renew():
            with contextlib.suppress(OSError):
                os.unlink(self._place)
        self.is_held = False

    def _create(self) -> bool | None:
        """Whether a lock could be made; None: there is one already."""
        content = json.dumps(asdict(self.me)).encode()
        draft = self._place.with_name(f".{secrets.token_hex(6)}.lock")
        try:
            draft.write_bytes(content)
            try:
                os.link(draft, self._place)  # whole at once, and never over another one
            except FileExistsError:
                return None
            except OSError:
                return _create_unlinked(self._place, content)
            return True
        except OSError:
            return False
        finally:
            with contextlib.suppress(OSError):
                os.unlink(draft)


def lock_of(target: Path) -> Path:
    """Where the lock of a file stands: beside the file itself, not beside a link to it."""
    with contextlib.suppress(OSError, RuntimeError):
        target = target.resolve()
    return target.with_name(f".{target.name}.lock")


def holder_of(target: Path, me: Owner) -> Owner | None:
    """Who else works on a file; None: nobody that lives."""
    found = _look(lock_of(target))
    holder = found[1] if found else None
    if found is None or holder is None or holder.token == me.token:
        return None
    return holder if _lives(holder, lock_of(target), me) else None


def _create_unlinked(place: Path, content: bytes) -> bool | None:
    """For disks that know no second name of a file: whoever looks may see it half written."""
    try:
        with place.open("xb") as file:
            file.write(content)
    except FileExistsError:
        return None
    return True


def _look(place: Path) -> tuple[bytes, Owner | None] | None:
    """Content and owner; None: there is no lock to read."""
    for is_last in (False, True):
        try:
            content = place.read_bytes()
        except OSError:
            return None
        owner = _owner_in(content)
        if owner is not None or is_last:
            return content, owner
        time.sleep(_LOOK_AGAIN_S)  # it may be just being written
    return None


def _lives(holder: Owner, place: Path, me: Owner) -> bool:
    if holder.machine == me.machine:
        return is_alive(holder, 0.0)
    try:
        return is_alive(holder, _now_beside(place) - place.stat().st_mtime)
    except OSError:
        return False  # it has just gone


def _owner_in(content: bytes) -> Owner | None:
    try:
        return owner_from(json.loads(content))
    except (ValueError, RecursionError):
        return None


def _now_beside(place: Path) -> float:
    """The time as the disk sees it: the clock of a file server is not ours."""
    probe = place.with_name(f".{secrets.token_hex(6)}.lock")
    try:
        probe.touch()
        return probe.stat().st_mtime
    except OSError:
        return time.time()
    finally:
        with contextlib.suppress(OSError):
            os.unlink(probe)


def _put_away(place: Path, content: bytes) -> bool:
    """Remove a dead lock; whether it is gone. Another one that has just come is put back."""
    aside = place.with_name(f".{secrets.token_hex(6)}.lock")
    try:
        os.rename(place, aside)
    except FileNotFoundError:
        return True
    except OSError:
        return False
    with contextlib.suppress(OSError):
        if aside.read_bytes() != content:
            os.link(aside, place)
    with contextlib.suppress(OSError):
        os.unlink(aside)
    return True
