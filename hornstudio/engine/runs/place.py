"""Further folders in which runs are: a list beside the user's settings, for window and commands.

A folder that is not there (a stick that was pulled, a folder that was moved) stays on the list and
is told; nothing fails because of it.
"""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from hornstudio import paths
from hornstudio.engine.disk.atomic import write_atomically
from hornstudio.engine.errors import RunError
from hornstudio.engine.text import Text

_NAME = "run_folders.json"


class Source(NamedTuple):
    """Where runs are read: all that are in a folder, or only those of these names."""

    root: Path
    only: frozenset[str] | None = None


def places() -> list[Path]:
    """The folders that were added, in their order; none where the list cannot be read."""
    try:
        listed = json.loads((paths.config_dir() / _NAME).read_text("utf-8"))
    except (OSError, ValueError, RecursionError):
        return []
    names = listed if isinstance(listed, list) else []
    return [Path(name) for name in names if isinstance(name, str)]


def add_place(folder: Path) -> Path:
    """List the runs of a folder too, or the run that it is. Returns its whole path.

    Raises: RunError where there is no run in it, or its runs are listed anyway; FileError.
    """
    place = folder.expanduser().resolve()
    own = paths.runs_dir().resolve()
    if own in (place, place.parent) or place in places():
        raise RunError("the runs of {path} are listed already", path=str(place))
    if not _is_run(place) and not any(map(_is_run, _within(place))):
        raise RunError(
            "{path} holds no run; need the folder of a run (with run.json in it), or one in which "
            "such folders are",
            path=str(place),
        )
    _write([*places(), place])
    return place


def forget_place(folder: Path) -> Path:
    """List the runs of a folder no more; they stay where they are.

    Raises: RunError where it was not on the list, FileError.
    """
    known, place = places(), folder.expanduser()
    place = place if place in known else place.resolve()
    if place not in known:
        raise RunError(
            "{path} is none of the folders that were added; there are {known}",
            path=str(place),
            known=", ".join(map(str, known)) or Text("none"),
        )
    _write([other for other in known if other != place])
    return place


def sources(folders: Iterable[Path]) -> tuple[list[Source], list[Path]]:
    """Where to read the runs of these folders, and which of them are not there."""
    found: list[Source] = []
    lost: list[Path] = []
    single: dict[Path, set[str]] = {}
    for folder in folders:
        if _is_run(folder):
            single.setdefault(folder.parent, set()).add(folder.name)
        elif _is_there(folder):
            found.append(Source(folder))
        else:
            lost.append(folder)
    return [*found, *(Source(root, frozenset(names)) for root, names in single.items())], lost


def _write(folders: list[Path]) -> None:
    paths.config_dir().mkdir(parents=True, exist_ok=True)
    content = json.dumps([str(folder) for folder in folders], indent=1, ensure_ascii=False)
    write_atomically(paths.config_dir() / _NAME, content.encode() + b"\n")


def _is_run(folder: Path) -> bool:
    try:
        return (folder / "run.json").is_file()
    except OSError:
        return False  # a folder that may no longer be entered


def _is_there(folder: Path) -> bool:
    try:
        return folder.is_dir()
    except OSError:
        return False


def _within(folder: Path) -> list[Path]:
    try:
        return list(folder.iterdir())
    except OSError:
        return []
