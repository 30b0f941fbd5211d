"""What sets runs apart, as rows with a cell a run. No widgets."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hornstudio.engine.errors import HornError
from hornstudio.engine.graph import Graph
from hornstudio.engine.runs.difference import difference
from hornstudio.engine.runs.record import RunRecord
from hornstudio.engine.storage import files
from hornstudio.engine.train.kept.run_folder import RunFolder
from hornstudio.engine.watch.events import Knob
from hornstudio.ui.panels.runs.column import Column, columns, figure
from hornstudio.ui.words.translate import tr

_SETTINGS = (
    *("state", "model", "epochs", "batch_size", "seed", "device", "source", "data_hash"),
    *("weights", "seconds", "started", "tags", "note"),
)
_NOTHING = "–"
_TURNS = 3


@dataclass(frozen=True)
class Row:
    """One fact of all runs, in their order."""

    title: str
    cells: tuple[str, ...]

    @property
    def differs(self) -> bool:
        """Whether the runs are not alike in it."""
        return len(set(self.cells)) > 1


@dataclass(frozen=True)
class Comparison:
    """Rows by the heading over them."""

    names: tuple[str, ...]
    sections: tuple[tuple[str, tuple[Row, ...]], ...]


def compare(runs: Sequence[RunRecord]) -> Comparison:
    """Everything that is known of two runs or more, what was changed before what came of it.

    Reads their graphs: it takes a while.
    """
    sections = (
        (tr("Settings"), tuple(_settings(runs))),
        (tr("Graph"), tuple(_graphs([_graph_of(r) for r in runs]))),
        (tr("Turned while it trained"), tuple(_turned([_knobs_of(r) for r in runs]))),
        (tr("Figures of the last epoch"), tuple(_metrics([r.metrics for r in runs]))),
        (tr("Figures of the best epoch"), tuple(_metrics([r.best for r in runs]))),
    )
    return Comparison(tuple(r.name for r in runs), sections)


def _settings(runs: Sequence[RunRecord]) -> Iterable[Row]:
    known: dict[str, Column] = {column.id: column for column in columns()}
    for column_id in _SETTINGS:
        column = known[column_id]
        yield Row(column.title, tuple(column.show(r) or _NOTHING for r in runs))


def _metrics(figures: Sequence[dict[str, float]]) -> Iterable[Row]:
    for name in dict.fromkeys(name for each in figures for name in each):
        yield Row(name, tuple(figure(each.get(name)) or _NOTHING for each in figures))


def _graph_of(run: RunRecord) -> Graph | None:
    try:
        return files.load(Path(run.path) / "graph.horn")
    except (HornError, OSError):
        return None


def _graphs(graphs: Sequence[Graph | None]) -> Iterable[Row]:
    """What differs from the first graph, a place a row; a graph that cannot be read says so."""
    first = graphs[0]
    changes = [{c.place: c for c in difference(first, g)} if first and g else {} for g in graphs]
    if None in graphs:
        words = (_NOTHING if graph else tr("cannot be read") for graph in graphs)
        yield Row(tr("File of the graph"), tuple(words))
    for place in dict.fromkeys(place for each in changes for place in each):
        if place in _SETTINGS:
            continue  # told above
        before = next(c.before for each in changes if (c := each.get(place)))
        cells = [each[place].after if place in each else before for each in changes]
        yield Row(place, tuple(_shown(cell) for cell in cells))


def _knobs_of(run: RunRecord) -> list[Knob]:
    try:
        return RunFolder.open(Path(run.path)).knobs()
    except (HornError, OSError, ValueError):
        return []


def _turned(knobs: Sequence[Sequence[Knob]]) -> Iterable[Row]:
    """A row for each thing that was turned in a run: to what, and in which epoch."""
    for place in dict.fromkeys((k.node, k.param) for each in knobs for k in each):
        turns = [[k for k in each if (k.node, k.param) == place] for each in knobs]
        yield Row(".".join(place), tuple(_turns(each) for each in turns))


def _turns(knobs: Sequence[Knob]) -> str:
    """The last turns of one thing; of very many, how many there were before."""
    last = [
        tr("{value} in epoch {epoch}", value=_number(k.new), epoch=k.epoch) for k in knobs[-_TURNS:]
    ]
    more = len(knobs) - len(last)
    return "; ".join([*([f"+{more}"] if more else []), *last]) or _NOTHING


def _number(value: Any) -> str:
    return f"{value:.4g}" if isinstance(value, float) else str(value)


def _shown(value: str | None) -> str:
    return _NOTHING if value is None else value or tr("wired")
