"""Marks on a chart where something was turned: a dashed line, and a word where there is room."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from hornstudio.engine.train.events import Knob
from hornstudio.ui.theme import current, mono
from hornstudio.ui.training.history import Run
from hornstudio.ui.translate import tr

_GAP_PX = 4
_LINE_PX = 15
_MOST_LINES = 2


@dataclass(frozen=True)
class Mark:
    """x: the epoch as a number. text: what was turned, and to what."""

    x: float
    text: str


def marks_of(run: Run) -> tuple[Mark, ...]:
    """Everything that was turned in a run."""
    return tuple(Mark(run.x_of(knob), text_of(knob)) for knob in run.knobs)


def text_of(knob: Knob) -> str:
    """As short as can be: `learning rate 0.02`, `dense frozen`."""
    if knob.param == "frozen":
        return (
            tr("{node} frozen", node=knob.node) if knob.new else tr("{node} free", node=knob.node)
        )
    value = f"{knob.new:.4g}" if isinstance(knob.new, int | float) else str(knob.new)
    return f"{knob.param.replace('_', ' ')} {value}"


def draw_marks(
    painter: QPainter, area: QRectF, marks: tuple[Mark, ...], place: Callable[[float], float]
) -> None:
    """Draw them over the ground of a chart. place: x in pixels of an epoch.

    Words stand in two lines, the latest first, and none covers another.
    """
    theme = current()
    painter.save()
    painter.setFont(mono("micro"))
    free = [area.right()] * _MOST_LINES
    for mark in reversed(marks):
        x = round(place(mark.x)) + 0.5
        if not area.left() <= x <= area.right():
            continue
        painter.setPen(QPen(theme.color("accent.default"), 1, Qt.PenStyle.DashLine))
        painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()))
        width = painter.fontMetrics().horizontalAdvance(mark.text)
        left = x + _GAP_PX if x + _GAP_PX + width <= area.right() else x - _GAP_PX - width
        line = next((i for i, end in enumerate(free) if left + width <= end), None)
        if line is None or left < area.left():
            continue
        free[line] = left - 2 * _GAP_PX
        painter.setPen(theme.color("text.secondary"))
        top = area.top() + line * _LINE_PX
        painter.drawText(QRectF(left, top, width + 1, _LINE_PX), _LEFT, mark.text)
    painter.restore()


_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
