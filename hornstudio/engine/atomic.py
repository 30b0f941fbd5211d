"""Writing a file whole or not at all."""

import contextlib
import os
import shutil
import tempfile
from pathlib import Path

from hornstudio.engine.errors import FileError


def write_atomically(path: Path, content: bytes, *, backup: bool = False) -> None:
    """Write beside the target, check, flush to the disk, then take the target's place.

    backup: keep the former content as `NAME~`. Raises: FileError; the target is then as it was.
    """
    target = path.resolve()  # a link keeps pointing at the file it names
    temporary = ""
    try:
        handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        if Path(temporary).read_bytes() != content:
            raise OSError(None, "what was written cannot be read back")
        _keep_mode(target, temporary)
        if backup and target.exists():
            _keep_backup(target)
        os.replace(temporary, target)
    except OSError as error:
        if temporary:
            with contextlib.suppress(OSError):
                os.unlink(temporary)
        reason = error.strerror or str(error)
        raise FileError("cannot write {path}: {reason}", path=str(path), reason=reason) from None
    _sync_folder(target.parent)


def _keep_mode(target: Path, temporary: str) -> None:
    if target.exists():
        shutil.copymode(target, temporary)
        return
    mask = os.umask(0)
    os.umask(mask)
    os.chmod(temporary, 0o666 & ~mask)


def _keep_backup(target: Path) -> None:
    """Copy the former content beside it; itself by way of a temporary file."""
    spare = target.with_name(target.name + "~")
    draft = target.with_name(f".{target.name}~.new")
    shutil.copy2(target, draft)
    os.replace(draft, spare)


def _sync_folder(folder: Path) -> None:
    """Make the new name last through a power cut, where the system can (not on Windows)."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
