"""The figures of each epoch as a table."""

import csv
import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from hornstudio.engine.disk.atomic import write_atomically
from hornstudio.engine.errors import RunError
from hornstudio.engine.modules.callbacks.monitor import callback_module
from hornstudio.engine.params import Choice, Flag, Words
from hornstudio.engine.watch.callback import Callback
from hornstudio.engine.watch.events import Epoch, Started
from hornstudio.engine.watch.view import RunView

_ENDINGS = (".csv", ".tsv", ".txt", ".log")
_FIRST = "epoch"
_MISSING = "NA"

Lines = Sequence[Sequence[object]]


class CSVLogger(Callback):
    """Writes a table: one line an epoch, the epoch first, then the figures by name.

    A resumed run goes on in its table, from which the epochs that are run again are taken out; the
    lines of other runs stay, before its own and behind them.
    Only a table of that form is ever written over: a graph of a stranger could name any file.
    Source: https://keras.io/api/callbacks/csv_logger/
    """

    def __init__(self, *, filename: str, separator: str, append: bool) -> None:
        self.filename = filename
        self.separator = "\t" if separator == "tab" else separator
        self.append = append
        self._path: Path | None = None
        self._columns: list[str] = []
        self._found = 0

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
        is_resumed = (started.first_epoch, started.first_step) > (1, 0)
        if self.append or is_resumed:
            self._columns = lines[0] if lines else []
            if is_resumed:
                found, since = lines[: self._found], lines[self._found :]
                lines = [*found, *_rewound(since, started.first_epoch)]
        else:
            lines = []
        self._found = len(lines)
        self._rewrite(path, lines)

    def epoch(self, run: RunView, event: Epoch) -> None:
        """Write a line. Raises: RunError."""
        if self._path is None:
            return
        lines: list[list[object]] = []
        if not self._columns:
            self._columns = [_FIRST, *sorted(event.metrics)]
            lines.append([*self._columns])
        facts = {_FIRST: event.epoch, **event.metrics}
        lines.append([facts.get(name, _MISSING) for name in self._columns])
        self._add(self._path, lines)

    def state(self) -> dict[str, Any]:
        """How many lines stood there when the run began, or was gone on with."""
        return {"found": self._found} if self._found else {}

    def restore(self, state: dict[str, Any]) -> None:
        """How many lines stood there by then."""
        self._found = int(state["found"])

    def _lines(self, path: Path) -> list[list[str]]:
        try:
            with path.open(encoding="utf-8-sig", newline="") as file:  # a spreadsheet saves a mark
                return list(csv.reader(file, delimiter=self.separator))
        except FileNotFoundError:
            return []
        except (OSError, ValueError, csv.Error) as error:
            raise _failure(path, error) from None

    def _rewrite(self, path: Path, lines: Lines) -> None:
        """All that the table holds from now on: it may be the only place where that is kept."""
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            write_atomically(path, self._as_text(lines).encode())
        except OSError as error:
            raise _failure(path, error) from None

    def _add(self, path: Path, lines: Lines) -> None:
        try:
            with path.open("a", encoding="utf-8", newline="") as file:
                file.write(self._as_text(lines))
        except OSError as error:
            raise _failure(path, error) from None

    def _as_text(self, lines: Lines) -> str:
        text = io.StringIO(newline="")
        csv.writer(text, delimiter=self.separator).writerows(lines)
        return text.getvalue()


def _rewound(lines: list[list[str]], first: int) -> list[list[str]]:
    """The lines of a run before an epoch, and those of other runs behind it.

    Another run is known by its epochs, which begin anew. A line that was cut off is none.
    """
    kept: list[list[str]] = []
    last = -1
    for at, line in enumerate(lines):
        epoch = _epoch(line)
        if epoch is None:
            continue
        if epoch <= last:
            return [*kept, *lines[at:]]
        if epoch < first:
            kept.append(line)
        last = epoch
    return kept


def _epoch(line: list[str]) -> int | None:
    """The epoch of a line, 0 of the head."""
    if line[:1] == [_FIRST]:
        return 0
    return int(line[0]) if line and line[0].isdecimal() else None


def _failure(path: Path, error: Exception) -> RunError:
    reason = getattr(error, "strerror", None) or str(error)
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
