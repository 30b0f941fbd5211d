"""The figures of each epoch as a table."""

import csv
from pathlib import Path

from hornstudio.engine.errors import RunError
from hornstudio.engine.modules.callbacks.monitor import callback_module
from hornstudio.engine.params import Choice, Flag, Words
from hornstudio.engine.watch.callback import Callback
from hornstudio.engine.watch.events import Epoch, Started
from hornstudio.engine.watch.view import RunView

_ENDINGS = (".csv", ".tsv", ".txt", ".log")
_FIRST = "epoch"
_MISSING = "NA"


class CSVLogger(Callback):
    """Writes a table: one line an epoch, the epoch first, then the figures by name.

    A resumed run goes on in its table, from which the epochs that are run again are taken out.
    Only a table of that form is ever written over: a graph of a stranger could name any file.
    Source: https://keras.io/api/callbacks/csv_logger/
    """

    def __init__(self, *, filename: str, separator: str, append: bool) -> None:
        self.filename = filename
        self.separator = "\t" if separator == "tab" else separator
        self.append = append
        self._path: Path | None = None
        self._columns: list[str] = []

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
            first = started.first_epoch
            lines = [line for line in lines if not is_resumed or _is_before(line, first)]
        else:
            lines = []
        self._write(path, lines, "w")

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
        self._write(self._path, lines, "a")

    def _lines(self, path: Path) -> list[list[str]]:
        try:
            with path.open(encoding="utf-8", newline="") as file:
                return list(csv.reader(file, delimiter=self.separator))
        except FileNotFoundError:
            return []
        except (OSError, ValueError, csv.Error) as error:
            raise _failure(path, error) from None

    def _write(self, path: Path, lines: list[list[object]] | list[list[str]], mode: str) -> None:
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open(mode, encoding="utf-8", newline="") as file:
                csv.writer(file, delimiter=self.separator).writerows(lines)
        except OSError as error:
            raise _failure(path, error) from None


def _is_before(line: list[str], epoch: int) -> bool:
    """Whether a line is the head, or that of an epoch before."""
    return bool(line) and (line[0] == _FIRST or (line[0].isdigit() and int(line[0]) < epoch))


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
