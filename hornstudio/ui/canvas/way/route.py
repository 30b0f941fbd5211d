"""The ways of wires: a curve forward, a rounded lane through the gutter where one is needed."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainterPath, QPolygonF

from hornstudio.engine.graph import Graph, Points, Wire
from hornstudio.ui.canvas import geometry
from hornstudio.ui.canvas.geometry import Box
from hornstudio.ui.canvas.paint.look import NodeLook
from hornstudio.ui.canvas.way.curve import crosses, curve, curve_edges, samples
from hornstudio.ui.canvas.way.lanes import Lane, Lanes
from hornstudio.ui.once import once
from hornstudio.ui.theme import current

STUB = 16.0
BRANCH_AT = 11.0
_MARGIN = 8.0
_LANE_ROOM = 20.0
_TRIES = 6
_KINK = 16.0
_FORWARD_FROM = 8.0
_LARGE_PX2 = 2_000_000.0
"""From so large a box on, what is near a curve costs less than what is in its box."""

Blocks = Callable[[QRectF], Sequence[QRectF]]
"""Rectangles of nodes that touch an area."""


@dataclass(frozen=True)
class Ends:
    """Where a wire begins and ends: points, rows of the ports, and the bodies of the nodes.

    points: what it runs through in between, where a person has put points.
    """

    start: QPointF
    end: QPointF
    out_row: int
    in_row: int
    source: QRectF
    target: QRectF
    is_branch: bool = False
    points: Points = ()

    def shifted(self, step: QPointF) -> "Ends":
        """The same, a step away; without points, which go their own ways."""
        bodies = self.source.translated(step), self.target.translated(step)
        rows = self.out_row, self.in_row
        return Ends(self.start + step, self.end + step, *rows, *bodies, self.is_branch, self.points)


Placed = tuple[NodeLook, QRectF]
"""How a node looks, and its body in px of the canvas."""


def ends_of(
    graph: Graph,
    wire: Wire,
    source: Placed,
    target: Placed,
    *,
    is_branch: bool,
    points: Points | None = None,
) -> Ends:
    """Ends of a wire between two nodes that look so and stand there; points: not the graph's."""
    out_row, in_row = rows_of(graph, wire, source[0], target[0])
    return Ends(
        source[1].topLeft() + source[0].port_point("out", out_row),
        target[1].topLeft() + target[0].port_point("in", in_row),
        out_row,
        in_row,
        source[1],
        target[1],
        is_branch,
        graph.reroutes.get(wire, ()) if points is None else points,
    )


def rows_of(graph: Graph, wire: Wire, source: NodeLook, target: NodeLook) -> tuple[int, int]:
    """At which rows of ports a wire leaves one node and enters the other."""
    index, (_, out_port), (into, in_port) = 0, wire.source.split("."), wire.target.split(".")
    if target.is_growing:
        index = graph.wires_into(into, in_port).index(wire)
    return source.row_of("out", out_port), target.row_of("in", in_port, index)


@dataclass(frozen=True)
class Way:
    """The way of a wire: from corner to corner, or a curve between two points.

    stub: how far a curve runs straight on at first. is_through: curves from point to point.
    """

    points: tuple[QPointF, ...] = ()
    stub: float = 0.0
    is_through: bool = False

    @once
    def path(self) -> QPainterPath:
        """What is drawn; made when somebody looks, because most of a large graph is out of view."""
        if self.is_through:
            return _through(self.points, self.stub)
        if len(self.points) == 2:
            return curve(*self.points, self.stub)
        if not self.points:
            return QPainterPath()
        return rounded(self.points, current().number("wire.laneRadius"))

    @property
    def corners(self) -> tuple[QPointF, ...]:
        """Both ends and the corners of a way with a lane, which is from the third to the fourth."""
        return () if self.is_through or len(self.points) < 6 else self.points

    def shifted(self, step: QPointF) -> "Way":
        """The same, a step away."""
        made = Way(tuple(point + step for point in self.points), self.stub, self.is_through)
        if path := self.__dict__.get("path"):  # what is in view has been made already
            made.__dict__["path"] = path.translated(step)
        return made

    @property
    def box(self) -> Box:
        """What is around all of it, in numbers: thousands are measured when a graph is opened."""
        if self.is_through:
            return geometry.edges(self.path.controlPointRect())
        if len(self.points) == 2:
            return curve_edges(*self.points, self.stub)
        return geometry.edges(QPolygonF(self.points).boundingRect())

    @once
    def middle(self) -> QPointF:
        """The point half way."""
        if len(self.points) == 2 and not self.stub and not self.is_through:
            return (self.points[0] + self.points[1]) / 2
        return self.path.pointAtPercent(0.5)

    @property
    def near_middle(self) -> Box:
        """What is around the middle; but for points put by hand, without making the path."""
        if self.is_through or not self.points:
            return geometry.edges(QRectF(self.middle, self.middle))
        if len(self.points) != 2:
            return _around_half_way(self.points)
        (x1, y1), (x2, y2) = self.points[0].toTuple(), self.points[1].toTuple()
        # The curve is even around its own middle, half of the straight piece ahead of that of all;
        # and Qt measures the way along it to 2 px only.
        away = self.stub / 2 + 3
        x, y = (x1 + self.stub + x2) / 2, (y1 + y2) / 2
        return x - away, y - away, x + away, y + away


def _around_half_way(corners: Sequence[QPointF]) -> Box:
    """A square that has the point half way along level and upright lines with rounded corners."""
    steps = [(b - a).manhattanLength() for a, b in pairwise(corners)]
    left, at = sum(steps) / 2, corners[0]
    for (before, after), step in zip(pairwise(corners), steps, strict=True):
        if left <= step:
            at = before + (after - before) * (left / step) if step else before
            break
        left -= step
    # A corner takes less than 0.4 radii off the way; all of them may be on one side of the middle.
    away = (len(corners) - 2) * 0.2 * current().number("wire.laneRadius") + 6
    return at.x() - away, at.y() - away, at.x() + away, at.y() + away


def no_blocks(area: QRectF) -> list[QRectF]:
    """Nothing is in the way: finding out would be too slow for now."""
    return []


def route(ends: Ends, blocks: Blocks, lanes: Lanes | None = None) -> Way:
    """Way of a wire that runs neither under other nodes nor along others, if that is easy.

    blocks: `no_blocks` for a way that is to be found at once.
    """
    stub = BRANCH_AT if ends.is_branch else 0.0
    if ends.points:
        if corners := _lane_through(ends, stub, blocks):
            return Way(tuple(corners))
        stops = (QPointF(x, y) for x, y in ends.points)
        return Way((ends.start, *stops, ends.end), stub, is_through=True)
    if _needs_lane(ends, stub, blocks):
        return Way(tuple(_lane(ends, blocks, lanes)))
    return Way((ends.start, ends.end), stub)


def _needs_lane(ends: Ends, stub: float, blocks: Blocks) -> bool:
    if ends.end.x() - ends.start.x() < _FORWARD_FROM:
        return True
    return blocks is not no_blocks and _hits(ends, stub, blocks)


def _through(stops: Sequence[QPointF], stub: float) -> QPainterPath:
    """Curves from point to point: level where the wire runs on, upright where it turns back."""
    path = QPainterPath(stops[0])
    if stub:
        path.lineTo(stops[0] + QPointF(stub, 0))
    before = QPointF(1, 0)
    for place, (start, end) in enumerate(pairwise(stops)):
        is_last = place == len(stops) - 2
        ahead = QPointF(1, 0) if is_last else _direction(start, end, stops[place + 2])
        start = path.currentPosition()
        out = _reach(start, end, before)
        into = _reach(start, end, ahead)
        path.cubicTo(start + before * out, end - ahead * into, end)
        before = ahead
    return path


def _direction(before: QPointF, at: QPointF, after: QPointF) -> QPointF:
    """Which way a wire runs through a point."""
    came, goes = at.x() - before.x(), after.x() - at.x()
    if came * goes > 0:
        return QPointF(1 if goes > 0 else -1, 0)
    rise = after.y() - before.y()
    return QPointF(0, 1 if rise >= 0 else -1)


def _reach(start: QPointF, end: QPointF, along: QPointF) -> float:
    """Length of a handle that points along an axis; longer where the curve has to come around."""
    away = end - start
    ahead = away.x() * along.x() + away.y() * along.y()
    if ahead > 0:
        return min(ahead / 2, 160.0)
    return min(max(_length(away) / 3, 24.0), 160.0)


def _hits(ends: Ends, stub: float, blocks: Blocks) -> bool:
    # A level wire has a box without height, which would touch nothing.
    area = geometry.rect_within(*curve_edges(ends.start, ends.end, stub)).adjusted(-1, -1, 1, 1)
    own = (ends.source, ends.target)
    if area.width() * area.height() > _LARGE_PX2:
        places = (QRectF(x - 1, y - 1, 2, 2) for x, y in samples(ends.start, ends.end))
        rects = [r for place in places for r in blocks(place) if r not in own]
    else:
        rects = [r for r in blocks(area) if r not in own]
    return any(crosses(ends.start, ends.end, rect) for rect in rects)


def _lane(ends: Ends, blocks: Blocks, lanes: Lanes | None) -> list[QPointF]:
    """Out, along a gutter above or below what is in the way, and in."""
    gap = current().number("node.laneGap")
    x1, x2 = _sides(ends)
    left, right = min(x1, x2), max(x1, x2)
    start = (ends.start.x(), ends.start.y())
    y = _gutter(ends, x1, x2, blocks) + gap * ends.out_row
    if lanes:
        wish = Lane(y, left, right, start)
        y = lanes.free(wish, gap, lambda at: not blocks(_band(at, left, right)))
    y = _level(y, ends, lambda at: _is_clear(Lane(at, left, right, start), gap, blocks, lanes))
    return _corners(ends, y, blocks)


def _lane_through(ends: Ends, stub: float, blocks: Blocks) -> list[QPointF]:
    """The lane on which all points of a wire lie that needs one; empty where there is none."""
    (_, y), *others = ends.points
    if any(other != y for _, other in others) or not _needs_lane(ends, stub, blocks):
        return []
    corners = _corners(ends, y, blocks)
    across = [corners[2].x(), *(x for x, _ in ends.points), corners[3].x()]
    is_along = across == sorted(across, reverse=across[0] > across[-1])
    return corners if is_along else []


def _sides(ends: Ends) -> tuple[float, float]:
    """Where the legs of a lane are by themselves."""
    gap = current().number("node.laneGap")
    return ends.start.x() + STUB + gap * ends.out_row, ends.end.x() - STUB - gap * ends.in_row


def _corners(ends: Ends, y: float, blocks: Blocks) -> list[QPointF]:
    """A wire with its lane at this height."""
    x1, x2 = _sides(ends)
    aside = _upright(x1, ends.start.y(), y, blocks, 1), _upright(x2, ends.end.y(), y, blocks, -1)
    if aside != (x1, x2) and not blocks(_band(y, min(aside), max(aside))):
        x1, x2 = aside
    points = [ends.start, QPointF(x1, ends.start.y()), QPointF(x1, y)]
    return [*points, QPointF(x2, y), QPointF(x2, ends.end.y()), ends.end]


def _upright(x: float, port_y: float, y: float, blocks: Blocks, outward: int) -> float:
    """Where the leg between a port and a lane runs through no node, if such a place is near.

    outward: 1 for a leg that goes aside to the right, -1 to the left.
    """
    top, height, wish = min(port_y, y), abs(y - port_y), x
    for _ in range(_TRIES):
        found = blocks(QRectF(x - _MARGIN / 2, top, _MARGIN, height))
        if not found:
            is_clear = x == wish or not blocks(_band(port_y, min(x, wish), max(x, wish)))
            return x if is_clear else wish
        edges = [r.right() if outward > 0 else -r.left() for r in found]
        x = outward * (max(edges) + _MARGIN)
    return wish


def _level(y: float, ends: Ends, is_clear: Callable[[float], bool]) -> float:
    """The height of an end where a lane would run so near to it that it had a kink there."""
    for level in (ends.end.y(), ends.start.y()):
        if 0 < abs(level - y) < _KINK and is_clear(level):
            return level
    return y


def _is_clear(lane: Lane, gap: float, blocks: Blocks, lanes: Lanes | None) -> bool:
    if blocks(_band(lane.y, lane.left, lane.right)):
        return False
    return lanes is None or lanes.free(lane, gap, lambda _at: True) == lane.y


def _gutter(ends: Ends, x1: float, x2: float, blocks: Blocks) -> float:
    """Height of a free lane between two abscissas."""
    if x2 >= x1:
        first = (ends.start.y() + ends.end.y()) / 2
    elif ends.target.top() - ends.source.bottom() >= _LANE_ROOM:
        first = max(ends.target.top() - _LANE_ROOM, (ends.source.bottom() + ends.target.top()) / 2)
    elif ends.source.top() - ends.target.bottom() >= _LANE_ROOM:
        first = min(
            ends.target.bottom() + _LANE_ROOM, (ends.target.bottom() + ends.source.top()) / 2
        )
    else:
        first = max(ends.source.bottom(), ends.target.bottom()) + _LANE_ROOM
    left, right = min(x1, x2), max(x1, x2)
    below = _sweep(first, left, right, blocks, down=True)
    above = _sweep(first, left, right, blocks, down=False)
    # Below is preferred: above a row stand the next row's outputs, and titles are read first.
    # All the more for a lower port, whose wire would else cross those of the ports above it.
    return below if below - first <= (first - above) * (1.5 + ends.out_row) else above


def _sweep(y: float, left: float, right: float, blocks: Blocks, *, down: bool) -> float:
    for _ in range(_TRIES):
        found = blocks(_band(y, left, right))
        if not found:
            return y
        y = max(r.bottom() for r in found) + _LANE_ROOM if down else (
            min(r.top() for r in found) - _LANE_ROOM
        )  # fmt: skip
    return y


def _band(y: float, left: float, right: float) -> QRectF:
    """What a lane needs around it."""
    return QRectF(left, y - _MARGIN, right - left, 2 * _MARGIN)


def rounded(points: Sequence[QPointF], radius: float) -> QPainterPath:
    """Path through level and upright lines, its corners rounded as far as they have room."""
    path = QPainterPath(points[0])
    for before, corner, after in zip(points, points[1:], points[2:], strict=False):
        back, ahead = before - corner, after - corner
        length_back, length_ahead = _length(back), _length(ahead)
        if length_back < 0.5 or length_ahead < 0.5:
            continue
        cut = min(radius, length_back / 2, length_ahead / 2)
        path.lineTo(corner + back * (cut / length_back))
        path.quadTo(corner, corner + ahead * (cut / length_ahead))
    path.lineTo(points[-1])
    return path


def _length(vector: QPointF) -> float:
    return float((vector.x() ** 2 + vector.y() ** 2) ** 0.5)
