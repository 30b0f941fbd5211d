"""The dots behind everything: every 24 px, stronger every 120."""

from math import ceil, floor

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from hornstudio.ui.theme import current


def paint_grid(painter: QPainter, rect: QRectF, scale: float) -> None:
    """Fill a part of the canvas with its colour and its dots. rect: in px of the canvas."""
    theme = current()
    painter.fillRect(rect, theme.color("bg.canvas"))
    if scale < theme.number("grid.hideBelowZoom"):
        return
    step = theme.number("grid.dot")
    every = theme.px("grid.majorEvery")
    major: list[QPointF] = []
    minor: list[QPointF] = []
    columns = range(floor(rect.left() / step), ceil(rect.right() / step) + 1)
    for row in range(floor(rect.top() / step), ceil(rect.bottom() / step) + 1):
        for column in columns:
            dots = major if row % every == 0 and column % every == 0 else minor
            dots.append(QPointF(column * step, row * step))
    diameter = 2 * theme.number("grid.dotRadius")
    for dots, path in ((minor, "grid.dot"), (major, "grid.dotMajor")):
        if dots:
            painter.setPen(_dot_pen(theme.color(path), diameter))
            painter.drawPoints(dots)


def _dot_pen(ink: QColor, diameter: float) -> QPen:
    return QPen(ink, diameter, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap)
