"""Glyphs of ports: their form says the type, so that nothing depends on colour alone."""

from functools import lru_cache
from math import ceil

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap, QPolygonF

from hornstudio.ui.canvas.geometry import to_pixel
from hornstudio.ui.theme import current

DIMMED = 0.42
_HEXAGON = ((0, -1), (0.87, -0.5), (0.87, 0.5), (0, 1), (-0.87, 0.5), (-0.87, -0.5))
_DIAMOND = ((0, -1.2), (1.2, 0), (0, 1.2), (-1.2, 0))
_REACH = 12  # px around the centre that a glyph with its ring may cover


def paint_port(
    painter: QPainter,
    at: QPointF,
    kind: str,
    *,
    is_linked: bool,
    is_wrong: bool = False,
    ring: bool = False,
    factor: float = 1.0,
) -> None:
    """Draw the glyph of a port type as curves around a point, `factor` times its usual size."""
    theme = current()
    ink = theme.color("error.default") if is_wrong else theme.wire(kind)
    radius = theme.number("port.diameter") / 2 * factor
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(at)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.color("wire.casing"))
    painter.drawEllipse(QPointF(), radius + 2, radius + 2)
    if ring:
        _paint_ring(painter, ink, radius + theme.number("port.ring"))
    if is_linked:
        _paint_full(painter, kind, ink, radius)
    else:
        _paint_hollow(painter, kind, ink, radius)
    painter.restore()


def _paint_ring(painter: QPainter, ink: QColor, radius: float) -> None:
    halo = QColor(ink)
    halo.setAlphaF(0.28)
    painter.setBrush(halo)
    painter.setPen(QPen(ink, 1.5))
    painter.drawEllipse(QPointF(), radius - 0.75, radius - 0.75)
    painter.setPen(Qt.PenStyle.NoPen)


def _paint_full(painter: QPainter, kind: str, ink: QColor, radius: float) -> None:
    painter.setBrush(ink)
    _paint_form(painter, kind, radius)
    painter.setBrush(current().color("wire.casing"))
    if kind == "vector":
        painter.drawEllipse(QPointF(), radius * 0.36, radius * 0.36)
    elif kind == "sequence":
        painter.drawRoundedRect(QRectF(-radius * 0.6, -1, radius * 1.2, 2), 1, 1)


def _paint_hollow(painter: QPainter, kind: str, ink: QColor, radius: float) -> None:
    stroke = current().number("port.stroke")
    pen = QPen(ink, stroke, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap)
    if kind == "any":
        pen.setDashPattern([1.25, 0.9])
    pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
    painter.setPen(pen)
    painter.setBrush(current().color("node.body"))
    _paint_form(painter, kind, radius - stroke / 2)


def _paint_form(painter: QPainter, kind: str, radius: float) -> None:
    if kind == "scalar":
        painter.drawRect(QRectF(-radius, -radius, 2 * radius, 2 * radius))
    elif kind in ("label", "volume"):
        corners = _DIAMOND if kind == "label" else _HEXAGON
        painter.drawPolygon(QPolygonF([QPointF(x * radius, y * radius) for x, y in corners]))
    else:
        painter.drawEllipse(QPointF(), radius, radius)


def stamp_port(
    painter: QPainter, at: QPointF, kind: str, is_linked: bool, is_wrong: bool, ring: bool,
    scale: float, ratio: float,
) -> None:  # fmt: skip
    """Draw a glyph from a cached picture; the painter stands in device-independent pixels.

    scale: zoom of the canvas. ratio: device pixels a pixel. at: in pixels of the window.
    """
    picture = _stamp(current().scheme, kind, is_linked, is_wrong, ring, round(scale, 3), ratio)
    half = picture.width() / ratio / 2
    corner = QPointF(to_pixel(at.x() - half, ratio), to_pixel(at.y() - half, ratio))
    painter.drawPixmap(corner, picture)


@lru_cache(maxsize=512)
def _stamp(
    scheme: str, kind: str, is_linked: bool, is_wrong: bool, ring: bool, scale: float, ratio: float
) -> QPixmap:
    side = 2 * ceil(_REACH * scale * ratio)
    made = QPixmap(side, side)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    painter.translate(side / 2, side / 2)
    painter.scale(scale * ratio, scale * ratio)
    paint_port(painter, QPointF(), kind, is_linked=is_linked, is_wrong=is_wrong, ring=ring)
    painter.end()
    made.setDevicePixelRatio(ratio)
    return made
