"""What lies under the curves of a chart: gridlines, and the texts at both axes."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from hornstudio.ui.panels.training.charts.numbers import scale
from hornstudio.ui.panels.training.charts.numbers.scale import Scale
from hornstudio.ui.panels.training.course.trace import Floats
from hornstudio.ui.theme import current, mono
from hornstudio.ui.theme.typeface import narrowed
from hornstudio.ui.words.translate import tr

_TEXT_GAP_PX = 8
_HOLE_PX = 5
_EACH_PX = 60
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_CENTRE = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop

Place = Callable[[float], float]
"""From a value to where it stands, in px of the chart."""


class Epochs(NamedTuple):
    """The first and the last place that is seen, and the epoch with which a run ends."""

    low: float
    high: float
    last: float


def draw_gridlines(painter: QPainter, area: QRectF, scale_of_y: Scale, place: Place) -> None:
    """A line for each tick of y, and its text beside the area of the curves."""
    theme = current()
    for value, text in scale_of_y.ticks:
        y = round(place(value)) + 0.5
        painter.setPen(QPen(theme.chart("grid"), 1))
        painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))
        painter.setPen(theme.chart("label"))
        beside = QRectF(2, y - 10, area.left() - _TEXT_GAP_PX - 2, 20)
        painter.setFont(narrowed(mono("shape"), text, beside.width()))
        painter.drawText(beside, _RIGHT, text)
    painter.setFont(mono("shape"))


def draw_epochs(painter: QPainter, area: QRectF, epochs: Epochs, edge: float, place: Place) -> None:
    """Texts below; the planned last epoch always has one, and none overlap. edge: the last px."""
    low, high, last = epochs
    ticks = scale.epochs(low, min(high, last), max(2, round(area.width() / _EACH_PX)))
    if low <= last <= high:
        text = tr("epoch {number}", number=f"{last:g}")
        ticks = [(v, t) for v, t in ticks if v != last] + [(last, text)]
    free = edge
    for value, text in reversed(ticks):
        width = painter.fontMetrics().horizontalAdvance(text)
        left = min(place(value) - width / 2, edge - width)
        if left + width > free - 6 and free < edge:
            continue
        free = left
        painter.drawText(QRectF(left, area.bottom() + 3, width + 1, 16), _CENTRE, text)


def draw_holes(painter: QPainter, area: QRectF, holes: Floats, place: Place) -> None:
    """A tick at the foot of the curves wherever a value was no number; holes: x [H], in order."""
    if not len(holes):
        return
    first, last = place(0.0), place(1.0)
    pixels = np.unique(np.round(first + holes * (last - first)))
    pixels = pixels[(pixels >= area.left()) & (pixels <= area.right())]
    color, top = current().color("error.default"), area.bottom() - _HOLE_PX
    for x in pixels.tolist():
        painter.fillRect(QRectF(x - 1, top, 2, _HOLE_PX), color)
