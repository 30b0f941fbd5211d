"""A thin bar, filled as far as a share goes."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from hornstudio.ui.theme import current

_HEIGHT_PX = 6
_LEAST_PX = 2.0


class ShareBar(QWidget):
    """No `QProgressBar`: Orca says each change of one, though it is no progress."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(_HEIGHT_PX)
        self.share = 0.0
        current().changed.connect(self.update)

    def show_share(self, share: float) -> None:
        """Fill a share, 0 to 1; of more than 0 something is always seen."""
        if share != self.share:
            self.share = share
            self.update()

    def sizeHint(self) -> QSize:
        """As wide as there is room."""
        return QSize(60, _HEIGHT_PX)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ground, and what is filled."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        place = QRectF(self.rect())
        painter.setBrush(current().color("bg.active"))
        painter.drawRoundedRect(place, 3, 3)
        if self.share > 0:
            place.setWidth(max(_LEAST_PX, place.width() * min(self.share, 1.0)))
            painter.setBrush(current().color("accent.default"))
            painter.drawRoundedRect(place, 3, 3)
