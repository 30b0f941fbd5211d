"""Edits of where nodes are: lined up, spread evenly, folded to their title bars."""

from collections.abc import Collection, Hashable, Mapping
from typing import Literal, TypeVar

from hornstudio.engine.editing.edits import move_nodes, set_extra
from hornstudio.engine.graph import Graph, Node, Point

Area = tuple[float, float, float, float]
"""Left, top, width and height of a node as it is drawn."""
Edge = Literal["left", "center", "right", "top", "middle", "bottom"]
Axis = Literal["across", "down"]

Named = TypeVar("Named", bound=Hashable)

_SHARES: dict[str, tuple[int, float]] = {
    "left": (0, 0.0),
    "center": (0, 0.5),
    "right": (0, 1.0),
    "top": (1, 0.0),
    "middle": (1, 0.5),
    "bottom": (1, 1.0),
}
_COLLAPSED = "collapsed"


def align(graph: Graph, areas: Mapping[str, Area], edge: Edge) -> Graph:
    """Line up nodes by an edge, or by their middles, of the rectangle around them all."""
    return move_nodes(graph, aligned(areas, edge))


def aligned(areas: Mapping[Named, Area], edge: Edge) -> dict[Named, Point]:
    """Upper left corners of areas that are lined up so."""
    axis, share = _SHARES[edge]
    low = min(area[axis] for area in areas.values())
    high = max(area[axis] + area[axis + 2] for area in areas.values())
    line = low + share * (high - low)
    return {i: _at(area, axis, line - share * area[axis + 2]) for i, area in areas.items()}


def distribute(graph: Graph, areas: Mapping[str, Area], axis: Axis) -> Graph:
    """Make the gaps between nodes alike; the first and the last stay where they are."""
    return move_nodes(graph, distributed(areas, axis))


def distributed(areas: Mapping[Named, Area], axis: Axis) -> dict[Named, Point]:
    """Upper left corners of areas that are spread so."""
    number = 0 if axis == "across" else 1
    middles = {i: area[number] + area[number + 2] / 2 for i, area in areas.items()}
    ordered = sorted(areas, key=lambda i: (middles[i], str(i)))
    first, last = areas[ordered[0]], areas[ordered[-1]]
    whole = last[number] + last[number + 2] - first[number]
    gaps = max(len(ordered) - 1, 1)
    gap = (whole - sum(area[number + 2] for area in areas.values())) / gaps
    places: dict[Named, Point] = {}
    start = first[number]
    for node_id in ordered:
        places[node_id] = _at(areas[node_id], number, start)
        start += areas[node_id][number + 2] + gap
    return places


def _at(area: Area, axis: int, value: float) -> Point:
    return (value, area[1]) if axis == 0 else (area[0], value)


def is_collapsed(node: Node) -> bool:
    """Whether only the title bar of the node is shown."""
    return node.extra.get(_COLLAPSED) is True


def set_collapsed(graph: Graph, ids: Collection[str], collapsed: bool) -> Graph:
    """Fold nodes to their title bars, or unfold them."""
    return set_extra(graph, ids, _COLLAPSED, True if collapsed else None)
