"""Drop shadows as nine-patches: drawn once a theme, then stretched; a blur a node is too slow."""

from functools import cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPixmap

from hornstudio.ui.theme import Shadow, current

_STEPS = 10
_RATIO = 2
_FLAT = 8  # px of straight edge in the middle of the patch


def reach(name: str) -> float:
    """How far a shadow sticks out beyond its rectangle, in px."""
    return max((abs(s.dy) + s.blur + s.spread for s in current().shadows(name)), default=0.0)


def paint_shadow(painter: QPainter, rect: QRectF, radius: float, name: str = "node") -> None:
    """Draw the shadow of a rounded rectangle; the rectangle itself is left to the caller."""
    out = reach(name)
    patch = _patch(current().scheme, name, radius)
    side = patch.width() / _RATIO
    edge = (side - _FLAT) / 2
    outer = rect.adjusted(-out, -out, out, out)
    inner = outer.adjusted(edge, edge, -edge, -edge)
    near, first = _whole(painter, outer.topLeft()), _whole(painter, inner.topLeft())
    last, far = _whole(painter, inner.bottomRight()), _whole(painter, outer.bottomRight())
    xs = [point.x() for point in (near, first, last, far)]
    ys = [point.y() for point in (near, first, last, far)]
    cuts = [cut * _RATIO for cut in (0.0, edge, edge + _FLAT, side)]
    for row in range(3):
        for column in range(3):
            painter.drawPixmap(_cell(xs, ys, column, row), patch, _cell(cuts, cuts, column, row))


def _whole(painter: QPainter, point: QPointF) -> QPointF:
    """The point moved onto a corner of pixels: parts that met inside one would leave a gap."""
    onto = painter.deviceTransform()
    there = onto.map(point)
    back, _ = onto.inverted()
    return back.map(QPointF(round(there.x()), round(there.y())))


def _cell(xs: list[float], ys: list[float], column: int, row: int) -> QRectF:
    return QRectF(QPointF(xs[column], ys[row]), QPointF(xs[column + 1], ys[row + 1]))


@cache
def _patch(scheme: str, name: str, radius: float) -> QPixmap:
    out = reach(name)
    corner = out + max(radius, 1.0) + out / 2
    side = round(2 * corner + _FLAT)
    made = QPixmap(side * _RATIO, side * _RATIO)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    painter.scale(_RATIO, _RATIO)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    body = QRectF(out, out, side - 2 * out, side - 2 * out)
    for shadow in current().shadows(name):
        _paint_layer(painter, body, radius, shadow)
    painter.end()
    return made


def _paint_layer(painter: QPainter, body: QRectF, radius: float, shadow: Shadow) -> None:
    """Rounded rectangles from large to small, whose alphas add up to the shadow's ramp."""
    place = body.translated(QPointF(shadow.dx, shadow.dy))
    ink = QColor(shadow.color)
    steps = _STEPS if shadow.blur else 1
    ink.setAlphaF(1 - (1 - shadow.color.alphaF()) ** (1 / steps))
    painter.setBrush(ink)
    for step in range(steps):
        # A blur of b px fades over b px on either side of the edge; half of that is visible.
        grow = shadow.spread + shadow.blur * (0.5 - step / steps) if shadow.blur else shadow.spread
        corner = max(radius + grow, 1.0)
        painter.drawRoundedRect(place.adjusted(-grow, -grow, grow, grow), corner, corner)
