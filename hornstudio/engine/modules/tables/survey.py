"""What can be said of a table at once, kept until its file changes; of a large one on disk, too."""

import csv
import hashlib
import os
import stat
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from hornstudio.engine.disk.reason import reason_of
from hornstudio.engine.modules.note import noted, write_down
from hornstudio.engine.modules.patience import not_yet, waits
from hornstudio.engine.modules.pictures.files import PICTURE_ENDINGS
from hornstudio.engine.modules.tables.columns import look_at_columns
from hornstudio.engine.modules.tables.quotes import OpenCell, open_cell
from hornstudio.engine.modules.tables.reading import (
    TABLE_ENDINGS,
    find_table,
    open_table,
    written_together,
)
from hornstudio.engine.params import Values
from hornstudio.engine.text import Text

READING = ("encoding", "separator", "decimal", "header")
"""Params that say how the file is read, beside its path."""
Column = Mapping[str, Any]

_KEPT = 16
_LARGE_BYTES = 1 << 20
_LOOKED_AT = 1 << 12
_ARRAYS = (".npz", ".npy")
_FORMAT = 6  # of what is kept on disk
_LAYOUT = Text(
    "a text file ({endings}) with a row for each sample, whose cells are numbers or words",
    endings=", ".join(TABLE_ENDINGS),
)


@dataclass(frozen=True, slots=True)
class Survey:
    """columns: as `look_at_columns` tells of them. count: rows. trouble: why there is nothing to
    load, or None. open_lines: of a quote that was closed by accident, as far as that can be told:
    the lines where its row begins and ends.
    """

    columns: tuple[Column, ...] = ()
    count: int = 0
    trouble: Text | None = None
    open_lines: tuple[int, int] | None = None


class _Kept(msgspec.Struct):
    """What is kept of a survey, with a run and on disk."""

    columns: Sequence[dict[str, Any]]
    count: int
    open_lines: tuple[int, int] | None = None

    def as_survey(self) -> Survey:
        return Survey(tuple(self.columns), self.count, open_lines=self.open_lines)


_Seen = tuple[int, int]
_kept: dict[tuple[str, ...], tuple[_Seen, Survey]] = {}
_recalled: dict[tuple[str, ...], Survey] = {}


def survey(p: Values) -> Survey:
    """What is in the table now; of a large one that is not known yet, to whoever is in a hurry,
    that it takes a moment. Raises: nothing.
    """
    if not p["path"]:
        return Survey(trouble=Text("needs a table: {layout}", layout=_LAYOUT))
    return survey_of(find_table(p["path"]), [p[name] for name in READING])


def survey_of(path: Path, how: list[str]) -> Survey:
    """The same of a file. how: its READING. Raises: nothing."""
    key = (str(path), *how)
    if key in _recalled:
        return _recalled[key]
    seen = stamp_of(path)
    known = _kept.get(key)  # in one step, as a thread may clear it
    if known is not None and known[0] == seen:
        return known[1]
    if seen is not None and seen[0] > _LARGE_BYTES and not waits():
        return _noted(path, how, seen) or Survey(trouble=not_yet(path.name))
    found = _surveyed(path, how, seen)
    if seen is not None:
        if len(_kept) >= _KEPT:
            _kept.clear()
        _kept[key] = (seen, found)
    return found


def keep_survey(p: Values) -> Any:
    """What is in the table now, as JSON."""
    return msgspec.to_builtins(_as_kept(survey(p)))


def recall_survey(p: Values, kept: dict[str, Any]) -> None:
    """Take it that this is in the table, whatever its file holds. Raises: ValueError."""
    key = (str(find_table(p["path"])), *(p[name] for name in READING))
    _recalled[key] = _told(kept).as_survey()


def kept_columns(kept: dict[str, Any]) -> Sequence[Column]:
    """The columns that were kept. Raises: ValueError."""
    return _told(kept).columns


def _told(kept: dict[str, Any]) -> _Kept:
    try:
        found = msgspec.convert(kept, _Kept)
    except msgspec.ValidationError as error:
        raise ValueError(str(error)) from None
    return msgspec.structs.replace(found, columns=list(map(_together, found.columns)))


def _together(column: dict[str, Any]) -> dict[str, Any]:
    """A column whose words are written as they are read now; earlier runs kept them as found."""
    values = column.get("values")
    if values and isinstance(values[0], str):
        column = column | {"values": written_together(values)}
    return column | {"name": written_together([column["name"]])[0]}


def _as_kept(found: Survey) -> _Kept:
    return _Kept([dict(column) for column in found.columns], found.count, found.open_lines)


def mark_of_content(path: str) -> str:
    """SHA-256 of a table's file. Raises: OSError."""
    with find_table(path).open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _surveyed(path: Path, how: list[str], seen: _Seen | None) -> Survey:
    if seen is None and os.path.isdir(path):  # Path.is_dir complains of a name that is too long
        return Survey(trouble=Text("{path} is a folder; choose {layout}", **_named(path)))
    if seen is None:
        trouble = Text("there is no file {path}; choose {layout}", path=str(path), layout=_LAYOUT)
        return Survey(trouble=trouble)
    is_large = seen[0] > _LARGE_BYTES
    try:
        if is_large and (known := _noted(path, how, seen)):
            return known
        if no_text := why_no_text(path):
            return Survey(trouble=no_text)
        columns, count = look_at_columns(path, *how)
        cell = open_cell(path, *how[:2])
    except (OSError, ValueError, csv.Error) as error:
        return Survey(trouble=why_unreadable(path, how, error))
    if cell is not None and not cell.is_closed:
        return Survey(trouble=about_open(path, cell))
    if not count:
        return Survey(trouble=Text("{path} has no rows; choose {layout}", **_named(path)))
    found = Survey(tuple(columns), count, open_lines=(cell.first, cell.last) if cell else None)
    if is_large:
        write_down("tables", _told_by(path, how, seen), _as_kept(found))
    return found


def _named(path: Path) -> dict[str, object]:
    return {"path": path.name, "layout": _LAYOUT}


def stamp_of(path: Path) -> _Seen | None:
    """Size and time of a file; None where it is none, but a folder or a device."""
    try:
        facts = os.stat(path)
    except OSError:
        return None
    return (facts.st_size, facts.st_mtime_ns) if stat.S_ISREG(facts.st_mode) else None


def why_no_text(path: Path) -> Text | None:
    """Why a file is no text at all, such as that of a spreadsheet program. Raises: OSError."""
    with path.open("rb") as file:
        start = file.read(_LOOKED_AT)
    if b"\0" not in start or start[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return None
    if path.suffix.lower() in _ARRAYS:
        return Text("{path} holds arrays, no table; the module Arrays reads it", path=path.name)
    if path.suffix.lower() in PICTURE_ENDINGS:
        return Text("{path} is a picture, no table; choose {layout}", **_named(path))
    return Text(
        "{path} is no text; if a spreadsheet program has made it, save it there as CSV, and choose "
        "that",
        path=path.name,
    )


def why_unreadable(path: Path, how: list[str], error: Exception) -> Text:
    """What is wrong with a table that cannot be read: a quote that is open, by its line; else the
    first row that is too long, by number.
    """
    encoding, separator, *_ = how
    with suppress(OSError, ValueError, csv.Error):
        if cell := open_cell(path, encoding, separator):
            return about_open(path, cell)
        rows, sign = open_table(path, encoding, separator)
        width = len(next(rows))
        for number, row in enumerate(rows, 2):
            if len(row) > width:
                return Text(
                    "row {number} of {path} has {found} cells, the first one has {width}; put "
                    "cells that have a {sign} in them into quotes, or choose another separator",
                    number=f"{number:,}",
                    path=path.name,
                    found=len(row),
                    width=width,
                    sign=Text("tab") if sign == "\t" else sign,
                )
    if isinstance(error, UnicodeError):
        return Text("{path} is not written in {encoding}", path=path.name, encoding=encoding)
    if isinstance(error, csv.Error):
        return Text(
            'a cell of {path} has more than {most} letters; look for a single " in the file',
            path=path.name,
            most=f"{csv.field_size_limit():,}",
        )
    reason = reason_of(error)
    return Text("cannot read {path}: {reason}", path=path.name, reason=reason)


def about_open(path: Path, cell: OpenCell) -> Text:
    """Where a quote is open, and what can be done."""
    if cell.is_closed:
        return about_lines(path, cell.first, cell.last)
    return Text(
        'a " in line {line} of {path} is never closed, so that all behind it is taken for one '
        "cell; close it, or take it away",
        line=f"{cell.first:,}",
        path=path.name,
    )


def about_lines(path: Path, first: int, last: int) -> Text:
    """Where a quote is open, and where it was closed, most probably by accident."""
    return Text(
        'a " in line {first} of {path} is closed only in line {last}, so that all between is '
        "taken for one cell; close it earlier, or take it away",
        first=f"{first:,}",
        last=f"{last:,}",
        path=path.name,
    )


def _told_by(path: Path, how: list[str], seen: _Seen) -> list[str]:
    """What a large table is kept under on disk."""
    return [str(_FORMAT), str(path.absolute()), *how, *map(str, seen)]


def _noted(path: Path, how: list[str], seen: _Seen) -> Survey | None:
    kept = noted("tables", _told_by(path, how, seen), _Kept)
    return kept.as_survey() if kept else None
