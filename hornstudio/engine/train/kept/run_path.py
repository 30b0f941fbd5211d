"""Paths of runs: where a new one is kept, and which files its callbacks write."""

import re
import time
from pathlib import Path

from hornstudio import paths
from hornstudio.engine.disk.naming import LONGEST
from hornstudio.engine.errors import RunError


def new_run_path(name: str) -> Path:
    """A folder that does not exist yet, under the user's runs: `NAME-YYYYmmdd-HHMMSS`."""
    stem = re.sub(r"[^\w.-]+", "-", name).strip("-.")[:LONGEST] or "run"
    wish = paths.runs_dir() / f"{stem}-{time.strftime('%Y%m%d-%H%M%S')}"
    path, number = wish, 2
    while path.exists():
        path = wish.with_name(f"{wish.name}-{number}")
        number += 1
    return path


def draft_of(path: Path) -> Path:
    """Where a run of this folder is made, unseen, that is there whole or not at all."""
    return path.with_name(f".{path.name}.draft")


def whole_path(name: str) -> Path | None:
    """A path that begins at the root, or at the user's own folder (~); None where it does not."""
    path = Path(name).expanduser()
    return path if path.is_absolute() else None


def path_within(folder: Path, name: str) -> Path:
    """A file by its whole path, or by a name in the folder of a run. Raises: RunError."""
    whole = whole_path(name)
    if whole is not None:
        return whole
    path = (folder / name).resolve()
    if not path.is_relative_to(folder.resolve()):
        raise RunError(
            "{name} leads out of the folder of the run; need a name in it, or a whole path",
            name=name,
        )
    return path


def refuse_no_text(path: Path) -> None:
    """Every event names the run. Raises: RunError where its path cannot be written as text."""
    try:
        str(path).encode()
    except UnicodeEncodeError:
        raise RunError(
            "{path} has signs that are no UTF-8; need a folder with another name for the run",
            path=str(path).encode(errors="replace").decode(),
        ) from None
