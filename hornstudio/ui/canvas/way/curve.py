"""Curves of wires between two points, in plain numbers where thousands are measured."""

from collections.abc import Iterator

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainterPath

from hornstudio.ui.canvas.geometry import Box

_SAMPLES = 32


def curve(start: QPointF, end: QPointF, stub: float = 0.0) -> QPainterPath:
    """Cubic with level ends; the first `stub` px are straight."""
    path = QPainterPath(start)
    if stub:
        start = QPointF(start.x() + stub, start.y())
        path.lineTo(start)
    reach = handle(start, end)
    path.cubicTo(QPointF(start.x() + reach, start.y()), QPointF(end.x() - reach, end.y()), end)
    return path


def handle(start: QPointF, end: QPointF) -> float:
    """Length of the handles of a curve."""
    return _handle(end.x() - start.x(), end.y() - start.y())


def _handle(room: float, rise: float) -> float:
    # Between near neighbours on one level, longer handles would cross and draw a knot.
    least = min(28.0, room / 2) if abs(rise) < 2 else 28.0
    return min(max(room / 2, least), 160.0)


def curve_edges(start: QPointF, end: QPointF, stub: float) -> Box:
    """What is around the curve and its handles."""
    (left, y1), (right, y2) = start.toTuple(), end.toTuple()
    reach = _handle(right - left - stub, y2 - y1)
    top, bottom = (y1, y2) if y1 <= y2 else (y2, y1)
    return min(left, right - reach), top, max(right, left + stub + reach), bottom


def crosses(start: QPointF, end: QPointF, rect: QRectF) -> bool:
    """Whether the curve runs through a rectangle."""
    left, right, top, bottom = rect.left(), rect.right(), rect.top(), rect.bottom()
    return any(left <= x <= right and top <= y <= bottom for x, y in samples(start, end))


def samples(start: QPointF, end: QPointF) -> Iterator[tuple[float, float]]:
    """Points along the curve. Plain numbers: this runs while dragging."""
    x0, y0, x3, y3 = start.x(), start.y(), end.x(), end.y()
    reach = handle(start, end)
    x1, x2 = x0 + reach, x3 - reach
    for a, b, c, d, s, t in _WEIGHTS:
        yield a * x0 + b * x1 + c * x2 + d * x3, s * y0 + t * y3


def _weights(count: int) -> tuple[tuple[float, ...], ...]:
    """Bernstein weights of a cubic at even steps; those of the level handles are added up."""
    rows = []
    for step in range(count + 1):
        t = step / count
        u = 1 - t
        a, b, c, d = u**3, 3 * u * u * t, 3 * u * t * t, t**3
        rows.append((a, b, c, d, a + b, c + d))
    return tuple(rows)


_WEIGHTS = _weights(_SAMPLES)
