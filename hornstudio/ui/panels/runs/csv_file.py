"""The list as a file of comma-separated values, for spreadsheets."""

import csv
import io
from collections.abc import Sequence
from pathlib import Path

from hornstudio.engine.disk.atomic import write_atomically
from hornstudio.engine.runs.record import RunRecord
from hornstudio.ui.panels.runs.column import METRIC, Column

_WRITTEN_WHOLE = ("best", "test")


def write_csv(path: Path, columns: Sequence[Column], runs: Sequence[RunRecord]) -> None:
    """A heading and a line a run, with numbers as numbers; then every metric that there is.

    Raises: FileError.
    """
    plain = [c for c in columns if c.id not in _WRITTEN_WHOLE and not c.id.startswith(METRIC)]
    metrics = sorted({name for run in runs for name in run.metrics})
    best = sorted({name for run in runs for name in run.best})
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow([*(c.field for c in plain), *metrics, *(f"best.{n}" for n in best), "path"])
    for run in runs:
        cells = [_cell(run, column) for column in plain]
        figures = [run.metrics.get(n, "") for n in metrics] + [run.best.get(n, "") for n in best]
        writer.writerow([*cells, *figures, run.path])
    write_atomically(path, buffer.getvalue().encode("utf-8-sig"))  # or Excel takes it for Latin


def _cell(run: RunRecord, column: Column) -> object:
    value = run.value(column.field)
    return ", ".join(value) if isinstance(value, tuple) else value
