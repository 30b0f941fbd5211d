"""Places for the nodes of a graph, from its parts: what hangs together is laid out together."""

from collections.abc import Collection, Mapping, Sequence
from typing import Literal

from hornstudio.engine.catalog import catalog
from hornstudio.engine.graph import Graph
from hornstudio.engine.layout import block, crossing
from hornstudio.engine.layout.column import bands, column_numbers
from hornstudio.engine.layout.size import USUAL, Levels, Size, levels, sizes
from hornstudio.engine.layout.spot import GRID, ROW_GAP, Point, columns_of, up

Direction = Literal["right", "down", "rows"]
"""Along which the data runs; `rows`: to the right, broken into bands that lie below one another."""

COLUMN_GAP = 56.0
PART_GAP = 72.0
LAST = ("loss", "metric", "optimizer")
_ALONE_WIDTH = 1400.0


def arrange(
    graph: Graph,
    room: Mapping[str, Size] | None = None,
    ends: Levels | None = None,
    direction: Direction = "right",
) -> dict[str, Point]:
    """Top left corners of all nodes, on the grid, the first ones at 0.

    room: width and height by id; ends: where wires begin and end; of what is not given, they
    are guessed from the catalog.
    """
    modules = catalog()
    room = sizes(graph, modules) if room is None else {i: room.get(i, USUAL) for i in graph.nodes}
    ends = levels(graph, modules) if ends is None else ends
    last = [i for i, n in graph if (m := modules.get(n.kind)) and m.role in LAST]
    if direction == "down":
        turned = {i: (height, width) for i, (width, height) in room.items()}
        middle = {i: up(width / 2) for i, (width, _) in room.items()}
        centres = {
            w: (middle[w.source_node], middle[w.target_node])
            for w in graph.wires
            if w.source_node in middle and w.target_node in middle
        }
        places = _arrange(graph, turned, centres, last, in_bands=False)
        return {i: (y, x) for i, (x, y) in places.items()}
    return _arrange(graph, room, ends, last, in_bands=direction == "rows")


def _arrange(
    graph: Graph, room: Mapping[str, Size], ends: Levels, last: Collection[str], *, in_bands: bool
) -> dict[str, Point]:
    places: dict[str, Point] = {}
    top = 0.0
    column_of = column_numbers(graph, last)
    alone: list[str] = []
    for part in _parts(graph):
        if len(part) == 1:
            alone += part
            continue
        inside = set(part)
        columns = {i: column_of[i] for i in part}
        least = min(columns.values())
        columns = {i: number - least for i, number in columns.items()}
        sub = Graph(
            nodes={i: graph.nodes[i] for i in part},
            wires=tuple(w for w in graph.wires if w.source_node in inside),
        )
        for first, end in bands(sub, columns) if in_bands else [(0, max(columns.values()))]:
            band = {i: number for i, number in columns.items() if first <= number <= end}
            placed = _band(sub, band, room, ends)
            places |= {i: (x, y + top) for i, (x, y) in placed.items()}
            top = up(max(places[i][1] + room[i][1] for i in band) + PART_GAP)
    places |= _side_by_side(alone, room, top)
    return {i: places[i] for i in graph.nodes}


def _parts(graph: Graph) -> list[list[str]]:
    """Ids that hang together by wires, each part in the order of the graph."""
    part_of: dict[str, int] = {}
    for node in graph.nodes:
        waiting = [] if node in part_of else [node]
        while waiting:
            here = waiting.pop()
            if here in part_of or here not in graph.nodes:
                continue
            part_of[here] = part_of.get(node, len(part_of))
            waiting += [w.target_node for w in graph.wires_from(here)]
            waiting += [w.source_node for w in graph.wires_into(here)]
    parts: dict[int, list[str]] = {}
    for node in graph.nodes:
        parts.setdefault(part_of[node], []).append(node)
    return list(parts.values())


def _band(
    graph: Graph, column_of: Mapping[str, int], room: Mapping[str, Size], ends: Levels
) -> dict[str, Point]:
    """Places of neighbouring columns, the uppermost node at 0."""
    columns = columns_of(graph, column_of, {i: room[i][1] for i in column_of}, ends)
    crossing.order(columns)
    tops = block.heights(columns)
    highest = min(y for spot, y in tops.items() if spot.node)
    places: dict[str, Point] = {}
    x = 0.0
    for column in columns:
        nodes = [spot for spot in column if spot.node]
        places |= {spot.node: (x, tops[spot] - highest) for spot in nodes}
        widest = max((room[spot.node][0] for spot in nodes), default=0.0)
        x = up(x + widest + COLUMN_GAP) if nodes else x + GRID
    return places


def _side_by_side(ids: Sequence[str], room: Mapping[str, Size], top: float) -> dict[str, Point]:
    """Nodes without wires, in rows."""
    places: dict[str, Point] = {}
    x, lowest = 0.0, top
    for node in ids:
        width, height = room[node]
        if x and x + width > _ALONE_WIDTH:
            x, top = 0.0, up(lowest + ROW_GAP)
        places[node] = (x, top)
        lowest = max(lowest, top + height)
        x = up(x + width + ROW_GAP)
    return places
