"""The last run of a network that is opened again."""

from dataclasses import dataclass, replace
from pathlib import Path

from hornstudio.engine.errors import HornError
from hornstudio.engine.graph import Graph
from hornstudio.engine.runs.collection import RunCollection
from hornstudio.engine.runs.difference import difference, in_words
from hornstudio.engine.runs.reading import mark_of_content
from hornstudio.engine.runs.record import IMPORTED, RunRecord
from hornstudio.engine.storage import files

_MOST_READ = 100
"""So many runs that are new since the last look at the list are read; of more, the first ones."""
_ALIKE = 0.5


@dataclass(frozen=True)
class LastRun:
    """A run, with the graph that it trained. changes: in its modules since, in words."""

    record: RunRecord
    graph: Graph
    changes: str


def last_run(graph: Graph, file: Path) -> LastRun | None:
    """The last run with a checkpoint of this graph, or of its file while that held one like it.

    None where there is none, or where it goes on.
    """
    with RunCollection() as known:
        for _, total in known.refreshing():
            if total > _MOST_READ:
                break
        found = known.latest(mark_of_content(files.to_json(graph)), str(file))
    for record in found:
        if record.state == IMPORTED or not record.epochs_done:
            continue
        former = _graph_of(record)
        if former is not None and _is_alike(former, graph):
            changes = in_words(difference(replace(former, training=graph.training), graph))
            return None if record.is_running else LastRun(record, former, changes)
    return None


def _graph_of(record: RunRecord) -> Graph | None:
    try:
        return files.load(Path(record.path) / "graph.horn")
    except HornError:
        return None


def _is_alike(former: Graph, graph: Graph) -> bool:
    """Whether half of the nodes of either or more are the same."""
    some, others = ({(i, node.kind) for i, node in each} for each in (former, graph))
    return len(some & others) >= _ALIKE * max(len(some), len(others))
