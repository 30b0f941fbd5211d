"""Which lines of a table that several runs share are a run's own."""

import json
import math
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from hornstudio.engine.disk.atomic import write_atomically

NAME = "csv_lines.jsonl"
Line = list[str]
_SAME = 1e-9
"""By how much of itself a figure may differ: a spreadsheet saves 15 digits."""


class OwnLines:
    """The lines that a run has written into one table, noted in the run's folder.

    In the table nothing says whose a line is, and those of several runs may lie in any order.
    """

    def __init__(self, note: Path, table: Path) -> None:
        """note: where it is noted, with the lines of other tables. Raises: OSError."""
        self.note, self._table = note, str(table)
        self._noted = list(_noted(note))

    def __len__(self) -> int:
        return len(self._of_table())

    def without_those_since(self, first: int, lines: Sequence[Line]) -> list[Line]:
        """The lines of the table but those of the run from an epoch on; also one cut off."""
        left = list(lines)
        for own in self._of_table():
            if own[0].isdecimal() and int(own[0]) >= first:
                _take_out(own, left)
        return left

    def forget_those_since(self, first: int) -> None:
        """They are in the table no more. Raises: OSError, FileError."""
        self._noted = [
            (table, line)
            for table, line in self._noted
            if table != self._table or not line[0].isdecimal() or int(line[0]) < first
        ]
        content = "".join(_text(*each) for each in self._noted)
        write_atomically(self.note, content.encode())

    def add(self, line: Line) -> None:
        """Note a line before it is written; one noted in vain does no harm. Raises: OSError."""
        self._noted.append((self._table, line))
        with self.note.open("a", encoding="utf-8") as file:
            file.write(_text(self._table, line))

    def _of_table(self) -> list[Line]:
        return [line for table, line in self._noted if table == self._table]


def _noted(note: Path) -> Iterator[tuple[str, Line]]:
    with suppress(FileNotFoundError):
        for text in note.read_text("utf-8", errors="replace").splitlines():
            with suppress(ValueError, TypeError, RecursionError):  # cut off when the power failed
                table, line = json.loads(text)
                if isinstance(table, str) and line:
                    yield table, [str(cell) for cell in line]


def _text(table: str, line: Line) -> str:
    return json.dumps([table, line]) + "\n"


def _take_out(own: Line, lines: list[Line]) -> None:
    """The latest that is the same: of two runs that have told the same either will do."""
    for at in reversed(range(len(lines))):
        if _is_same(own, lines[at]):
            del lines[at]
            return
    if lines and ",".join(own).startswith(",".join(lines[-1])):
        del lines[-1]  # cut off when the power failed


def _is_same(own: Line, line: Line) -> bool:
    return len(own) == len(line) and all(map(_is_same_cell, own, line))


def _is_same_cell(own: str, cell: str) -> bool:
    if own == cell:
        return True
    with suppress(ValueError):
        return math.isclose(float(own), float(cell), rel_tol=_SAME)
    return False
