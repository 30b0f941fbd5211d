"""Progress with one segment an epoch."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from hornstudio.ui.panels.training.wording import figures
from hornstudio.ui.theme import current
from hornstudio.ui.words.translate import tr

HEIGHT_PX = 7
GAP_PX = 3
_NARROWEST_PX = 5


class SegmentedBar(QWidget):
    """Fills segment by segment; one plain bar where segments would be too narrow to tell apart."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(HEIGHT_PX)
        self.setAccessibleName(tr("Progress"))
        self._segments = 1
        self._share = 0.0
        current().changed.connect(self.update)

    def show_progress(self, share: float, segments: int) -> None:
        """Fill a share (0 to 1) of so many segments."""
        if (share, segments) != (self._share, self._segments):
            self._share, self._segments = share, max(1, segments)
            self.setAccessibleDescription(figures.whole_percent(share))
            self.update()

    @property
    def segments(self) -> int:
        """Segments that are drawn."""
        wanted = self._segments * (_NARROWEST_PX + GAP_PX) - GAP_PX
        return self._segments if wanted <= self.width() else 1

    def sizeHint(self) -> QSize:
        """Wide enough for a few epochs."""
        return QSize(120, HEIGHT_PX)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the segments."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        count = self.segments
        width = (self.width() - (count - 1) * GAP_PX) / count
        for index in range(count):
            place = QRectF(index * (width + GAP_PX), 0, width, HEIGHT_PX)
            painter.setBrush(current().color("bg.active"))
            painter.drawRoundedRect(place, 2, 2)
            filled = min(1.0, max(0.0, self._share * count - index))
            if filled > 0:
                place.setWidth(max(2.0, width * filled))
                painter.setBrush(current().color("live.fill"))
                painter.drawRoundedRect(place, 2, 2)
