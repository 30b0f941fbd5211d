"""Lines that what is dragged snaps to: edges and middles of its neighbours, and level wires."""

from bisect import bisect_left
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QLineF, QPointF, QRectF
from PySide6.QtGui import QPainter, QPen

from hornstudio.ui.canvas import geometry
from hornstudio.ui.theme import current

if TYPE_CHECKING:
    from hornstudio.ui.canvas.view import View

REACH_PX = 6.0
"""How near it must come, in px of the window."""
_MOST = 400
_OVER_PX = 12.0


@dataclass(frozen=True, order=True)
class _Line:
    """A place on one axis that something snaps to, and from where to where its neighbour goes."""

    at: float
    first: float
    last: float


class Guides:
    """Snaps a rectangle that is dragged, and draws what it snapped to.

    body: the rectangle at rest. ids: the nodes in it. grabbed: a corner that meets the grid.
    """

    def __init__(self, view: "View", ids: Collection[str], grabbed: QPointF) -> None:
        self._view = view
        scene = view.canvas_scene
        self._body = scene.bounds(ids)
        self._grabbed = grabbed
        near = [i for i in scene.nodes_in(view.visible_area()) if i not in set(ids)][:_MOST]
        bodies = [scene.nodes[i].body for i in near]
        self._across = [sorted(lines) for lines in zip(*map(_upright, bodies), strict=True)]
        self._down = [sorted(lines) for lines in zip(*map(_level, bodies), strict=True)]
        self._wires = _wire_steps(view, ids)
        self.lines: list[QLineF] = []

    def snap(self, offset: QPointF, *, to_neighbours: bool = True) -> QPointF:
        """The step nearest to an offset at which something is in line; else one of the grid."""
        x, y = geometry.snap_point(self._grabbed.x() + offset.x(), self._grabbed.y() + offset.y())
        step = QPointF(x, y) - self._grabbed
        self.lines = []
        if not to_neighbours:
            return step
        reach = REACH_PX / self._view.zoom
        body = self._body.translated(offset)
        corner = self._grabbed + offset
        across = _nearest(self._across, _upright(body), reach, corner.x())
        down = _nearest(self._down, _level(body), reach, corner.y())
        level = min(self._wires, key=lambda w: abs(w - offset.y()), default=None)
        if level is not None and abs(level - offset.y()) <= reach:
            step.setY(level)  # a level wire is worth more than level edges
            down = None
        elif down:
            step.setY(offset.y() + down[1])
        if across:
            step.setX(offset.x() + across[1])
        self._draw(self._body.translated(step), across, down)
        return step

    def _draw(
        self,
        body: QRectF,
        across: tuple[_Line, float] | None,
        down: tuple[_Line, float] | None,
    ) -> None:
        if across:
            line = across[0]
            first, last = min(line.first, body.top()), max(line.last, body.bottom())
            self.lines.append(QLineF(line.at, first - _OVER_PX, line.at, last + _OVER_PX))
        if down:
            line = down[0]
            first, last = min(line.first, body.left()), max(line.last, body.right())
            self.lines.append(QLineF(first - _OVER_PX, line.at, last + _OVER_PX, line.at))

    def paint(self, painter: QPainter) -> None:
        """Draw what it is in line with."""
        if not self.lines:
            return
        pen = QPen(current().color("brand.horn"), 1)
        pen.setCosmetic(True)
        painter.setPen(pen)
        is_smooth = painter.testRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)  # level ones are sharper so
        painter.drawLines(self.lines)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, is_smooth)

    def bounds(self) -> tuple[QRectF, ...]:
        """What `paint` covers: two lines that cross leave most of the box around them as it is."""
        boxes = (QRectF(line.p1(), line.p2()).normalized() for line in self.lines)
        return tuple(box.adjusted(-1, -1, 1, 1) for box in boxes)


def _upright(body: QRectF) -> tuple[_Line, ...]:
    places = (body.left(), body.center().x(), body.right())
    return tuple(_Line(x, body.top(), body.bottom()) for x in places)


def _level(body: QRectF) -> tuple[_Line, ...]:
    places = (body.top(), body.center().y(), body.bottom())
    return tuple(_Line(y, body.left(), body.right()) for y in places)


def _wire_steps(view: "View", ids: Collection[str]) -> list[float]:
    """Steps down, or up, at which a wire to what stays would be level."""
    scene, chosen, found = view.canvas_scene, set(ids), []
    for wire in scene.wires:
        is_out, is_in = wire.source_node in chosen, wire.target_node in chosen
        if is_out != is_in:
            start, end = scene.ends(wire)
            found.append((end.y() - start.y()) * (1 if is_out else -1))
    return found


def _nearest(
    lines: Sequence[Sequence[_Line]], own: Sequence[_Line], reach: float, corner: float
) -> tuple[_Line, float] | None:
    """The line of its kind that an edge or a middle is nearest to, and the way to it.

    The first edges may leave the grid for a neighbour that does not stand on it; nodes of
    different widths would else be pulled off it all the time.
    """
    best: tuple[_Line, float] | None = None
    for kind, (others, mine) in enumerate(zip(lines, own, strict=False)):
        at = bisect_left(others, _Line(mine.at, 0.0, 0.0))
        for line in others[max(at - 1, 0) : at + 1]:
            away = line.at - mine.at
            fits = kind == 0 or abs(geometry.snap(corner + away) - corner - away) < 0.01
            if fits and abs(away) <= reach and (best is None or abs(away) < abs(best[1])):
                best = (line, away)
    return best
