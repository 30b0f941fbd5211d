"""Quotes that are open by mistake: the lines behind one are taken for the inside of its cell."""

import csv
import itertools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from hornstudio.engine.modules.tables.reading import encoding_of, open_table

LONG_LINES = 50
"""A cell of more lines than this is hardly meant; longer texts have few breaks between lines."""

LEAST_CELLS = 3
"""Lines with signs for fewer cells than these may as well be lines of a text."""


@dataclass(frozen=True, slots=True)
class OpenCell:
    """A cell with a quote that is open for too long.

    first, last: lines of the file from where its row begins to where it ends. is_closed: whether
    some other quote has closed it; else it takes in all of the rest.
    """

    first: int
    last: int
    is_closed: bool = True


def open_cell(path: Path | str, encoding: str, separator: str) -> OpenCell | None:
    """A cell that is never closed; else the first that was most probably closed by accident.

    That is one whose row goes on over very many lines; or over several, with words right behind a
    quote, or with lines between that look like rows. Raises: OSError, UnicodeError.
    """
    if not _has_quotes(path):
        return None
    _, sign = open_table(path, encoding, separator)
    with open(path, encoding=encoding_of(path, encoding), newline="") as file:
        return _open_cell(itertools.chain(file, ["end"]), sign)


def _open_cell(lines: Iterable[str], sign: str) -> OpenCell | None:
    """The same of lines, the last of which is a row by itself unless a quote is open there."""
    row: list[str] = []
    reader = csv.reader(_noted(lines, row), delimiter=sign, skipinitialspace=True)
    found, first, length, width = None, 1, 1, 0
    try:
        for cells in reader:
            width = width or len(cells)
            length = len(row)
            first = reader.line_num - length + 1
            if length > 1 and found is None and _is_odd(row, sign, width):
                found = OpenCell(first, reader.line_num)
            row.clear()
    except csv.Error:  # a cell is longer than one can be
        if len(row) == 1:
            return found
        return OpenCell(reader.line_num - len(row) + 1, reader.line_num, is_closed=False)
    return found if length == 1 else OpenCell(first, reader.line_num - 1, is_closed=False)


def _noted(lines: Iterable[str], row: list[str]) -> Iterator[str]:
    for line in lines:
        row.append(line)
        yield line


def _is_odd(row: list[str], sign: str, width: int) -> bool:
    """Whether the lines of a row are hardly meant to be one. width: cells of the first row."""
    if len(row) > LONG_LINES:
        return True
    between = row[1:-1]
    if width >= LEAST_CELLS and between and all(line.count(sign) == width - 1 for line in between):
        return True
    try:
        for _ in csv.reader(row, delimiter=sign, skipinitialspace=True, strict=True):
            pass
    except csv.Error:
        return True
    return False


def _has_quotes(path: Path | str) -> bool:
    with open(path, "rb") as file:
        return any(b'"' in block for block in iter(lambda: file.read(1 << 20), b""))
