"""What stands in the columns: nodes, and places where long wires pass between them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from hornstudio.engine.graph import Graph, Wire
from hornstudio.engine.layout.size import PORT, Levels

Point = tuple[float, float]

GRID = 8.0
ROW_GAP = 32.0
WIRE_GAP = 16.0
SHARE = 1e-4
"""Of a rank, for a px: nodes are lower than ten thousand."""
MOST_PASSED = 20_000
"""Places for passing wires; beyond, the longest wires find their way without any."""


@dataclass(eq=False, slots=True)
class Spot:
    """A node in its column, or the place where long wires of a port pass it (`node` is "")."""

    node: str
    height: float
    before: list["Link"] = field(default_factory=list)
    after: list["Link"] = field(default_factory=list)
    rank: int = 0

    def gap(self, other: "Spot") -> float:
        """Room between it and the next one below."""
        return ROW_GAP if self.node and other.node else WIRE_GAP


@dataclass(eq=False, slots=True)
class Link:
    """A piece of wire from one column to the next; `out` and `into` lie below the spots' tops.

    The shares say the same as parts of a rank: places of ports in the order of a column.
    """

    start: Spot
    end: Spot
    out: float
    into: float
    out_share: float
    into_share: float

    @property
    def out_key(self) -> float:
        """Order of where it begins in its column."""
        return self.start.rank + self.out_share

    @property
    def into_key(self) -> float:
        """Order of where it ends in its column."""
        return self.end.rank + self.into_share


Columns = list[list[Spot]]


def columns_of(
    graph: Graph, column_of: Mapping[str, int], heights: Mapping[str, float], levels: Levels
) -> Columns:
    """The nodes of a graph and the wires between them, column by column.

    column_of: of the nodes that are wanted. Wires of one port share their way as far as they go.
    """
    first = min(column_of.values())
    columns: Columns = [[] for _ in range(max(column_of.values()) - first + 1)]
    spots = {i: Spot(i, heights[i]) for i in graph.nodes if i in column_of}
    for node, spot in spots.items():
        columns[column_of[node] - first].append(spot)
    room = MOST_PASSED
    for source, wires in _by_port(graph, column_of):
        longest = column_of[wires[-1].target_node] - column_of[source]
        room -= longest - 1
        start = column_of[source] - first
        _lay(columns, start, spots, wires, {w: column_of[w.target_node] - first for w in wires},
             levels, passes=room >= 0)  # fmt: skip
    return columns


def _by_port(graph: Graph, column_of: Mapping[str, int]) -> list[tuple[str, list[Wire]]]:
    """Wires that go onward, by the port that they leave, the shorter ones first."""
    found: dict[str, list[Wire]] = {}
    for wire in graph.wires:
        start, end = column_of.get(wire.source_node), column_of.get(wire.target_node)
        if start is not None and end is not None and start < end:
            found.setdefault(wire.source, []).append(wire)
    ports = [
        (wires[0].source_node, sorted(wires, key=lambda w: column_of[w.target_node]))
        for wires in found.values()
    ]
    return sorted(ports, key=lambda p: column_of[p[1][-1].target_node] - column_of[p[0]])


def _lay(
    columns: Columns,
    column: int,
    spots: Mapping[str, Spot],
    wires: Sequence[Wire],
    ends: Mapping[Wire, int],
    levels: Levels,
    *,
    passes: bool,
) -> None:
    here = spots[wires[0].source_node]
    out = levels.get(wires[0], (PORT, PORT))[0]
    for wire in wires:
        while column < ends[wire] - 1 and passes:
            column += 1
            passed = Spot("", 0.0)
            columns[column].append(passed)
            _link(here, passed, out, 0.0)
            here, out = passed, 0.0
        if column == ends[wire] - 1:
            _link(here, spots[wire.target_node], out, levels.get(wire, (PORT, PORT))[1])


def _link(start: Spot, end: Spot, out: float, into: float) -> None:
    link = Link(start, end, out, into, out * SHARE, into * SHARE)
    start.after.append(link)
    end.before.append(link)


def up(value: float) -> float:
    """The next line of the grid."""
    return -(-value // GRID) * GRID


def links(columns: Iterable[Sequence[Spot]]) -> list[Link]:
    """All pieces of wire, from left to right."""
    return [link for column in columns for spot in column for link in spot.after]
