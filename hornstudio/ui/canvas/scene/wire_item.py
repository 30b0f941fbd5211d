"""A wire on the canvas; its path is kept until an end moves."""

from itertools import pairwise

from PySide6.QtCore import QLineF, QPointF, QRectF
from PySide6.QtGui import QPainter, QPainterPath, QPainterPathStroker
from PySide6.QtWidgets import QGraphicsRectItem, QStyleOptionGraphicsItem, QWidget

from hornstudio.engine.graph import Wire
from hornstudio.ui.canvas import geometry
from hornstudio.ui.canvas.geometry import Box
from hornstudio.ui.canvas.paint import wire as stroke
from hornstudio.ui.canvas.paint.look import WireLook
from hornstudio.ui.canvas.paint.node import FULL_FROM
from hornstudio.ui.canvas.paint.painting import Painting
from hornstudio.ui.canvas.scene.node_item import NO_PEN
from hornstudio.ui.canvas.way.box import boxes_along, touches
from hornstudio.ui.canvas.way.lanes import Lanes
from hornstudio.ui.canvas.way.route import BRANCH_AT, Blocks, Ends, Way, route
from hornstudio.ui.theme import current

Z = 1.0
_ROOM_PX = 12.0
_STEP_PX = 6.0
_CLEAR_PX, _OVER_POINT_PX = 7.0, 18.0
"""Room around words on a wire for a point, and how far above one they stand."""
_DRAWN_PX = 20.0
"""How far from its middle line the casing, the glow and the signs of a wire reach at most."""


class WireItem(QGraphicsRectItem):
    """Shows a wire between two ports. is_hot: selected itself, or at a selected node.

    Its rectangle is the path with casing, glow, pill and badge. number: which of the scene's it is.
    """

    def __init__(self, wire: Wire, look: WireLook, painting: Painting) -> None:
        super().__init__()
        self.painting = painting
        self.wire = wire
        self.look = look
        self.number = 0
        self.is_hot = False
        self.is_chosen = False
        self.is_hovered = False
        self.is_traced = False
        self.is_dimmed = False
        self.branches: list[WireItem] = []
        self.way = Way()
        self._lines: list[QLineF] | None = None
        self.node_ids = (wire.source_node, wire.target_node)
        self.is_away = False
        self.chosen_points: frozenset[int] = frozenset()
        self.hovered_point = -1
        self._ends: Ends | None = None
        self._is_passing = False
        self._boxes: list[Box] | None = None
        self.setPen(NO_PEN)
        self.setZValue(Z)

    @property
    def lines(self) -> list[QLineF]:
        """The straight lines from corner to corner; made when somebody looks from afar."""
        if self._lines is None:
            self._lines = [QLineF(a, b) for a, b in pairwise(self.way.points)]
        return self._lines

    def lines_now(self) -> list[QLineF]:
        """The straight lines from corner to corner, where the wire is being shown."""
        return [line.translated(self.pos()) for line in self.lines] if self.is_away else self.lines

    def shift(self, step: QPointF) -> None:
        """Show the wire a step away, as both its nodes are."""
        self.is_away = not step.isNull()
        self.painting.leave(self)
        self.setPos(step)
        self.painting.note(self)

    def show_look(self, look: WireLook) -> None:
        """Show another look."""
        if look != self.look:
            self.painting.leave(self)
            self.look = look
            self._measure()
            self._renew()

    def has_ends(self, ends: Ends) -> bool:
        """Whether it was laid well between these."""
        return ends == self._ends and not self._is_passing

    def follow(self, step: QPointF) -> None:
        """Keep the way, a step away, where both ends went."""
        assert self._ends is not None
        self.painting.leave(self)
        self._ends = self._ends.shifted(step)
        self.way, self._boxes, self._lines = self.way.shifted(step), None, None
        self.setRect(self.rect().translated(step))
        self._renew()

    def lay(self, ends: Ends, blocks: Blocks, lanes: Lanes | None, *, anew: bool = False) -> None:
        """Find the way between two ends. anew: also when the ends are where they were.

        lanes: None for a passing way, which takes none, and is not kept when a good one is wanted.
        """
        is_passing = lanes is None
        if ends == self._ends and is_passing >= self._is_passing and not anew:
            return
        self._is_passing = is_passing
        if lanes is not None:
            lanes.take(self.wire)
        way = route(ends, blocks, lanes)
        if lanes is not None:
            lanes.put(self.wire, way.corners)
        former, self._ends = self.points, ends
        if way != self.way or former != self.points:
            self._show_way(way)

    def _show_way(self, way: Way) -> None:
        self.painting.leave(self)
        self.way, self._boxes, self._lines = way, None, None
        self._measure()
        self._renew()

    def _renew(self) -> None:
        self.painting.note(self)
        self.update()

    def mark(self, *, chosen: bool, at_chosen: bool) -> None:
        """Show as selected, or as a wire of a selected node."""
        hot = chosen or at_chosen
        if (chosen, hot) != (self.is_chosen, self.is_hot):
            self.is_chosen, self.is_hot = chosen, hot
            self.setZValue(Z + 0.5 * hot)
            self._renew()

    @property
    def points(self) -> tuple[QPointF, ...]:
        """The reroute points, as they are shown."""
        return tuple(QPointF(x, y) for x, y in self._ends.points) if self._ends else ()

    def mark_points(self, chosen: frozenset[int], hovered: int) -> None:
        """Show which points are selected, and which is under the pointer; -1 for none."""
        if (chosen, hovered) != (self.chosen_points, self.hovered_point):
            self.chosen_points, self.hovered_point = chosen, hovered
            self._renew()

    def hover(self, hovered: bool) -> None:
        """Show as under the pointer."""
        if hovered != self.is_hovered:
            self.is_hovered = hovered
            self._renew()

    def trace(self, traced: bool) -> None:
        """Show as on the way of the data through what is under the pointer."""
        if traced != self.is_traced:
            self.is_traced = traced
            self._renew()

    def dim(self, dimmed: bool) -> None:
        """Step back while its end is being dragged elsewhere."""
        if dimmed != self.is_dimmed:
            self.is_dimmed = dimmed
            self.setOpacity(0.25 if dimmed else 1.0)
            self._renew()

    @property
    def branch_point(self) -> QPointF:
        """Where branches part."""
        return self.way.points[0] + QPointF(BRANCH_AT, 0)

    @property
    def middle(self) -> QPointF:
        """Place of the shape and of the error badge."""
        return self.way.middle

    def is_near(self, point: QPointF, reach: float) -> bool:
        """Whether a point of the canvas is on the wire, give or take `reach` px."""
        x, y = point.x(), point.y()
        if not self.runs_through((x - reach, y - reach, x + reach, y + reach)):
            return False
        stroker = QPainterPathStroker()
        stroker.setWidth(max(2 * reach, 1.0))
        return stroker.createStroke(self.way.path).contains(point)

    def runs_through(self, area: Box) -> bool:
        """Whether some of what is drawn of the wire may be in an area."""
        if self.is_away:
            return True
        if self._boxes is None:
            self._boxes = boxes_along(self.way, _DRAWN_PX)
        return touches(self._boxes, area)

    def _repairs(self, area: Box) -> bool:
        """Whether the wire may have to draw another branch once more there."""
        return any(b.runs_through(area) for b in self.branches)

    @property
    def words_at(self) -> QPointF:
        """Where the shape stands: in the middle, or above points there, which it would hide."""
        middle, across = self.middle, stroke.pill_width(self.look.text) / 2 + _CLEAR_PX
        down = stroke.PILL_PX / 2 + _CLEAR_PX
        hidden = [
            at.y()
            for at in self.points
            if abs(at.x() - middle.x()) < across and abs(at.y() - middle.y()) < down
        ]
        return QPointF(middle.x(), min(hidden) - _OVER_POINT_PX) if hidden else middle

    def is_crossed_by(self, outline: QPainterPath) -> bool:
        """Whether some of the wire lies within a closed outline."""
        stroker = QPainterPathStroker()
        stroker.setWidth(1.0)
        return stroker.createStroke(self.way.path).intersects(outline)

    def nearest(self, point: QPointF) -> QPointF:
        """The place on the wire that is nearest to a point, to a few px."""
        path = self.way.path
        steps = max(int(path.length() / _STEP_PX), 1)
        places = (path.pointAtPercent(i / steps) for i in range(steps + 1))
        return min(places, key=lambda p: geometry.distance(p, point))

    def is_badge_at(self, point: QPointF) -> bool:
        """Whether a point is on the error badge."""
        if self.look.status != "error":
            return False
        offset = point - self.middle
        return abs(offset.x()) <= stroke.BADGE_PX / 2 + 3 >= abs(offset.y())

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        """The line, then what stands on it."""
        exposed = self.painting.exposed
        if exposed and not (self.runs_through(exposed) or self._repairs(exposed)):
            return
        hurried = self.painting.is_hurried
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, not hurried)
        plain = hurried or painter.worldTransform().m11() < FULL_FROM
        stroke.paint_wire(
            painter,
            self.way.path,
            self.look,
            hot=self.is_hot,
            hovered=self.is_hovered,
            traced=self.is_traced,
            plain=plain,
            beside=[] if plain else [b.way.path for b in self.branches if b.look.status == ""],
        )
        if self.look.is_branch and not plain:
            stroke.paint_branch(painter, self.branch_point, self.look)
        for index, at in enumerate(self.points):
            is_chosen, is_hovered = index in self.chosen_points, index == self.hovered_point
            stroke.paint_point(painter, at, self.look, chosen=is_chosen, hovered=is_hovered)
        if self.look.status == "error":
            stroke.paint_clash(painter, self.middle)

    def paint_pill(self, painter: QPainter) -> None:
        """The shape that flows; above all nodes, because short wires have no room for it."""
        if self.look.text and self.look.status != "error":
            stroke.paint_pill(painter, self.words_at, self.look.text)

    def paint_shape(self, painter: QPainter) -> None:
        """The shape that flows, as a quiet word at the wire; the pill takes its place."""
        if self.look.text and not (self.look.status or self.is_chosen or self.is_hovered):
            stroke.paint_shape(painter, self.words_at, self.look.text, self.way.path.length())

    def _measure(self) -> None:
        left, top, right, bottom = self.way.box
        if self.look.text and self.way.points:
            # In numbers, because all wires are measured when a large graph is opened.
            half = stroke.pill_width(self.look.text) / 2
            first, upper, last, lower = self.way.near_middle
            left, right = min(left, first - half), max(right, last + half)
            top = min(top, upper - stroke.PILL_PX / 2)
            bottom = max(bottom, lower + stroke.PILL_PX / 2)
            if self.points:
                top = min(top, self.words_at.y() - stroke.PILL_PX / 2)
        room = _ROOM_PX + current().number("wire.casing")
        wide, high = right - left + 2 * room, bottom - top + 2 * room
        self.setRect(QRectF(left - room, top - room, wide, high))
