"""Boxes along the way of a wire: a box around all of it says little of where it runs."""

from collections.abc import Iterable
from itertools import pairwise

from PySide6.QtCore import QPointF

from hornstudio.ui.canvas.geometry import Box
from hornstudio.ui.canvas.way.curve import handle
from hornstudio.ui.canvas.way.route import Way

Point = tuple[float, float]
_CUTS = 2


def boxes_along(way: Way, room: float) -> list[Box]:
    """Boxes that hold all of a way, and `room` px around it."""
    if way.is_through or len(way.points) < 2:
        left, top, right, bottom = way.box
        return [_around([(left, top), (right, bottom)], room)]
    if len(way.points) > 2:
        return [_around([a.toTuple(), b.toTuple()], room) for a, b in pairwise(way.points)]
    start, end = way.points
    first = QPointF(start.x() + way.stub, start.y())
    reach = handle(first, end)
    curve = [
        first.toTuple(),
        (first.x() + reach, first.y()),
        (end.x() - reach, end.y()),
        end.toTuple(),
    ]
    stub = [_around([start.toTuple(), first.toTuple()], room)] if way.stub else []
    return stub + [_around(piece, room) for piece in _pieces(curve, _CUTS)]


def touches(boxes: Iterable[Box], area: Box) -> bool:
    """Whether any of these overlaps an area."""
    left, top, right, bottom = area
    return any(b[0] < right and b[2] > left and b[1] < bottom and b[3] > top for b in boxes)


def _around(points: Iterable[Point], room: float) -> Box:
    xs, ys = zip(*points, strict=True)
    return (min(xs) - room, min(ys) - room, max(xs) + room, max(ys) + room)


def _pieces(curve: list[Point], cuts: int) -> list[list[Point]]:
    """A cubic cut in halves again and again: each piece lies within its four points."""
    if not cuts:
        return [curve]
    rows = [curve]
    while len(rows[-1]) > 1:
        rows.append([_middle(a, b) for a, b in pairwise(rows[-1])])
    halves = [row[0] for row in rows], [row[-1] for row in reversed(rows)]
    return [piece for half in halves for piece in _pieces(half, cuts - 1)]


def _middle(a: Point, b: Point) -> Point:
    return ((a[0] + b[0]) / 2, (a[1] + b[1]) / 2)
