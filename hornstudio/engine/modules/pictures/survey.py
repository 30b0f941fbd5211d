"""What can be said of a folder of pictures without opening one, kept until the folder changes."""

import hashlib
import os
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from hornstudio.engine.disk.reason import reason_of
from hornstudio.engine.modules.pictures.files import (
    class_folders,
    find_folder,
    is_picture,
    list_pictures,
    part_folders,
    subfolders,
)
from hornstudio.engine.params import Values
from hornstudio.engine.text import Text

_MOST_BYTES = 256 << 20  # that are read of pictures to tell them from others
_MOST = 30_000  # entries that are counted: more would take too long while somebody types
_KEPT = 16
_LAYOUT = Text("a folder with a subfolder for each class, and in it the pictures of that class")
_NONE_YET = Text("needs a folder of pictures: {layout}", layout=_LAYOUT)


@dataclass(frozen=True, slots=True)
class Survey:
    """classes: their names, sorted. counts: pictures to train, test and validate with; all 0 where
    there are too many to be counted in a moment. trouble: why there is nothing to load, or None.
    validation: name of the folder with pictures to validate with, empty where there are none.
    """

    classes: tuple[str, ...] = ()
    counts: tuple[int, int, int] = (0, 0, 0)
    trouble: Text | None = None
    validation: str = ""


_Seen = tuple[tuple[str, int], ...]
_kept: dict[str, tuple[_Seen, Survey]] = {}
_recalled: dict[str, tuple[str, ...]] = {}


def survey(directory: str) -> Survey:
    """What is in the folder now. Raises: nothing."""
    if not directory:
        return Survey(trouble=_NONE_YET)
    folder = find_folder(directory)
    seen, found = _kept.get(str(folder), ((), Survey()))
    if not (seen and _is_unchanged(seen)):
        found, places = _surveyed(folder)
        if len(_kept) >= _KEPT:
            _kept.clear()
        _kept[str(folder)] = (tuple((str(p), _time_of(str(p))) for p in places), found)
    return replace(found, classes=_recalled.get(str(folder), found.classes))


def classes_in(directory: str, train: Path) -> list[str]:
    """Names of the classes in their order; train: the folder that has theirs. Raises: OSError."""
    recalled = _recalled.get(str(find_folder(directory)))
    return list(class_folders(train)) if recalled is None else list(recalled)


def keep_classes(p: Values, seed: int) -> list[str]:
    """Names of the classes, as JSON."""
    return list(survey(p["directory"]).classes)


def recall_classes(p: Values, kept: Any) -> None:
    """Take it that these are the classes, whatever folders there are. Raises: ValueError."""
    _recalled[str(find_folder(p["directory"]))] = _names(kept)


def why_other_classes(p: Values, then: Values, kept: Any) -> Text | None:
    """Why weights that learned these classes would misread the folder, or None.

    then: the params of that time. A folder that cannot be read is not misread. Raises: ValueError.
    """
    before, found = _names(kept), survey(p["directory"])
    now = found.classes
    if before == now or (found.trouble and not now):
        return None
    return Text(
        "the classes are {now}; they were {before}", now=", ".join(now), before=", ".join(before)
    )


def _names(kept: Any) -> tuple[str, ...]:
    if not isinstance(kept, list) or not all(isinstance(name, str) for name in kept):
        raise ValueError(f"{kept!r} are no names")
    return tuple(unicodedata.normalize("NFC", name) for name in kept)


def mark_of_files(directory: str) -> str:
    """Text that changes with the names, sizes and times of the pictures.

    Reading what is in them would take as long as an epoch; whatever writes a file sets its time.
    """
    return _digest(directory, _size_and_time)


def digest_of_files(directory: str) -> str | None:
    """The same of what is in the pictures, wherever they are; None of more than 256 MB."""
    try:
        return _digest(directory, _Contents())
    except OverflowError:
        return None


def _digest(directory: str, told: Callable[[str], str]) -> str:
    """Of the names of classes and pictures, and of what is told of each picture by its path."""
    digest = hashlib.sha256()
    folder = find_folder(directory)
    train, *others = part_folders(folder)
    classes = list(class_folders(train))
    digest.update("\0".join(classes).encode())
    for part in (train, *others):
        digest.update(b"\0part")
        for path in list_pictures(part, classes)[0] if part else ():
            name = path.removeprefix(str(folder)).replace(os.sep, "/")
            name = unicodedata.normalize("NFC", name)
            digest.update(f"\0{name} {told(path)}".encode())
    return digest.hexdigest()


def _size_and_time(path: str) -> str:
    facts = os.stat(path)
    return f"{facts.st_size} {facts.st_mtime_ns}"


class _Contents:
    """SHA-256 of one file after another. Raises: OverflowError where all of them are too much."""

    def __init__(self) -> None:
        self._left = _MOST_BYTES

    def __call__(self, path: str) -> str:
        with open(path, "rb") as file:
            self._left -= os.fstat(file.fileno()).st_size
            if self._left < 0:
                raise OverflowError(path)
            return hashlib.file_digest(file, "sha256").hexdigest()


def _surveyed(folder: Path) -> tuple[Survey, list[Path]]:
    """What a folder holds, and the folders on whose times that depends."""
    try:
        parts = part_folders(folder)
        classes = list(class_folders(parts[0]))
        places = [folder, *(p for p in parts if p)]
        places += [part / name for part in parts if part for name in subfolders(part)]
    except OSError as error:
        reason = reason_of(error)
        trouble = Text("cannot look into {folder}: {reason}", folder=str(folder), reason=reason)
        if not os.path.isdir(folder):  # that of pathlib minds a name that is too long
            trouble = Text("there is no folder {folder}; choose {layout}", **_named(folder))
        return Survey(trouble=trouble), [folder]
    if not classes:
        trouble = Text("{folder} has no subfolders; need {layout}", **_named(folder))
        return Survey(trouble=trouble), places
    counts, own = _counts(parts, classes), parts[2]
    has_own = own is not None and (counts[2] or not any(counts))
    return Survey(tuple(classes), counts, validation=own.name if own and has_own else ""), places


def _named(folder: Path) -> dict[str, object]:
    return {"folder": str(folder), "layout": _LAYOUT}


def _counts(parts: list[Path | None], classes: list[str]) -> tuple[int, int, int]:
    left = _MOST
    counts = [0, 0, 0]
    for place, part in enumerate(parts):
        for name in _files(part, classes) if part else ():
            left -= 1
            counts[place] += is_picture(name)
            if not left:
                return (0, 0, 0)
    return (counts[0], counts[1], counts[2])


def _files(part: Path, classes: list[str]) -> Iterator[str]:
    folders = class_folders(part)
    for name in classes:
        for folder in folders.get(name, ()):
            for _, _, files in os.walk(folder):
                yield from files


def _is_unchanged(seen: _Seen) -> bool:
    return all(_time_of(place) == time for place, time in seen)


def _time_of(place: str) -> int:
    """When the names in a folder last changed; 0 where it is not there."""
    try:
        return os.stat(place).st_mtime_ns
    except OSError:
        return 0
