"""Writing a file whole or not at all."""

import contextlib
import errno
import hashlib
import os
import re
import secrets
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

from hornstudio.engine.disk.moving import move, patiently
from hornstudio.engine.disk.naming import is_too_long
from hornstudio.engine.disk.reason import reason_of
from hornstudio.engine.errors import FileError
from hornstudio.engine.text import Text

FULL = (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC))
"""Numbers of errors that say that a disk has no room."""

_ABANDONED_AFTER_S = 60.0


def write_atomically(
    path: Path, content: bytes, *, backup: bool = False, flushed: bool = True
) -> None:
    """Write beside the target, check, flush to the disk, then take the target's place.

    backup: keep the former content as `NAME~`. flushed: False where it need outlast a kill only and
    no power cut; a busy disk may flush for seconds. Raises: FileError; the target is then as it
    was. On a full disk the error says how much is needed.
    """
    target = path
    try:
        target = _pointed_at(path)
        _refuse_read_only(target)
        with _temporary_name(target) as draft:
            _write(draft, content, flushed)
            with contextlib.suppress(FileNotFoundError):  # it is new, or has just been moved on
                shutil.copymode(target, draft)
                if backup:
                    _keep_backup(target)
            move(draft, target)
    except (OSError, RuntimeError) as error:  # RuntimeError: links that lead in a circle
        reason = _reason(error, target.parent, len(content))
        raise FileError("cannot write {path}: {reason}", path=str(path), reason=reason) from None
    if flushed:
        _flush_folder(target.parent)


def append(path: Path, content: bytes) -> None:
    """Add to a file, or begin it; its last line may be cut off where that fails.

    Raises: FileError.
    """
    try:
        with patiently(lambda: path.open("ab")) as file:
            file.write(content)
    except OSError as error:
        reason = _reason(error, path.parent, len(content))
        raise FileError("cannot write {path}: {reason}", path=str(path), reason=reason) from None


def flush(path: Path) -> None:
    """Let what was written there outlast a power cut. Raises: OSError."""
    handle = patiently(lambda: os.open(path, os.O_RDWR))
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def digest(content: bytes) -> str:
    """A mark of what a file holds, by which another content is noticed."""
    return hashlib.sha256(content).hexdigest()


def digest_of(path: Path) -> str:
    """The mark of what stands in a file now; empty where there is no file to read."""
    try:
        return digest(path.read_bytes())
    except OSError:
        return ""


def why_read_only(path: Path) -> Text | None:
    """Why a file could not be written where it stands, or None."""
    with contextlib.suppress(OSError, RuntimeError):
        path = path.resolve()
    if path.exists() and not os.access(path, os.W_OK):
        return Text("{name} is read-only", name=path.name)
    if path.parent.is_dir() and not os.access(path.parent, os.W_OK):
        return Text("the folder {folder} is read-only", folder=str(path.parent))
    return None


def sweep(target: Path) -> None:
    """Remove what a killed process has left of its writing, once it is surely over."""
    pattern = re.compile(rf"\.{re.escape(target.name[:40])}\.[0-9a-f]{{12}}")
    with contextlib.suppress(OSError):
        for draft in target.resolve().parent.glob(".*"):
            is_draft = pattern.fullmatch(draft.name)
            if is_draft and time.time() - draft.stat().st_mtime > _ABANDONED_AFTER_S:
                draft.unlink()


def _reason(error: OSError | RuntimeError, folder: Path, need: int) -> str:
    reason = reason_of(error)
    if isinstance(error, FileNotFoundError) and not folder.exists():
        return Text("there is no folder {folder}", folder=str(folder))
    if isinstance(error, FileNotFoundError) and is_too_long(str(error.filename)):
        return Text("Windows takes no path of {count} signs", count=len(str(error.filename)))
    if getattr(error, "errno", None) not in FULL:
        return reason
    try:
        free = shutil.disk_usage(folder).free
    except OSError:
        return Text("{reason} ({need} bytes are needed)", reason=reason, need=f"{need:,}")
    return Text(
        "{reason} ({need} bytes are needed, {free} are free)",
        reason=reason,
        need=f"{need:,}",
        free=f"{free:,}",
    )


def _pointed_at(path: Path) -> Path:
    """The file that a link names: the link keeps pointing at it. Raises: OSError, RuntimeError."""
    target = path.resolve()
    if target.is_symlink():  # Python 3.13 leaves links that lead in a circle as they are
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP))
    return target


def _refuse_read_only(target: Path) -> None:
    """Replacing a file asks nothing of its own mode, but who set it meant it.

    One that another thread moves on while it is looked at is none that may not be written.
    """
    if target.exists() and not os.access(target, os.W_OK) and target.exists():
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


def _write(draft: Path, content: bytes, flushed: bool) -> None:
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    handle = os.open(draft, flags, 0o666)
    try:
        rest = memoryview(content)
        while rest:
            rest = rest[_write_some(handle, rest) :]
        if flushed:
            os.fsync(handle)
    finally:
        os.close(handle)  # says what a network disk has held back
    if draft.read_bytes() != content:
        raise OSError(None, Text("what was written cannot be read back"))


def _write_some(handle: int, rest: memoryview) -> int:
    """A disk may take less than it is given; one that takes nothing would be asked for ever."""
    count = os.write(handle, rest)
    if count <= 0:
        raise OSError(errno.EIO, os.strerror(errno.EIO))
    return count


def _keep_backup(target: Path) -> None:
    """Give the former file a second name, which costs no space; copy it where links cannot be."""
    with _temporary_name(target) as spare:
        try:
            os.link(target, spare)
        except OSError:
            shutil.copy2(target, spare)
        move(spare, target.with_name(target.name + "~"))


def _flush_folder(folder: Path) -> None:
    """Make the new name last through a power cut, where the system can (not on Windows)."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
