"""A line over a chart that costs little to draw, however many points it has and however they jump.

A stroke of many points that jump is one shape that crosses itself everywhere, and fills 10 to 100
times as slowly as its parts one after another. Where there are more points than columns of pixels,
what the line covers in each column is filled instead.
"""

import itertools

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPen, QTransform

from hornstudio.ui.panels.training.charts.numbers.columns import Columns
from hornstudio.ui.panels.training.course.trace import Floats

_POINTS_AT_ONCE = 12
_COLUMNS_AT_ONCE = 64
_LONE = 5.0
"""A run of a single point is nothing but that; as wide as the line it would not be found."""


class Curve(pg.PlotCurveItem):
    """Draws columns, in units of the axes. The pen's width is in pixels of the screen.

    has_head: whether something else marks its last point, by which one of a single point is seen.
    """

    def __init__(self) -> None:
        super().__init__(antialias=True, skipFiniteCheck=True)
        self.has_head = True
        self._pieces: tuple[Columns, ...] = ()

    def show_columns(self, *pieces: Columns) -> None:
        """Draw these pieces, with nothing between them."""
        self._pieces = pieces
        x, low, high = (
            np.concatenate(parts)
            for parts in zip(*((p.x, p.low, p.high) for p in pieces), strict=True)
        )
        if all(piece.is_points for piece in pieces):
            self.setData(x=x, y=low)
        else:
            self.setData(x=np.repeat(x, 2), y=np.stack([low, high], axis=1).ravel())

    def paint(self, painter: QPainter, *_: object) -> None:
        """Draw in pixels of the scene, so that only points have the scale of the axes."""
        to_scene = self.sceneTransform()
        if to_scene.m11() and to_scene.m22():
            painter.setWorldTransform(_inverse(to_scene), True)
            self.draw(painter, to_scene)

    def draw(self, painter: QPainter, to_scene: QTransform) -> None:
        """The same by a painter of the scene."""
        # A curve of a single point is seen by its head; between holes it would not be.
        least = 1 if len(self._pieces) > 1 or not self.has_head else 2
        pieces = [piece for piece in self._pieces if len(piece.x) >= least]
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for piece in pieces:
            self._paint(painter, piece, to_scene)

    def _paint(self, painter: QPainter, piece: Columns, to_scene: QTransform) -> None:
        x = piece.x * to_scene.m11() + to_scene.dx()
        low, high = (y * to_scene.m22() + to_scene.dy() for y in (piece.low, piece.high))
        pen, fine = self.opts["pen"], painter.deviceTransform().m11()
        if len(x) == 1:
            _dot(painter, pen, x[0], low[0], 1.0 if self.has_head else _LONE)
        elif pen.widthF() / fine < 1:
            _scratch(painter, pen, x, low, high)
        elif piece.is_points:
            _stroke(painter, pen, fine, x, low)
        else:
            _fill(
                painter, pen, pen.widthF() / fine, x, np.minimum(low, high), np.maximum(low, high)
            )


class StillCurve(Curve):
    """A curve that whoever has it draws, with what lies below all that moves."""

    def paint(self, painter: QPainter, *_: object) -> None:
        """Nothing."""


def _inverse(of: QTransform) -> QTransform:
    """The way back. Qt knows none from scales below 1e-12, such as those of a loss of 1e15."""
    across, down = 1 / of.m11(), 1 / of.m22()
    return QTransform(across, 0, 0, down, -of.dx() * across, -of.dy() * down)


def _dot(painter: QPainter, pen: QPen, x: float, y: float, times: float) -> None:
    """A point, so many times as wide as the line."""
    pen = QPen(pen)
    pen.setWidthF(times * pen.widthF())
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setStyle(Qt.PenStyle.SolidLine)
    painter.setPen(pen)
    painter.drawPoint(QPointF(x, y))


def _stroke(painter: QPainter, pen: QPen, fine: float, x: Floats, y: Floats) -> None:
    """The line through points, part by part; dashes go on from part to part."""
    pen = QPen(pen)
    # Of a line that is seen through, ends that overlap would be seen as dots.
    is_solid = pen.color().alpha() == 255
    pen.setCapStyle(Qt.PenCapStyle.RoundCap if is_solid else Qt.PenCapStyle.FlatCap)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    is_dashed = pen.style() != Qt.PenStyle.SolidLine
    far = np.concatenate([[0.0], np.cumsum(np.hypot(np.diff(x), np.diff(y)))])
    # Qt draws a line of one pixel without its outline.
    at_once = _POINTS_AT_ONCE if pen.widthF() > 1 or is_dashed else len(x)
    for start in range(0, len(x) - 1, at_once):
        part = slice(start, start + at_once + 1)
        if is_dashed:
            pen.setCapStyle(Qt.PenCapStyle.FlatCap)
            pen.setDashOffset(far[start] * fine / pen.widthF())
        painter.setPen(pen)
        painter.drawPath(pg.arrayToQPath(x[part], y[part], finiteCheck=False))


def _scratch(painter: QPainter, pen: QPen, x: Floats, low: Floats, high: Floats) -> None:
    """A line so thin that it may go up and down all columns: its crossings are not seen."""
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    if low is not high:
        x, low = np.repeat(x, 2), np.stack([low, high], axis=1).ravel()
    painter.drawPath(pg.arrayToQPath(x, low, finiteCheck=False))


def _fill(
    painter: QPainter, pen: QPen, width: float, x: Floats, top: Floats, bottom: Floats
) -> None:
    """What a line of this width covers in each column."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(pen.color())
    x, top, bottom = _covered(width, x, top, bottom)
    for part in _parts(pen, width, x):
        if part.stop - part.start > 1:
            painter.drawPath(_band(x[part], top[part], bottom[part]))


def _covered(width: float, x: Floats, top: Floats, bottom: Floats) -> tuple[Floats, Floats, Floats]:
    """x, upper and lower end of the line [C + 1] where two columns meet.

    There it reaches as far as in either column, so that a peak of one column is as wide as that.
    """
    slope = np.abs(np.diff(top + bottom)) / 2 / np.maximum(np.diff(x), 1e-6)
    meet = [
        (x[:-1] + x[1:]) / 2,
        np.minimum(top[:-1], top[1:]),
        np.maximum(bottom[:-1], bottom[1:]),
    ]
    x, top, bottom = (
        np.concatenate([own[:1], both, own[-1:]])
        for own, both in zip((x, top, bottom), meet, strict=True)
    )
    # A line that rises by s each pixel is width * sqrt(1 + s**2) high; columns have 2 s of that.
    half = np.maximum(0.0, width / 2 * np.sqrt(1 + slope**2) - slope)
    half = np.concatenate([half[:1], half, half[-1:]])
    return x, top - half, bottom + half


def _band(x: Floats, top: Floats, bottom: Floats) -> QPainterPath:
    around_x, around_y = np.concatenate([x, x[::-1]]), np.concatenate([top, bottom[::-1]])
    path: QPainterPath = pg.arrayToQPath(around_x, around_y, finiteCheck=False)
    path.closeSubpath()
    return path


def _parts(pen: QPen, width: float, x: Floats) -> list[slice]:
    """Columns that are filled at once, the last of one being the first of the next; or dashes."""
    count = len(x)
    if not pen.dashPattern() or pen.style() == Qt.PenStyle.SolidLine:
        starts = range(0, count - 1, _COLUMNS_AT_ONCE)
        return [slice(start, min(count, start + _COLUMNS_AT_ONCE + 1)) for start in starts]
    pattern = [width * part for part in pen.dashPattern()]
    dashes = itertools.cycle(zip(pattern[::2], pattern[1::2], strict=True))
    found, at = [], float(x[0])
    while at < x[-1]:
        drawn, gap = next(dashes)
        ends = np.searchsorted(x, [at, at + drawn])
        found.append(slice(int(ends[0]), min(count, max(int(ends[0]) + 2, int(ends[1]) + 1))))
        at += drawn + gap
    return found
