"""Reroute points: places that a wire runs through. They are looks; nothing computes with them.

In a file they stand beside the wires, in the graph and in each composite, so that a reader who
does not know them carries them along:
`"reroutes": [{"wire": ["a.output", "b.input"], "points": [[240, 80], [320, 80]]}]`.
"""

import math
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from hornstudio.engine.graph import EMPTY, Graph, Point, Points, Wire, freeze
from hornstudio.engine.text import Text, unfit

Place = tuple[Wire, int]
"""A point: its wire, and which of the wire's points it is."""
FARTHEST = 1e9


def with_points(graph: Graph, points: Mapping[Wire, Iterable[Point]]) -> Graph:
    """The graph with these points on these wires, in place of theirs; none straightens a wire."""
    laid = {**graph.reroutes, **{w: tuple(map(_rounded, row)) for w, row in points.items()}}
    kept = {w: row for w, row in laid.items() if row}
    return replace(graph, reroutes=freeze(kept) if kept else EMPTY)


def _rounded(at: Point) -> Point:
    return (round(at[0], 2), round(at[1], 2))


def add_point(graph: Graph, wire: Wire, index: int, at: Point) -> Graph:
    """Put a point into a wire, in front of its point of that index."""
    row = graph.reroutes.get(wire, ())
    return with_points(graph, {wire: (*row[:index], at, *row[index:])})


def move_points(graph: Graph, places: Mapping[Place, Point]) -> Graph:
    """Put points elsewhere; what is no point is left out."""
    rows = _rows(graph, places)
    return with_points(
        graph,
        {w: [places.get((w, i), at) for i, at in enumerate(row)] for w, row in rows.items()},
    )


def shift_points(graph: Graph, chosen: Iterable[Place], step: Point) -> Graph:
    """Move points by a step."""
    at = points_of(graph, chosen)
    return move_points(graph, {p: (x + step[0], y + step[1]) for p, (x, y) in at.items()})


def remove_points(graph: Graph, chosen: Collection[Place]) -> Graph:
    """Take points away; the wire runs on without them."""
    gone = set(chosen)
    rows = _rows(graph, gone)
    return with_points(
        graph,
        {w: [at for i, at in enumerate(row) if (w, i) not in gone] for w, row in rows.items()},
    )


def _rows(graph: Graph, chosen: Iterable[Place]) -> dict[Wire, Points]:
    return {w: graph.reroutes[w] for w, _ in chosen if w in graph.reroutes}


def points_of(graph: Graph, chosen: Iterable[Place]) -> dict[Place, Point]:
    """Where points are; what is no point is left out."""
    found = {}
    for wire, index in chosen:
        row = graph.reroutes.get(wire, ())
        if index < len(row):
            found[wire, index] = row[index]
    return found


def straighten(graph: Graph, ids: Collection[str]) -> Graph:
    """The graph without points on the wires between these nodes."""
    inner = [w for w in graph.reroutes if w.source_node in ids and w.target_node in ids]
    return with_points(graph, dict.fromkeys(inner, ())) if inner else graph


def loose(chosen: Iterable[Place], ids: Collection[str]) -> list[Place]:
    """Points that do not go along by themselves when these nodes move."""
    return [(w, i) for w, i in chosen if not (w.source_node in ids and w.target_node in ids)]


def carried(old: Graph, new: Graph) -> Graph:
    """After a move of nodes: points of a wire go along where both its nodes made the same step."""
    moved: dict[Wire, list[Point]] = {}
    for wire, row in old.reroutes.items():
        source, target = _step(old, new, wire.source_node), _step(old, new, wire.target_node)
        if source == target != (0.0, 0.0):
            moved[wire] = [(x + source[0], y + source[1]) for x, y in row]
    return with_points(new, moved) if moved else new


def _step(old: Graph, new: Graph, node_id: str) -> Point:
    a, b = old.nodes[node_id].at, new.nodes[node_id].at
    return _rounded((b[0] - a[0], b[1] - a[1]))


def renamed(graph: Graph, end: Callable[[str], str]) -> Mapping[Wire, Points]:
    """The points by wires whose ends have other names."""
    rows = graph.reroutes.items()
    return freeze({Wire(end(w.source), end(w.target)): row for w, row in rows}) if rows else EMPTY


def copied(graph: Graph, part: Graph, end: Callable[[str], str], step: Point = (0.0, 0.0)) -> Graph:
    """The graph with the points of a copied part, whose wires have other ends, a step away."""
    if not part.reroutes:
        return graph
    rows = renamed(part, end).items()
    return with_points(graph, {w: [(x + step[0], y + step[1]) for x, y in r] for w, r in rows})


def split(old: Graph, new: Graph, wire: Wire, halves: tuple[Wire, Wire], before: int) -> Graph:
    """After a node was put into a wire: its first points are those of the first half."""
    row = old.reroutes.get(wire, ())
    return with_points(new, {halves[0]: row[:before], halves[1]: row[before:]}) if row else new


def succeeded(old: Graph, new: Graph, successors: Iterable[tuple[Wire, Wire]]) -> Graph:
    """The new graph with the points of each old wire on its successor, the first of several."""
    rows: dict[Wire, Points] = {}
    for before, after in successors:
        if before in old.reroutes and before != after:
            rows.setdefault(after, old.reroutes[before])
    return with_points(new, rows) if rows else new


def leg_of(stops: Sequence[Point], at: Point) -> int:
    """Which of the lines from stop to stop passes nearest to a point."""
    legs = range(len(stops) - 1)
    return min(legs, key=lambda i: _away(stops[i], stops[i + 1], at), default=0)


def _away(a: Point, b: Point, at: Point) -> float:
    dx, dy = b[0] - a[0], b[1] - a[1]
    length = dx * dx + dy * dy
    share = ((at[0] - a[0]) * dx + (at[1] - a[1]) * dy) / length if length else 0.0
    share = min(max(share, 0.0), 1.0)
    return math.hypot(at[0] - a[0] - share * dx, at[1] - a[1] - share * dy)


# In the file.


def to_json(graph: Graph) -> list[dict[str, Any]]:
    """What a file says of the points."""
    return [
        {"wire": list(wire), "points": [[plain(c) for c in at] for at in row]}
        for wire, row in graph.reroutes.items()
    ]


def plain(number: float) -> int | float:
    """A whole number without its point."""
    return int(number) if float(number).is_integer() and abs(number) < 2**53 else number


def from_json(raw: Any) -> tuple[Mapping[Wire, Points], list[tuple[str, Text]]]:
    """The points of a file, and faults: where, and what is wrong.

    Points of wires that the graph does not have are no fault, and are left out by the graph: a
    program that knows no points takes wires away without theirs.
    """
    if not isinstance(raw, list):
        return EMPTY, [("reroutes", unfit(raw, Text("a list")))]
    found: dict[Wire, Points] = {}
    faults: list[tuple[str, Text]] = []
    for place, item in enumerate(raw):
        if is_readable(item):
            row = tuple((float(x), float(y)) for x, y in item["points"])
            found |= {Wire(*item["wire"]): row} if row else {}
        else:
            need = '"wire": [end, end] and "points": [[x, y], ...]'
            faults.append((f"reroutes.{place}", unfit(item, need)))
    return freeze(found) if found else EMPTY, faults


def is_readable(item: Any) -> bool:
    """Whether a file's entry says the points of a wire."""
    if not isinstance(item, dict) or set(item) != {"wire", "points"}:
        return False
    wire, points = item["wire"], item["points"]
    is_wire = isinstance(wire, list) and len(wire) == 2 and all(isinstance(e, str) for e in wire)
    return is_wire and isinstance(points, list) and all(map(_is_point, points))


def _is_point(value: Any) -> bool:
    return isinstance(value, list) and len(value) == 2 and all(_is_near(n) for n in value)


def _is_near(number: Any) -> bool:
    is_number = isinstance(number, int | float) and not isinstance(number, bool)
    return is_number and abs(number) <= FARTHEST


def all_places(graph: Graph, wires: Iterable[Wire] | None = None) -> Iterator[Place]:
    """Every point of these wires, or of all."""
    for wire in graph.reroutes if wires is None else wires:
        for index in range(len(graph.reroutes.get(wire, ()))):
            yield wire, index
