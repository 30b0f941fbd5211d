"""A line of the signs and names of the runs that are drawn, with a cross to take each away."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QHelpEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from hornstudio.ui.panels.training.charts.overlaid import Overlaid, overlaid_pen
from hornstudio.ui.theme import current, font
from hornstudio.ui.words.translate import tr

_HEIGHT_PX = 16
_MARGIN_PX = 12
_MARK_PX = 18
_GAP_PX = 5
_APART_PX = 10
_LONGEST_PX = 120
_CROSS_PX, _ARM_PX = 14, 3.0
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True)
class _Entry:
    """Where a run stands in the line. cross: empty where it cannot be taken away."""

    run: Overlaid
    name: str
    left: float
    area: QRectF
    cross: QRectF


class OverlaidLegend(QWidget):
    """Names the runs, the one in front first. Gone where there is nothing to tell apart.

    unwanted(int)       a person wants the run at this place to be drawn no more
    all_wanted(QPoint)  all of them are asked for, at this place of the screen: a part has room
    is_picture: nothing can be pressed.
    """

    unwanted = Signal(int)
    all_wanted = Signal(QPoint)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._runs: tuple[Overlaid, ...] = ()
        self._pointed: QPointF | None = None
        self.is_picture = False
        self.setFont(font("micro"))
        self.setMouseTracking(True)
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

    def cross_of(self, place: int) -> QRectF:
        """Where a press takes the run at a place away; empty where none does."""
        found = (entry.cross for entry in self._entries() if entry.run.place == place)
        return next(found, QRectF())

    def paintEvent(self, event: QPaintEvent) -> None:
        """As many runs as have room, and how many more there are."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        entries, ink = self._entries(), current().color("text.secondary")
        for entry in entries:
            painter.setPen(overlaid_pen(entry.run.place, 1.6))
            middle = _HEIGHT_PX / 2
            painter.drawLine(QPointF(entry.left, middle), QPointF(entry.left + _MARK_PX, middle))
            painter.setPen(ink)
            painter.drawText(entry.area, _LEFT, entry.name)
            if not entry.cross.isEmpty():
                self._draw_cross(painter, entry.cross)
        if more := self._more(len(entries)):
            painter.setPen(ink)
            painter.drawText(self._rest(entries), _LEFT, more)

    def _draw_cross(self, painter: QPainter, area: QRectF) -> None:
        is_pointed = self._pointed is not None and area.contains(self._pointed)
        if is_pointed:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(current().color("bg.hover"))
            painter.drawRoundedRect(area, 3, 3)
        ink = current().color("text.primary" if is_pointed else "text.muted")
        painter.setPen(QPen(ink, 1.2))
        arm, middle = _ARM_PX, area.center()
        for way in (1, -1):
            painter.drawLine(middle + QPointF(-arm, -arm * way), middle + QPointF(arm, arm * way))

    def _entries(self) -> list[_Entry]:
        """Those that have room, from left to right; long names are cut where not all have."""
        whole = self._placed(self.width())
        return whole if len(whole) == len(self._runs) else self._placed(_LONGEST_PX)

    def _placed(self, longest_px: int) -> list[_Entry]:
        """A long name loses its middle: names of runs end in the time, and differ only there."""
        metrics, found, left = self.fontMetrics(), [], float(_MARGIN_PX)
        for index, run in enumerate(self._runs):
            name = metrics.elidedText(run.name, Qt.TextElideMode.ElideMiddle, longest_px)
            width = metrics.horizontalAdvance(name) + 1.0
            cross_px = 0 if run.stays or self.is_picture else _CROSS_PX
            rest = self._more(index + 1)
            spare = _APART_PX + metrics.horizontalAdvance(rest) if rest else 0
            right = left + _MARK_PX + _GAP_PX + width + cross_px
            if right + spare > self.width() - _MARGIN_PX:
                break
            area = QRectF(left + _MARK_PX + _GAP_PX, 0, width, _HEIGHT_PX)
            cross = QRectF(area.right() + 1, 1, cross_px, _CROSS_PX) if cross_px else QRectF()
            found.append(_Entry(run, name, left, area, cross))
            left = right + _APART_PX
        return found

    def _more(self, count: int) -> str:
        """How many there are besides so many; empty for none."""
        return f"+{len(self._runs) - count}" if count < len(self._runs) else ""

    def _rest(self, entries: Sequence[_Entry]) -> QRectF:
        """Where it stands how many more there are; empty where all have room."""
        more = self._more(len(entries))
        if not more:
            return QRectF()
        last = entries[-1] if entries else None
        end = max(last.area.right(), last.cross.right()) + _APART_PX if last else _MARGIN_PX
        return QRectF(end, 0, self.fontMetrics().horizontalAdvance(more) + 2, _HEIGHT_PX)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """What can be pressed looks so."""
        self._point(event.position())

    def leaveEvent(self, event: QEvent) -> None:
        """Nothing is pointed at."""
        super().leaveEvent(event)
        self._point(None)

    def _point(self, at: QPointF | None) -> None:
        self._pointed = at
        entries = self._entries()
        spots = [*(entry.cross for entry in entries), self._rest(entries)]
        can_press = at is not None and any(spot.contains(at) for spot in spots)
        shape = Qt.CursorShape.PointingHandCursor if can_press else Qt.CursorShape.ArrowCursor
        self.setCursor(shape)
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Take away the run whose cross was pressed; ask for all where a part has room."""
        if event.button() is not Qt.MouseButton.LeftButton:
            super().mouseReleaseEvent(event)
            return
        entries, at = self._entries(), event.position()
        pressed = [entry for entry in entries if entry.cross.contains(at)]
        if pressed:
            self.unwanted.emit(pressed[0].run.place)
        elif self._rest(entries).contains(at):
            self.all_wanted.emit(event.globalPosition().toPoint())

    def event(self, event: QEvent) -> bool:
        """The tip of a cross says what it does; elsewhere it has all names whole."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            at = QPointF(event.pos())
            for entry in self._entries():
                if entry.cross.contains(at):
                    words = tr("Take {name} away from the charts", name=entry.run.whole_name)
                    QToolTip.showText(event.globalPos(), words, self)
                    return True
        return super().event(event)
