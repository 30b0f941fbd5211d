"""Recent files as cards."""

from datetime import datetime
from pathlib import Path

from hornstudio.engine.check import check
from hornstudio.engine.errors import FileError
from hornstudio.engine.graph import Graph
from hornstudio.engine.storage import files
from hornstudio.ui.panels.welcome.card import Card, GraphPainter
from hornstudio.ui.panels.welcome.when import when_text
from hornstudio.ui.words.quantity import count_text
from hornstudio.ui.words.translate import tr


def recent_card(path: Path, paint_graph: GraphPainter, now: datetime) -> Card:
    """A card of a file; one that cannot be read says so, and opening it tells why."""
    graph: Graph | None
    try:
        graph = files.load(path)
        line = _counts(graph)
    except FileError:
        graph, line = None, tr("cannot be read")
    card = Card(path.stem, line, graph, paint_graph, _when(path, now))
    card.setToolTip(str(path))
    return card


def _counts(graph: Graph) -> str:
    count = len(graph.nodes)
    modules = tr("1 module") if count == 1 else tr("{count} modules", count=count)
    weights = tr("{count} weights", count=count_text(check(graph).weight_count))
    return f"{modules} · {weights}"


def _when(path: Path, now: datetime) -> str:
    try:
        return when_text(datetime.fromtimestamp(path.stat().st_mtime), now)
    except (OSError, OverflowError, ValueError):
        return ""
