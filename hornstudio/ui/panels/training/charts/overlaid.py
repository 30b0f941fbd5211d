"""How runs behind the current one are told apart: hue and dashes, and a line of their names."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from hornstudio.ui.theme import current, font, mix
from hornstudio.ui.words.translate import tr

IN_FRONT = -1
"""The place of the run that the others are laid behind."""

_HUES = 3
_DASHES = (
    (),
    (6.0, 4.0),
    (1.5, 3.0),
    (8.0, 3.0, 1.5, 3.0),
    (14.0, 4.0),
    (5.0, 3.0, 1.5, 3.0, 1.5, 3.0),
)
_FADED = 0.5
_SHARE_OF_INK = 0.85
_HEIGHT_PX = 16
_MARGIN_PX = 12
_MARK_PX = 18
_GAP_PX = 5
_APART_PX = 12
_LONGEST_PX = 120


@dataclass(frozen=True)
class Overlaid:
    """Name of a run, and its place among all that are laid over one another.

    folder: the name of its folder, by which the list of runs calls it.
    """

    name: str
    place: int
    folder: str = ""

    @property
    def whole_name(self) -> str:
        """`run 2: mlp-20260101-100000`, where it goes by a number of today."""
        return self.name if self.folder in ("", self.name) else f"{self.name}: {self.folder}"


def overlaid_pen(place: int, width: float) -> QPen:
    """Three hues of the theme, each in six kinds of dashes; from the 19th run on half faded."""
    if place == IN_FRONT:
        return QPen(current().chart("train"), 1.5 * width)
    color = current().color(f"chart.extra.{place % _HUES}")
    if place // _HUES // len(_DASHES) % 2:
        color = mix(color, current().color("text.muted"), _FADED)
    color.setAlphaF(_SHARE_OF_INK)
    pen = QPen(color, width)
    pen.setCosmetic(True)
    if dashes := _DASHES[place // _HUES % len(_DASHES)]:
        pen.setDashPattern(dashes)
    return pen


class OverlaidLegend(QWidget):
    """A line of the chart's signs and the names of its runs, the one in front first.

    Gone where there is nothing to tell apart.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._runs: tuple[Overlaid, ...] = ()
        self.setFont(font("micro"))
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(_HEIGHT_PX)
        current().changed.connect(self.update)
        self.hide()

    @property
    def runs(self) -> tuple[Overlaid, ...]:
        """The runs it names."""
        return self._runs

    def show_runs(self, runs: Sequence[Overlaid]) -> None:
        """Name these runs."""
        if tuple(runs) == self._runs:
            return
        self._runs = tuple(runs)
        names = [run.name for run in self._runs]
        self.setAccessibleName(tr("Runs shown: {names}", names=", ".join(names)))
        self.setToolTip("\n".join(run.whole_name for run in self._runs))
        self.setVisible(bool(names))
        self.update()

    def sizeHint(self) -> QSize:
        """Any width will do."""
        return QSize(0, _HEIGHT_PX)

    def paintEvent(self, event: QPaintEvent) -> None:
        """As many runs as have room, and how many more there are.

        A long name loses its middle: names of runs end in the time, and differ only there.
        """
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        metrics = painter.fontMetrics()
        left, ink = float(_MARGIN_PX), current().color("text.secondary")
        for index, run in enumerate(self._runs):
            more = f"+{len(self._runs) - index}"
            name = metrics.elidedText(run.name, Qt.TextElideMode.ElideMiddle, _LONGEST_PX)
            width = metrics.horizontalAdvance(name)
            is_last = index == len(self._runs) - 1
            spare = 0 if is_last else _APART_PX + metrics.horizontalAdvance(more)
            if left + _MARK_PX + _GAP_PX + width + spare > self.width() - _MARGIN_PX:
                painter.setPen(ink)
                painter.drawText(QRectF(left, 0, 60, _HEIGHT_PX), _LEFT, more)
                return
            painter.setPen(overlaid_pen(run.place, 1.6))
            middle = _HEIGHT_PX / 2
            painter.drawLine(QPointF(left, middle), QPointF(left + _MARK_PX, middle))
            left += _MARK_PX + _GAP_PX
            painter.setPen(ink)
            painter.drawText(QRectF(left, 0, width + 1, _HEIGHT_PX), _LEFT, name)
            left += width + _APART_PX


_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
