"""Curves as text: one line a point, as spreadsheets and data frames read it."""

import csv
import io
from collections.abc import Iterable, Iterator
from pathlib import Path

from hornstudio.ui.panels.training.course.run import Run
from hornstudio.ui.panels.training.course.trace import Trace

COLUMNS = ("run", "metric", "series", "epoch", "value")
"""run: its title, or the name of its folder. series: train (a point of the chart), train_epoch (the
mean of an epoch), validation or test."""


def table_of(runs: Iterable[Run]) -> str:
    """All curves of some runs as CSV, the columns being `COLUMNS`; epoch is a share of epochs.

    What was no number is `nan`, what had no end `inf`, as data frames read it.
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    for run in runs:
        writer.writerows(_rows(run))
    return text.getvalue()


def _rows(run: Run) -> Iterator[tuple[object, ...]]:
    called = run.title or Path(run.started.run).name or run.number  # a number tells nothing later
    series = {"train": run.train, "train_epoch": run.means, "validation": run.validation}
    for metric in run.metrics:
        for name, traces in series.items():
            for epoch, value in _points(traces.get(metric)):
                yield called, metric, name, epoch, value
        if metric in run.test:
            yield called, metric, "test", run.test_x, run.test[metric]


def _points(trace: Trace | None) -> Iterator[tuple[float, float]]:
    if trace is not None:
        yield from zip(*trace.told().tolist(), strict=True)
