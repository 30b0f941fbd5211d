"""The figures of each epoch as a table."""

import csv
import io
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from hornstudio.engine.disk.atomic import write_atomically
from hornstudio.engine.disk.reason import reason_of
from hornstudio.engine.errors import RunError
from hornstudio.engine.modules.callbacks.monitor import callback_module
from hornstudio.engine.modules.callbacks.own_lines import NAME, OwnLines
from hornstudio.engine.params import Choice, Flag, Words
from hornstudio.engine.text import Text
from hornstudio.engine.watch.callback import Callback
from hornstudio.engine.watch.events import Epoch, Failed, Finished, Started
from hornstudio.engine.watch.view import RunView

_ENDINGS = (".csv", ".tsv", ".txt", ".log")
_FIRST = "epoch"
_MISSING = "NA"

Lines = Sequence[Sequence[str]]


class CSVLogger(Callback):
    """Writes a table: one line an epoch, the epoch first, then the figures by name.

    A resumed run goes on in its table, from which its own lines of epochs that are run again are
    taken out, wherever they stand; the lines of other runs stay.
    Only a table of that form is ever written over: a graph of a stranger could name any file.
    Source: https://keras.io/api/callbacks/csv_logger/
    """

    def __init__(self, *, filename: str, separator: str, append: bool) -> None:
        self.filename = filename
        self.separator = "\t" if separator == "tab" else separator
        self.append = append
        self._path: Path | None = None
        self._columns: list[str] = []
        self._own: OwnLines | None = None
        self._waiting: list[list[str]] = []

    def begin(self, run: RunView, started: Started) -> None:
        """Find the table, or make room for it. Raises: RunError."""
        self._path = path = run.path_of(self.filename)
        if path is None:
            return
        if path.suffix.lower() not in _ENDINGS:
            raise RunError(
                "csv_logger.filename is {name}; need one that ends in {endings}",
                name=self.filename,
                endings=", ".join(_ENDINGS),
            )
        lines = self._lines(path)
        if lines and lines[0][:1] != [_FIRST]:
            raise RunError("{path} is no table of a run; csv_logger leaves it alone", path=path)
        self._own = self._own_lines(run, path)
        is_resumed = (started.first_epoch, started.first_step) > (1, 0) or bool(self._own)
        lines = lines if self.append or is_resumed else []
        self._columns = lines[0] if lines else []
        if self._own:
            lines = self._own.without_those_since(started.first_epoch, lines)
        elif is_resumed and self._own is None:
            lines = [line for line in lines if _is_before(line, started.first_epoch)]
        self._rewrite(path, lines)
        if self._own:
            self._note(lambda own: own.forget_those_since(started.first_epoch))

    def epoch(self, run: RunView, event: Epoch) -> None:
        """Write a line. Raises: RunError."""
        if self._path is None:
            return
        lines: list[list[str]] = []
        if not self._columns:
            self._columns = self._head(self._path)  # of a run that has begun since
        if not self._columns:
            self._columns = [_FIRST, *sorted(event.metrics)]
            lines.append(self._columns)
        facts = {_FIRST: event.epoch, **event.metrics}
        lines.append([str(facts.get(name, _MISSING)) for name in self._columns])
        self._note(lambda own: own.add(lines[-1]))
        was_waiting, self._waiting = bool(self._waiting), [*self._waiting, *lines]
        if not self._add(self._path) and not was_waiting:
            told = Text("{path} is open in another program; its lines wait", path=str(self._path))
            run.say(told)

    def end(self, run: RunView, event: Finished | Failed) -> None:
        """Write what has waited, if that can be; `metrics.jsonl` has the figures in any case."""
        if self._path is not None and self._waiting:
            self._add(self._path)

    def _own_lines(self, run: RunView, path: Path) -> OwnLines | None:
        """Those of a table that others may share; one in the run's folder is its own altogether."""
        note = run.path_of(NAME)
        if note is None or path.resolve().is_relative_to(note.parent.resolve()):
            return None
        try:
            return OwnLines(note, path)
        except OSError as error:
            raise _failure(note, error) from None

    def _note(self, change: Callable[[OwnLines], None]) -> None:
        if self._own is None:
            return
        try:
            change(self._own)
        except OSError as error:
            raise _failure(self._own.note, error) from None

    def _lines(self, path: Path) -> list[list[str]]:
        try:
            with path.open(encoding="utf-8-sig", newline="") as file:  # a spreadsheet saves a mark
                return list(csv.reader(file, delimiter=self.separator))
        except FileNotFoundError:
            return []
        except (OSError, ValueError, csv.Error) as error:
            raise _failure(path, error) from None

    def _head(self, path: Path) -> list[str]:
        """The names of the columns; none of an empty table."""
        head = self._lines(path)[:1]
        return head[0] if head and head[0][:1] == [_FIRST] else []

    def _rewrite(self, path: Path, lines: Lines) -> None:
        """All that the table holds from now on: it may be the only place where that is kept."""
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            write_atomically(path, self._as_text(lines).encode())
        except OSError as error:
            raise _failure(path, error) from None

    def _add(self, path: Path) -> bool:
        """Write the lines that wait; not where a spreadsheet has the table open, as on Windows."""
        try:
            with path.open("a", encoding="utf-8", newline="") as file:
                file.write(self._as_text(self._waiting))
        except OSError as error:
            if sys.platform == "win32" and isinstance(error, PermissionError):
                return False
            raise _failure(path, error) from None
        self._waiting = []
        return True

    def _as_text(self, lines: Lines) -> str:
        text = io.StringIO(newline="")
        csv.writer(text, delimiter=self.separator).writerows(lines)
        return text.getvalue()


def _is_before(line: list[str], first: int) -> bool:
    """Whether it is the head, or of an epoch before; a line that was cut off is none."""
    return line[:1] == [_FIRST] or (bool(line) and line[0].isdecimal() and int(line[0]) < first)


def _failure(path: Path, error: Exception) -> RunError:
    reason = reason_of(error)
    return RunError("csv_logger cannot use {path}: {reason}", path=str(path), reason=reason)


MODULES = (
    callback_module(
        "csv_logger",
        "CSV log",
        "Writes the figures of each epoch into a table, which any spreadsheet opens.",
        CSVLogger,
        Words(
            name="filename",
            default="log.csv",
            title="File",
            help="Where the table is written: a name in the folder of the run, or a whole path.",
        ),
        Choice(
            name="separator",
            default=",",
            options=(",", ";", "tab"),
            advanced=True,
            help="What stands between the columns.",
        ),
        Flag(
            name="append",
            default=False,
            advanced=True,
            help="Whether a new run writes on behind what stands there; a resumed run always does.",
        ),
        keras="callbacks.CSVLogger",
        source="https://keras.io/api/callbacks/csv_logger/",
        words=("CSVLogger", "table", "spreadsheet", "excel", "표", "로그", "엑셀"),
    ),
)
