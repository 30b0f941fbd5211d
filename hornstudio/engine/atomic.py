"""Writing a file whole or not at all."""

import contextlib
import errno
import os
import secrets
import shutil
from collections.abc import Iterator
from pathlib import Path

from hornstudio.engine.errors import FileError


def write_atomically(path: Path, content: bytes, *, backup: bool = False) -> None:
    """Write beside the target, check, flush to the disk, then take the target's place.

    backup: keep the former content as `NAME~`. Raises: FileError; the target is then as it was.
    """
    try:
        target = path.resolve()  # a link keeps pointing at the file it names
        _refuse_read_only(target)
        with _temporary_name(target) as draft:
            _write(draft, content)
            if target.exists():
                shutil.copymode(target, draft)
                if backup:
                    _keep_backup(target)
            os.replace(draft, target)
    except (OSError, RuntimeError) as error:  # RuntimeError: links that lead in a circle
        reason = getattr(error, "strerror", None) or str(error)
        raise FileError("cannot write {path}: {reason}", path=str(path), reason=reason) from None
    _sync_folder(target.parent)


def _refuse_read_only(target: Path) -> None:
    """Replacing a file asks nothing of its own mode, but who set it meant it."""
    if target.exists() and not os.access(target, os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))


@contextlib.contextmanager
def _temporary_name(target: Path) -> Iterator[Path]:
    """A free name beside the target; what still bears it in the end is removed."""
    draft = target.with_name(f".{target.name[:40]}.{secrets.token_hex(6)}")
    try:
        yield draft
    finally:
        with contextlib.suppress(OSError):
            os.unlink(draft)


def _write(draft: Path, content: bytes) -> None:
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    with os.fdopen(os.open(draft, flags, 0o666), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    if draft.read_bytes() != content:
        raise OSError(None, "what was written cannot be read back")


def _keep_backup(target: Path) -> None:
    """Give the former file a second name, which costs no space; copy it where links cannot be."""
    with _temporary_name(target) as spare:
        try:
            os.link(target, spare)
        except OSError:
            shutil.copy2(target, spare)
        os.replace(spare, target.with_name(target.name + "~"))


def _sync_folder(folder: Path) -> None:
    """Make the new name last through a power cut, where the system can (not on Windows)."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
