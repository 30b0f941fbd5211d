"""What sets runs apart: a row for each fact, with a cell for each run."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hornstudio.engine.catalog import catalog
from hornstudio.engine.composite.flatten import flatten
from hornstudio.engine.composite.way import way_text
from hornstudio.engine.errors import HornError
from hornstudio.engine.graph import Graph
from hornstudio.engine.params import label_of
from hornstudio.engine.runs.difference import Change, difference
from hornstudio.engine.runs.record import RunRecord
from hornstudio.engine.storage import files
from hornstudio.engine.train.kept.run_folder import RunFolder
from hornstudio.engine.watch.events import Knob

SETTINGS = (
    *("state", "model", "parent", "epochs", "batch_size", "seed", "device", "source", "data_hash"),
    *("weights", "ends_with", "seconds", "started", "tags", "note"),
)
"""Facts of a record that are compared; those that the graph has, too, are not told again."""

Figures = Sequence[dict[str, float]]


@dataclass(frozen=True)
class Row:
    """One fact of all runs, in their order; None where a run has none.

    labels: what forms call the settings whose names the title ends with, the innermost last.
    """

    title: str
    cells: tuple[Any, ...]
    labels: tuple[str, ...] = ()

    @property
    def owner(self) -> str:
        """Whose settings these are; empty for those of the training itself."""
        return ".".join(self.title.split(".")[: -len(self.labels)]) if self.labels else ""

    @property
    def differs(self) -> bool:
        """Whether the runs are not alike in it."""
        return any(cell != self.cells[0] for cell in self.cells)


@dataclass(frozen=True)
class Comparison:
    """Rows by what they tell of.

    unreadable: for each run, whether its graph cannot be read. graph: values as text, empty for a
    wire that is there. turned: all turns of one thing while the run trained, as Knobs. last, best:
    figures of the weights that a run has in the end, and of its best epoch.
    """

    unreadable: tuple[bool, ...]
    graph: tuple[Row, ...]
    turned: tuple[Row, ...]
    last: tuple[Row, ...]
    best: tuple[Row, ...]


def compare(runs: Sequence[RunRecord]) -> Comparison:
    """What is known of two runs or more, besides their SETTINGS.

    Reads their graphs: it takes a while.
    """
    graphs = [_graph_of(run) for run in runs]
    return Comparison(
        unreadable=tuple(graph is None for graph in graphs),
        graph=tuple(_apart(graphs)),
        turned=tuple(_turned([_knobs_of(run) for run in runs], graphs)),
        last=tuple(_by_name([run.metrics for run in runs])),
        best=tuple(_by_name([run.best for run in runs])),
    )


def _graph_of(run: RunRecord) -> Graph | None:
    try:
        return files.load(Path(run.path) / "graph.horn")
    except (HornError, OSError):
        return None


def _apart(
    graphs: Sequence[Graph | None],
    within: str = "",
    found: dict[tuple[bool, ...], tuple[Row, ...]] | None = None,
) -> Iterator[Row]:
    """What differs from the first graph that can be read, a place a row; and what differs within a
    place among those that are alike in it, where the first one is another there.

    within: how places begin that are meant. found: of some of the graphs, by which they are: the
    same ones are alike in many places.
    """
    found = {} if found is None else found
    some = tuple(graph is not None for graph in graphs)
    if some not in found:
        found[some] = tuple(_rows(graphs))
    for row in found[some]:
        if not row.title.startswith(within):
            continue
        yield row
        inner: dict[str, Row] = {}
        for cell in dict.fromkeys(row.cells):
            alike = [g if c == cell else None for g, c in zip(graphs, row.cells, strict=True)]
            if cell is not None and len([graph for graph in alike if graph]) > 1:
                for each in _apart(alike, f"{row.title}.", found):
                    inner[each.title] = _joined(inner.get(each.title), each)
        yield from inner.values()


def _joined(some: Row | None, others: Row) -> Row:
    """A row of some runs and the same one of others."""
    if some is None:
        return others
    pairs = zip(some.cells, others.cells, strict=True)
    return Row(some.title, tuple(a if b is None else b for a, b in pairs), some.labels)


def _first(graphs: Sequence[Graph | None]) -> int:
    return next((place for place, graph in enumerate(graphs) if graph), 0)


def _rows(graphs: Sequence[Graph | None]) -> Iterator[Row]:
    """What differs from the first graph that can be read, a place a row."""
    first = graphs[_first(graphs)]
    changes = [{c.place: c for c in difference(first, g)} if first and g else None for g in graphs]
    for place in dict.fromkeys(place for each in changes for place in each or ()):
        if place in SETTINGS:
            continue  # the record says it
        change = next(c for each in changes if (c := (each or {}).get(place)))
        cells = tuple(_cell(place, change.before, each) for each in changes)
        yield Row(place, cells, change.labels)


def _cell(place: str, before: str | None, changes: Mapping[str, Change] | None) -> str | None:
    """What stands in a place of a graph. before: in the first one. changes: from that to this one;
    None where it cannot be read. What lies in a node that is gone, or another kind, is not there.
    """
    if changes is None:
        return None
    if place in changes:
        return changes[place].after
    parts = place.split(".")
    within = (".".join(parts[:count]) for count in range(1, len(parts)))
    return None if any(owner in changes for owner in within) else before


def _knobs_of(run: RunRecord) -> list[Knob]:
    try:
        return RunFolder.open(Path(run.path)).knobs()
    except (HornError, OSError, ValueError):
        return []


def _turned(knobs: Sequence[Sequence[Knob]], graphs: Sequence[Graph | None]) -> Iterator[Row]:
    """A row for each thing that was turned in a run."""
    nodes = [dict(_unfolded(graph).nodes) for graph in graphs if graph] if any(knobs) else []
    for place in dict.fromkeys((k.node, k.param) for each in knobs for k in each):
        turns = [tuple(k for k in each if (k.node, k.param) == place) for each in knobs]
        kind = next((each[place[0]].kind for each in nodes if place[0] in each), "")
        labels = _labels(kind, place[1])
        yield Row(way_text(".".join(place)), tuple(each or None for each in turns), labels)


def _unfolded(graph: Graph) -> Graph:
    return flatten(graph).graph if graph.groups else graph


def _labels(kind: str, turned: str) -> tuple[str, ...]:
    """Of a param of a module, or of a factor on it."""
    module = catalog().get(kind)
    declared = {param.name: param.label for param in module.params} if module else {}
    return tuple(declared.get(name, label_of(name)) for name in turned.split("."))


def _by_name(figures: Figures) -> Iterator[Row]:
    for name in dict.fromkeys(name for each in figures for name in each):
        yield Row(name, tuple(each.get(name) for each in figures))


def turns_told(knobs: Sequence[Knob], say: Callable[[str, int], str]) -> list[str]:
    """All turns of one thing. say(value, epoch) -> to what it was turned and when, in words."""
    return [say(_number(knob.new), knob.epoch) for knob in knobs]


def latest_turns(told: Sequence[str], most: int, say: Callable[[int], str]) -> list[str]:
    """So many of the turns at most; of more, the last ones after say(count) of those before."""
    if len(told) <= most:
        return list(told)
    return [say(len(told) - most + 1), *told[len(told) - most + 1 :]]


def _number(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return f"{value:.4g}" if isinstance(value, float) else str(value)
