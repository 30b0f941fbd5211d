"""A readable place for every node: columns from left to right, few crossings, no overlaps.

After Sugiyama, Tagawa and Toda, 1981: columns by the longest path, order within a column by the
mean place of the neighbours, then heights as near to these as the order allows. A long graph is
broken into bands, one below the other, where few wires cross.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate, pairwise

from hornstudio.engine.graph import Graph
from hornstudio.engine.order import topological_order

Point = tuple[float, float]
Size = tuple[float, float]

USUAL: Size = (168.0, 112.0)
"""Size of a node where nothing else is said, in px at 100 %."""

GRID = 8.0
COLUMN_GAP = 56.0
ROW_GAP = 32.0
BAND_GAP = 72.0
WIRE_ROOM = 16.0
PORT = 44.0
"""How far below a node's top its first port is: where wires run level."""
STRAIGHT = 4.0
"""How much more a long wire counts than a short one, so that it runs level past what it skips."""
SWEEPS = 8
LONGEST = 24
"""Columns that a wire may pass and still be given room of its own in each of them."""
BAND = 8
"""Columns that fit side by side before a graph is broken into bands."""


def arrange(graph: Graph, sizes: Mapping[str, Size] | None = None) -> dict[str, Point]:
    """Top left corners of all nodes. sizes: width and height by id; `USUAL` where none is given."""
    given = sizes or {}
    if not graph.nodes:
        return {}
    columns = _Columns(graph, {i: given.get(i, USUAL) for i in graph.nodes})
    places: dict[str, Point] = {}
    top = 0.0
    for first, last in _bands(graph, columns.column_of):
        band = columns.places(first, last)
        lowest = min(y for _, y in band.values())
        placed = {i: (x, _up(y - lowest) + top) for i, (x, y) in band.items()}
        places |= placed
        top = _up(max(y + columns.sizes[i][1] for i, (_, y) in placed.items()) + BAND_GAP)
    return {i: places[i] for i in graph.nodes}


def _up(value: float) -> float:
    """The next line of the grid."""
    return -(-value // GRID) * GRID


def column_numbers(graph: Graph) -> dict[str, int]:
    """Number of the column of each node: one more than that of the last node it takes from.

    A node that takes from none stands right before the first that takes from it.
    """
    order, _ = topological_order(graph)
    ordered = set(order)
    on_circles = [i for i in graph.nodes if i not in ordered]
    numbers: dict[str, int] = {}
    for node in [*order, *on_circles]:
        before = [
            numbers[w.source_node] for w in graph.wires_into(node) if w.source_node in numbers
        ]
        numbers[node] = max(before, default=-1) + 1
    for node in order:
        takers = [
            numbers[w.target_node] for w in graph.wires_from(node) if w.target_node in numbers
        ]
        if takers and not graph.wires_into(node):
            numbers[node] = max(0, min(takers) - 1)
    return numbers


def _bands(graph: Graph, column_of: Mapping[str, int]) -> list[tuple[int, int]]:
    """First and last column of each band; broken where the fewest wires cross."""
    count = max(column_of.values()) + 1
    if count <= BAND + BAND // 2:
        return [(0, count - 1)]
    crossing = [0] * (count + 1)
    for wire in graph.wires:
        ends = column_of.get(wire.source_node), column_of.get(wire.target_node)
        if None not in ends and ends[0] < ends[1]:  # type: ignore[operator]
            crossing[ends[0] + 1] += 1  # type: ignore[operator]
            crossing[ends[1] + 1] -= 1  # type: ignore[operator]
    for i in range(1, count + 1):
        crossing[i] += crossing[i - 1]
    starts = [0]
    while count - starts[-1] > BAND + BAND // 2:
        wish = starts[-1] + BAND
        near = range(wish - BAND // 4, wish + BAND // 4 + 1)
        starts.append(min(near, key=lambda c: (crossing[c], abs(c - wish))))
    return [(a, b - 1) for a, b in pairwise([*starts, count])]


@dataclass
class _Spot:
    """A node in its column, or the place where a long wire passes it (`node` is "")."""

    node: str
    height: float
    before: list["_Spot"] = field(default_factory=list)
    after: list["_Spot"] = field(default_factory=list)
    rank: float = 0.0
    y: float = 0.0

    def above(self, other: "_Spot") -> float:
        """How far the top of the other must at least lie below its own."""
        if self.node:
            return self.height + (ROW_GAP if other.node else WIRE_ROOM - PORT)
        return PORT + WIRE_ROOM if other.node else WIRE_ROOM

    def wish(self, near: Sequence["_Spot"]) -> float:
        """The mean height of its neighbours."""
        weights = [1.0 if self.node and s.node else STRAIGHT for s in near]
        heights = (s.y * weight for s, weight in zip(near, weights, strict=True))
        return sum(heights) / sum(weights) if near else self.y


class _Columns:
    """The nodes of a graph in columns; `places` puts some neighbouring columns in order."""

    def __init__(self, graph: Graph, sizes: Mapping[str, Size]) -> None:
        self.graph = graph
        self.sizes = sizes
        self.column_of = column_numbers(graph)
        self.nodes_in: dict[int, list[str]] = {c: [] for c in range(len(graph.nodes))}
        for node in graph.nodes:
            self.nodes_in[self.column_of[node]].append(node)

    def places(self, first: int, last: int) -> dict[str, Point]:
        columns = self._spots(first, last)
        _order(columns)
        _settle(columns)
        places: dict[str, Point] = {}
        x = 0.0
        for column in columns:
            widths = [self.sizes[s.node][0] for s in column if s.node]
            places |= {s.node: (x, s.y) for s in column if s.node}
            x = _up(x + max(widths, default=0.0) + COLUMN_GAP)
        return places

    def _spots(self, first: int, last: int) -> list[list[_Spot]]:
        names = [self.nodes_in[c] for c in range(first, last + 1)]
        spots = {i: _Spot(i, self.sizes[i][1]) for column in names for i in column}
        columns = [[spots[i] for i in column] for column in names]
        for node, spot in spots.items():
            takers = dict.fromkeys(w.target_node for w in self.graph.wires_from(node))
            for taker in takers:
                start, end = self.column_of[node] - first, self.column_of.get(taker, -1) - first
                if taker in spots and 0 < end - start <= LONGEST:
                    passed = [_Spot("", 0.0) for _ in range(start + 1, end)]
                    for column, pass_by in zip(columns[start + 1 : end], passed, strict=True):
                        column.append(pass_by)
                    _chain([spot, *passed, spots[taker]])
        return columns


def _chain(spots: Sequence[_Spot]) -> None:
    for one, other in pairwise(spots):
        one.after.append(other)
        other.before.append(one)


def _order(columns: list[list[_Spot]]) -> None:
    """Sort each column by the mean rank of the neighbours; keep the order that crosses least."""
    _rank(columns)
    best, fewest = [list(c) for c in columns], _crossings(columns)
    for sweep in range(SWEEPS):
        if not fewest:
            break
        onward = sweep % 2 == 0
        for column in columns if onward else reversed(columns):
            for spot in column:
                near = spot.before if onward else spot.after
                if near:
                    spot.rank = sum(s.rank for s in near) / len(near)
            column.sort(key=lambda s: s.rank)
            _rank([column])
        found = _crossings(columns)
        if found < fewest:
            best, fewest = [list(c) for c in columns], found
    columns[:] = best
    _rank(columns)


def _rank(columns: list[list[_Spot]]) -> None:
    for column in columns:
        for i, spot in enumerate(column):
            spot.rank = float(i)


def _crossings(columns: list[list[_Spot]]) -> int:
    """Pairs of wires between neighbouring columns that cross, counted in a tree of sums."""
    total = 0
    for column in columns:
        ends = [int(t.rank) for s in column for t in sorted(s.after, key=lambda t: t.rank)]
        tree = [0] * (max(ends, default=0) + 2)
        for seen, end in enumerate(ends):
            total += seen
            place = end + 1
            while place:
                total -= tree[place]
                place -= place & -place
            place = end + 1
            while place < len(tree):
                tree[place] += 1
                place += place & -place
    return total


def _settle(columns: list[list[_Spot]]) -> None:
    """Heights: each spot level with its neighbours, as far as order and room allow."""
    for column in columns:
        for spot, y in zip(column, _offsets(column), strict=True):
            spot.y = y
    for sweep in range(SWEEPS):
        onward = sweep % 2 == 0
        for column in columns if onward else reversed(columns):
            wishes = [s.wish(s.before if onward else s.after) for s in column]
            for spot, y in zip(column, _apart(column, wishes), strict=True):
                spot.y = y
    for column in columns:
        for spot in column:
            spot.y = _up(spot.y)
        for former, spot in pairwise(column):
            spot.y = max(spot.y, _up(former.y + former.above(spot)))


def _offsets(column: Sequence[_Spot]) -> list[float]:
    """Heights of a column whose spots lie as close as they may."""
    gaps = [one.above(other) for one, other in pairwise(column)]
    return list(accumulate(gaps, initial=0.0))


def _apart(column: Sequence[_Spot], wishes: Sequence[float]) -> list[float]:
    """Heights nearest to the wishes (least squares) that keep the order and the gaps."""
    offsets = _offsets(column)
    blocks: list[tuple[float, int]] = []  # sum of what is wished, how many move as one
    for wish, offset in zip(wishes, offsets, strict=True):
        total, count = wish - offset, 1
        while blocks and blocks[-1][0] / blocks[-1][1] > total / count:
            former = blocks.pop()
            total, count = total + former[0], count + former[1]
        blocks.append((total, count))
    means = [total / count for total, count in blocks for _ in range(count)]
    return [mean + offset for mean, offset in zip(means, offsets, strict=True)]
