"""Marks on a chart where something was turned: a dashed line, and a word where there is room."""

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from hornstudio.engine.composite.way import way_text
from hornstudio.engine.watch.events import Knob
from hornstudio.ui.panels.training.course.run import Run
from hornstudio.ui.theme import current, mono
from hornstudio.ui.words.translate import tr

_GAP_PX = 4
_LINE_PX = 15
_MOST_LINES = 2
_GROUND = 0.88
_APART_PX, _TICK_PX = 16, 6


@dataclass(frozen=True)
class Mark:
    """x: the epoch as a number. text: what was turned, and to what; whole: and from what."""

    x: float
    text: str
    whole: str = field(default="", compare=False)


def marks_of(run: Run) -> tuple[Mark, ...]:
    """Everything that was turned in a run."""
    return tuple(Mark(run.x_of(knob), text_of(knob), whole_text_of(knob)) for knob in run.knobs)


def text_of(knob: Knob) -> str:
    """As short as can be: `learning rate 0.02`, `dense frozen`, `dropout rate 0.5`."""
    node = way_text(knob.node)
    if knob.param == "frozen":
        return tr("{node} frozen", node=node) if knob.new else tr("{node} free", node=node)
    label = _label(knob)
    if "_" not in knob.param:  # of one word, such as rate or weight, there may be one in each node
        label = f"{node} {label}"
    return f"{label} {_value(knob.new)}"


def whole_text_of(knob: Knob) -> str:
    """With the value before: `adam: learning rate 0.001 → 0.02`."""
    if knob.param == "frozen":
        return text_of(knob)
    return f"{way_text(knob.node)}: {_label(knob)} {_value(knob.old)} → {_value(knob.new)}"


def _label(knob: Knob) -> str:
    """As forms call it: a param's label comes from its name."""
    parts = knob.param.replace("_", " ").split(".")
    return " ".join(tr(part.capitalize()).lower() for part in parts)


def _value(value: Any) -> str:
    return f"{value:.4g}" if isinstance(value, int | float) else str(value)


def draw_marks(
    painter: QPainter, area: QRectF, marks: tuple[Mark, ...], place: Callable[[float], float]
) -> None:
    """Draw the lines of marks on the ground of a chart. place: x in pixels of an epoch.

    Of lines that would stand close together the latest is whole: many would be a fence before
    the curves.
    """
    painter.save()
    painter.setPen(QPen(current().color("accent.default"), 1, Qt.PenStyle.DashLine))
    last = math.inf
    for mark in reversed(marks):
        x = round(place(mark.x)) + 0.5
        if area.left() <= x <= area.right():
            is_whole = last - x >= _APART_PX
            last = x if is_whole else last
            top = area.top() if is_whole else area.bottom() - _TICK_PX
            painter.drawLine(QPointF(x, top), QPointF(x, area.bottom()))
    painter.restore()


def draw_words(
    painter: QPainter,
    area: QRectF,
    marks: tuple[Mark, ...],
    place: Callable[[float], float],
    is_below: bool = False,
    is_crossed: Callable[[QRectF], bool] = lambda _: False,
) -> None:
    """Draw the words of marks over the curves, on a ground of their own.

    They stand in two lines, the latest first, and none covers another. is_below: in the lowest
    lines, where the curves have gone up. is_crossed: whether a curve goes through a place; then
    the words stand at the other end, or are left to the crosshair.
    """
    painter.save()
    painter.setFont(mono("micro"))
    tops = _tops(area, is_below)
    free = [area.right()] * len(tops)
    for mark in reversed(marks):
        x = round(place(mark.x)) + 0.5
        if not area.left() <= x <= area.right():
            continue
        width = painter.fontMetrics().horizontalAdvance(mark.text)
        left = _left_of(area, x, width)
        places = [QRectF(left, top, width + 1, _LINE_PX) for top in tops]
        open_ = (i for i, end in enumerate(free) if left + width <= end)
        line = next((i for i in open_ if not is_crossed(places[i])), None)
        if line is not None and left >= area.left():
            free[line] = left - 2 * _GAP_PX
            _draw_text(painter, places[line], mark.text)
    painter.restore()


def _left_of(area: QRectF, x: float, width: float) -> float:
    """Where words begin: right of their line, or left of it; over it where neither has room, as
    those of a line beside it would else be read as its own.
    """
    if x + _GAP_PX + width <= area.right():
        return x + _GAP_PX
    before = x - _GAP_PX - width
    return before if before >= area.left() else area.right() - width


def _tops(area: QRectF, is_below: bool) -> list[float]:
    """Of the lines at one end of a chart, then of those at the other."""
    above = [area.top() + line * _LINE_PX for line in range(_MOST_LINES)]
    below = [area.bottom() - (line + 1) * _LINE_PX for line in range(_MOST_LINES)]
    return below + above if is_below else above + below


def _draw_text(painter: QPainter, place: QRectF, text: str) -> None:
    ground = current().color("bg.panel")
    ground.setAlphaF(_GROUND)
    painter.fillRect(place.adjusted(-2, 0, 2, 0), ground)
    painter.setPen(current().color("text.secondary"))
    painter.drawText(place, _LEFT, text)


_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
