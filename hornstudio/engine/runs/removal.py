"""Deleting a run: never one that is being worked on, and never half of it."""

import contextlib
import os
import secrets
import shutil
import time
from pathlib import Path

from hornstudio.engine.disk.moving import move
from hornstudio.engine.disk.reason import reason_of
from hornstudio.engine.errors import RunError
from hornstudio.engine.runs.place import forget_place, places
from hornstudio.engine.runs.reading import judged, read_run

_ASIDE = ".deleted-"
_ABANDONED_AFTER_S = 3600.0


def delete_run(path: Path) -> None:
    """Delete a run with all that is in its folder.

    Raises: RunError when it is no run, when it is running or protected, or when it cannot be
    deleted; it is then still whole.
    """
    record = read_run(path)
    if record is None:
        raise RunError("{path} is not the folder of a run (it has no run.json)", path=str(path))
    if judged(record).is_running:
        raise RunError("{name} is running; stop it first", name=record.name)
    _refuse_protected(path)
    aside = path.with_name(f"{_ASIDE}{secrets.token_hex(6)}")
    try:
        move(path, aside)  # what takes long happens out of sight
    except OSError as error:
        reason = reason_of(error)
        raise RunError("cannot delete {path}: {reason}", path=str(path), reason=reason) from None
    shutil.rmtree(aside, ignore_errors=True)
    if path in places():
        forget_place(path)


def _refuse_protected(path: Path) -> None:
    """A folder can be renamed whatever its mode, but who set that meant it."""
    for folder, _, _ in os.walk(path):
        if not os.access(folder, os.W_OK):
            raise RunError(
                "{path} is protected from writing; let it be written to, or leave it there",
                path=folder,
            )


def sweep(root: Path) -> None:
    """Delete what an interrupted deletion has left, or an import that was cut off long ago."""
    for left in root.glob(f"{_ASIDE}*"):
        shutil.rmtree(left, ignore_errors=True)
    for left in root.glob(".*.draft"):
        with contextlib.suppress(OSError):  # it has just gone
            if time.time() - left.stat().st_mtime > _ABANDONED_AFTER_S:
                shutil.rmtree(left, ignore_errors=True)
