"""The upright line at a point of the curves, with the values there: under the mouse, or by keys."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from html import escape
from typing import TYPE_CHECKING

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF, Qt

from hornstudio.ui.panels.training.charts import reading
from hornstudio.ui.panels.training.charts.knob_marks import Mark
from hornstudio.ui.panels.training.charts.picture import Picture
from hornstudio.ui.panels.training.charts.reading import Line
from hornstudio.ui.theme import current, font
from hornstudio.ui.words.translate import tr

if TYPE_CHECKING:
    from hornstudio.ui.panels.training.charts.plot import Plot

_NEAR_PX = 6
_GAP_PX = 10
_POINTER_PX = 18  # how far a mouse pointer reaches down


class Crosshair:
    """Stands at the point nearest to the mouse, or where keys have put it.

    show_value turns a value into text. steps: in an epoch of the run in front.
    earlier_places: of each earlier run among all that are laid over one another.
    """

    def __init__(self, plot: "Plot") -> None:
        self.picture = Picture()
        self.earlier: Sequence[tuple[str, Picture]] = ()
        self.earlier_places: Sequence[int] = ()
        self.marks: Sequence[Mark] = ()
        self.show_value: Callable[[float], str] = str
        self.steps = 0
        self._plot = plot
        self._at: QPointF | None = None
        self._held: float | None = None
        self._line = pg.InfiniteLine(angle=90, movable=False)
        self._box = pg.TextItem(anchor=(0, 0))
        self._box.textItem.setFont(font("micro", tabular=True))
        for item in (self._line, self._box):
            item.setZValue(50)
            item.hide()
            plot.view.addItem(item, ignoreBounds=True)
        plot.scene().sigMouseMoved.connect(self._on_mouse_moved)

    @property
    def is_shown(self) -> bool:
        """Whether it stands anywhere."""
        return bool(self._line.isVisible())

    @property
    def x(self) -> float | None:
        """Where it stands; None where it is not shown."""
        return float(self._line.value()) if self.is_shown else None

    def hold(self, x: float) -> None:
        """Stand at the point nearest to x, wherever the mouse is."""
        self._at, self._held = None, x
        self.follow()

    def leave(self) -> None:
        """The mouse, or the keyboard, is elsewhere."""
        self._at = self._held = None
        self._hide()

    def leave_mouse(self) -> None:
        """The mouse is elsewhere; what keys have put somewhere stays."""
        if self._held is None:
            self.leave()

    def _hide(self) -> None:
        self._line.hide()
        self._box.hide()

    def recolour(self) -> None:
        """Take the colours of the theme in use."""
        theme, px = current(), self._plot.devicePixelRatioF()
        marker = pg.mkPen(theme.chart("marker"), width=px, style=Qt.PenStyle.DashLine)
        self._line.setPen(marker)
        self._box.fill = pg.mkBrush(theme.color("bg.overlay"))
        self._box.border = pg.mkPen(theme.color("border.default"), width=px)

    def lines(self, x: float) -> list[Line]:
        """What is said at x, which is a point of the curves."""
        lines = reading.lines_of(self.picture, x, self.show_value)
        lines += reading.lines_behind(
            self.earlier, self.earlier_places, x, self.show_value, self._far
        )
        accent, here = current().color("accent.default").name(), self._pixel(x)
        near = [mark for mark in self.marks if abs(self._pixel(mark.x) - here) <= _NEAR_PX]
        return lines + [Line(mark.whole, "", accent) for mark in near] if lines else []

    def told(self) -> str:
        """All that it says, as a sentence; empty where it is not shown."""
        x = self.x
        if x is None:
            return ""
        return reading.told(reading.title_of(x, self.steps), self.lines(x))

    @property
    def _far(self) -> Callable[[float], float] | None:
        """How far from the mouse a value is drawn; None where it stands by keys."""
        if self._at is None:
            return None
        y, draw = float(self._plot.view.mapSceneToView(self._at).y()), self._plot.scale_of_y.draw
        return lambda value: abs(float(draw(np.array([value]))[0]) - y)

    def _pixel(self, x: float) -> float:
        return float(self._plot.view.mapViewToScene(QPointF(x, 0)).x())

    def _on_mouse_moved(self, at: QPointF) -> None:
        self._at, self._held = at, None
        self.follow()

    def follow(self) -> None:
        """Say what is there now: the plot may have moved, or grown, below it."""
        x = self._wanted()
        stop = None if x is None else reading.stop_near(self.picture, x)
        if stop is None:
            self._hide()
            return
        self._line.setPos(stop)
        area = self._plot.view.sceneBoundingRect()
        title, lines = reading.title_of(stop, self.steps), self.lines(stop)
        self._box.setHtml(_html(title, lines))
        if self._box.textItem.boundingRect().width() > area.width():
            self._box.setHtml(_html(title, [replace(line, smoothed="") for line in lines]))
        self._place(self._at or QPointF(self._pixel(stop), area.center().y()))
        self._line.show()
        self._box.show()

    def _wanted(self) -> float | None:
        """The x that is asked for; None where nobody does, or the mouse is beside the curves."""
        view, at = self._plot.view, self._at
        if at is None:
            return self._held
        is_over = view.sceneBoundingRect().contains(at)
        return float(view.mapSceneToView(at).x()) if is_over else None

    def _place(self, at: QPointF) -> None:
        """Beside the line and the mouse, on the side that has room; else above or below it."""
        view = self._plot.view
        area = view.sceneBoundingRect()
        size = self._box.textItem.boundingRect()
        ends = sorted((at.x(), self._pixel(float(self._line.value()))))
        right, left = ends[1] + _GAP_PX, ends[0] - _GAP_PX - size.width()
        top = at.y() - size.height() / 2
        if right + size.width() >= area.right():
            right = max(left, area.left())
            if left < area.left():
                top = _clear_of(at.y(), size.height(), area)
        top = min(max(area.top(), top), area.bottom() - size.height())
        self._box.setPos(view.mapSceneToView(QPointF(right, top)))


def _clear_of(y: float, height: float, area: QRectF) -> float:
    """The top of a box above the mouse, or below it where there is more room."""
    if y - area.top() > area.bottom() - y:
        return y - _GAP_PX - height
    return y + _POINTER_PX


def _html(title: str, lines: list[Line]) -> str:
    ink, head = (current().color(c).name() for c in ("text.primary", "text.muted"))
    has_smoothed = any(line.smoothed for line in lines)
    rows = "".join(
        f'<tr><td><span style="color:{line.color}">■</span>&nbsp;'
        f'<span style="color:{head}">{escape(line.name)}</span></td>'
        f'<td align="right">&nbsp;&nbsp;<span style="color:{ink}">{line.value}</span></td>'
        f'<td align="right">&nbsp;&nbsp;<span style="color:{head}">{line.smoothed}</span></td></tr>'
        for line in lines
    )
    heading = f'<span style="color:{head}">{{}}</span>'
    smoothed = f'<td align="right">&nbsp;&nbsp;{heading.format(tr("smoothed"))}</td>'
    head_row = f'<tr><td colspan="2">{heading.format(title)}</td>{smoothed * has_smoothed}</tr>'
    return f'<table cellspacing="0">{head_row}{rows}</table>'
