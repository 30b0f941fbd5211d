"""The upright line under the mouse, with the values that it meets."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import pyqtgraph as pg
from PySide6.QtCore import QPointF, Qt

from hornstudio.ui.panels.training.charts.knob_marks import Mark
from hornstudio.ui.panels.training.charts.picture import Picture
from hornstudio.ui.theme import current, font
from hornstudio.ui.words.translate import tr

if TYPE_CHECKING:
    from hornstudio.ui.panels.training.charts.plot import Plot

EARLIER_SHOWN = 3
_NEAR_PX = 6


class Crosshair:
    """Follows the mouse over a plot. `show_value` turns a value into text."""

    def __init__(self, plot: "Plot") -> None:
        self.picture = Picture()
        self.earlier: Sequence[tuple[str, Picture]] = ()
        self.marks: Sequence[Mark] = ()
        self.show_value: Callable[[float], str] = str
        self._plot = plot
        self._at: QPointF | None = None
        self._line = pg.InfiniteLine(angle=90, movable=False)
        self._box = pg.TextItem(anchor=(0, 0))
        self._box.textItem.setFont(font("micro", tabular=True))
        for item in (self._line, self._box):
            item.setZValue(50)
            item.hide()
            plot.view.addItem(item, ignoreBounds=True)
        plot.scene().sigMouseMoved.connect(self._on_mouse_moved)

    def leave(self) -> None:
        """The mouse is elsewhere."""
        self._at = None
        self._line.hide()
        self._box.hide()

    def recolour(self) -> None:
        """Take the colours of the theme in use."""
        theme, px = current(), self._plot.devicePixelRatioF()
        marker = pg.mkPen(theme.chart("marker"), width=px, style=Qt.PenStyle.DashLine)
        self._line.setPen(marker)
        self._box.fill = pg.mkBrush(theme.color("bg.overlay"))
        self._box.border = pg.mkPen(theme.color("border.default"), width=px)

    def words(self, x: float) -> list[tuple[str, str, str]]:
        """Lines of the box: name, value, colour."""
        theme = current()
        names = {"train": tr("train"), "validation": tr("val"), "test": tr("test")}
        lines = [
            (names[series], self.show_value(value), theme.chart(series).name())
            for series, value in self.picture.values_at(x).items()
        ]
        muted = theme.color("text.muted").name()
        for name, picture in list(self.earlier)[: -EARLIER_SHOWN - 1 : -1]:
            if len(picture.x) and x <= picture.x[-1]:
                lines.append((name, self.show_value(picture.values_at(x)["train"]), muted))
        accent, here = theme.color("accent.default").name(), self._pixel(x)
        near = [mark for mark in self.marks if abs(self._pixel(mark.x) - here) <= _NEAR_PX]
        return lines + [(mark.whole, "", accent) for mark in near] if lines else []

    def _pixel(self, x: float) -> float:
        return float(self._plot.view.mapViewToScene(QPointF(x, 0)).x())

    def _on_mouse_moved(self, at: QPointF) -> None:
        self._at = at
        self.follow()

    def follow(self) -> None:
        """Say what is under the mouse now: the plot may have moved, or grown, below it."""
        view, at = self._plot.view, self._at
        if at is None:
            return
        x = float(view.mapSceneToView(at).x())
        if not view.sceneBoundingRect().contains(at) or not (lines := self.words(x)):
            self.leave()
            return
        self._line.setPos(x)
        self._box.setHtml(_html(tr("epoch {number}", number=f"{x:.2f}"), lines))
        self._place(at)
        self._line.show()
        self._box.show()

    def _place(self, at: QPointF) -> None:
        """Beside the mouse, on the side that has room."""
        view = self._plot.view
        area = view.sceneBoundingRect()
        size = self._box.textItem.boundingRect()
        gap = 10
        left = (
            at.x() + gap
            if at.x() + gap + size.width() < area.right()
            else at.x() - gap - size.width()
        )
        top = min(max(area.top(), at.y() - size.height() / 2), area.bottom() - size.height())
        self._box.setPos(view.mapSceneToView(QPointF(left, top)))


def _html(title: str, lines: list[tuple[str, str, str]]) -> str:
    ink, head = (current().color(c).name() for c in ("text.primary", "text.muted"))
    rows = "".join(
        f'<tr><td><span style="color:{color}">■</span>&nbsp;'
        f'<span style="color:{head}">{name}</span></td>'
        f'<td align="right">&nbsp;&nbsp;<span style="color:{ink}">{value}</span></td></tr>'
        for name, value, color in lines
    )
    return f'<span style="color:{head}">{title}</span><table cellspacing="0">{rows}</table>'
