"""What sets runs apart, in the words of the window: rows with a cell a run. No widgets."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from hornstudio.engine.runs import comparison
from hornstudio.engine.runs.comparison import SETTINGS, Row, turns_told
from hornstudio.engine.runs.record import RunRecord
from hornstudio.engine.watch.events import Knob
from hornstudio.ui.panels.runs.column import Column, columns, named_figure
from hornstudio.ui.words.title import run_text
from hornstudio.ui.words.translate import tr, tr_engine

_NOTHING = "–"


@dataclass(frozen=True)
class Comparison:
    """Rows by the heading over them; all cells are text, some of several lines."""

    names: tuple[str, ...]
    sections: tuple[tuple[str, tuple[Row, ...]], ...]


def compare(runs: Sequence[RunRecord]) -> Comparison:
    """Everything that is known of two runs or more, what was changed before what came of it.

    Reads their graphs: it takes a while.
    """
    found = comparison.compare(runs)
    graph = (*_unreadable(found.unreadable), *_shown(found.graph, _value))
    sections = (
        (tr("Settings"), tuple(_settings(runs))),
        (tr("Graph"), graph),
        (tr("Turned while it trained"), tuple(_shown(found.turned, _turns))),
        (tr("Figures at the end"), tuple(_figures(found.last, runs))),
        (tr("Figures of the best epoch"), (_best_epoch(runs), *_figures(found.best, runs))),
    )
    return Comparison(tuple(run_text(r.name) for r in runs), sections)


def name_of(row: Row) -> str:
    """What a row is called: a setting as the form has it, behind the node that it is of."""
    if not row.labels:
        return row.title
    setting = " › ".join(map(tr_engine, row.labels))
    return tr("{node}: {param}", node=row.owner, param=setting) if row.owner else setting


def _settings(runs: Sequence[RunRecord]) -> Iterator[Row]:
    known: dict[str, Column] = {column.id: column for column in columns()}
    for column_id in SETTINGS:
        column = known[column_id]
        yield Row(column.title, tuple(column.show(r) or _NOTHING for r in runs))


def _unreadable(unreadable: Sequence[bool]) -> Iterator[Row]:
    if any(unreadable):
        words = (tr("cannot be read") if each else _NOTHING for each in unreadable)
        yield Row(tr("File of the graph"), tuple(words))


def _shown(rows: Sequence[Row], words: Callable[[Any], str]) -> Iterator[Row]:
    for row in rows:
        cells = (_NOTHING if cell is None else words(cell) for cell in row.cells)
        yield Row(row.title, tuple(cells), row.labels)


def _figures(rows: Sequence[Row], runs: Sequence[RunRecord]) -> Iterator[Row]:
    for row in rows:
        cells = (named_figure(row.title, c, r.kinds) for c, r in zip(row.cells, runs, strict=True))
        yield Row(row.title, tuple(cell or _NOTHING for cell in cells))


def _best_epoch(runs: Sequence[RunRecord]) -> Row:
    """Its number; and among which, where not among all."""
    return Row(tr("Epoch"), tuple(_epoch_cell(run) for run in runs))


def _epoch_cell(run: RunRecord) -> str:
    if not run.best:
        return _NOTHING
    if not run.best_since:
        return str(run.best_epoch)
    return tr("{epoch}, since epoch {first}", epoch=run.best_epoch, first=run.best_since)


def _value(value: str) -> str:
    """A wire that is there has no value; switches and what is not set are told as on the canvas."""
    words = {"": tr("wired"), "true": tr("on"), "false": tr("off"), "none": tr("none")}
    return words.get(value, value)


def _turns(knobs: Sequence[Knob]) -> str:
    """All of them, one a line."""
    told = turns_told(knobs, lambda v, epoch: tr("{value} in epoch {epoch}", value=v, epoch=epoch))
    return "\n".join(told)
