"""What a step on nodes and reroute points is called in the history."""

from collections.abc import Collection

from hornstudio.engine.editing.reroute import Place
from hornstudio.engine.graph import Graph
from hornstudio.ui.canvas.edit.selection import title_of
from hornstudio.ui.words.translate import fill, tr


def counted(
    graph: Graph, ids: Collection[str], places: Collection[Place], one: str, many: str
) -> str:
    """Name of a step; `one` has a {what}, `many`, for nodes and points together, a {count}."""
    if ids and places:
        return fill(many, count=len(ids) + len(places))
    if len(ids) == 1:
        return fill(one, what=title_of(graph, next(iter(ids))))
    if ids:
        return fill(one, what=tr("{count} modules", count=len(ids)))
    if len(places) == 1:
        return fill(one, what=tr("reroute point"))
    return fill(one, what=tr("{count} reroute points", count=len(places)))
