"""The one mint button: starts a training, shows how far it is, counts what is in its way."""

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QPushButton, QStyle, QStyleOptionButton, QWidget

from hornstudio.ui.panels.training.wording.trouble import nothing_words
from hornstudio.ui.theme import current, font, paint_icon, wear
from hornstudio.ui.words.translate import tr

_PAD_PX = 12
_GAP_PX = 7
_ICON_PX = 15
_BADGE_PX = 18
_LINE_PX = 2


class TrainButton(QPushButton):
    """`Train`, `Training 76 %`, or `Train` with a red count; its width grows, never jitters."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._share: float | None = None
        self._errors = 0
        self.tip = tr("Train the network")
        self._is_paused = False
        # A click must find what is being typed elsewhere still there: it counts, or is told.
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFont(font("small", "semibold", tabular=True))
        current().changed.connect(self.update)
        self._renew()

    def show_idle(self) -> None:
        """Nothing is being trained."""
        self._share = None
        self._renew()

    def show_tip(self, tip: str) -> None:
        """Say what a press does, with the keys that do the same."""
        self.tip = tip
        self._renew()

    def show_progress(self, share: float, *, is_paused: bool = False) -> None:
        """A share of the training, 0 to 1, is done."""
        self._share = min(max(share, 0.0), 1.0)
        self._is_paused = is_paused
        self._renew()

    def show_errors(self, count: int) -> None:
        """Errors keep the network from training."""
        self._errors = count
        self._renew()

    @property
    def is_blocked(self) -> bool:
        """Whether errors stand in the way of a start."""
        return self._errors > 0 and self._share is None

    def sizeHint(self) -> QSize:
        """Room for the words, the icon and the badge."""
        words = self.fontMetrics().horizontalAdvance(self._widest())
        badge = _BADGE_PX + _GAP_PX if self.is_blocked else 0
        width = 2 * _PAD_PX + _ICON_PX + _GAP_PX + words + badge
        return QSize(width, current().px("layout.controlHeight") + 2)

    def minimumSizeHint(self) -> QSize:
        """The words are never cut."""
        return self.sizeHint()

    def changeEvent(self, event: QEvent) -> None:
        """A button that cannot be pressed says why."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.EnabledChange:
            self._renew()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The style's frame, then what stands in it."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        option = QStyleOptionButton()
        self.initStyleOption(option)
        option.text, option.icon = "", QIcon()
        self.style().drawControl(QStyle.ControlElement.CE_PushButton, option, painter, self)
        self._paint_words(painter)
        if self._share is not None:
            self._paint_line(painter, self._share)

    def _paint_words(self, painter: QPainter) -> None:
        ink, middle = self._ink(), self.height() / 2
        icon = QRectF(_PAD_PX, middle - _ICON_PX / 2, _ICON_PX, _ICON_PX)
        paint_icon(painter, icon, self._icon_name(), ink)
        painter.setPen(ink)
        painter.setFont(self.font())
        left = icon.right() + _GAP_PX
        painter.drawText(
            QRectF(left, 0, self.width() - left, self.height()),
            Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft,
            self.text(),
        )
        if self.is_blocked:
            self._paint_badge(painter)

    def _paint_badge(self, painter: QPainter) -> None:
        theme = current()
        right = self.width() - _PAD_PX
        disc = QRectF(right - _BADGE_PX, (self.height() - _BADGE_PX) / 2, _BADGE_PX, _BADGE_PX)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("error.fill"))
        painter.drawEllipse(disc)
        painter.setPen(theme.color("text.onAccent"))
        painter.setFont(font("micro", "semibold", tabular=True))
        count = str(self._errors) if self._errors < 100 else "99"
        painter.drawText(disc, Qt.AlignmentFlag.AlignCenter, count)

    def _paint_line(self, painter: QPainter, share: float) -> None:
        """How far it is, along the lower edge between the round corners."""
        radius = current().px("radius.md")
        length = (self.width() - 2 * radius) * share
        y = self.height() - 1 - _LINE_PX / 2
        painter.setPen(QPen(current().color("live.default"), _LINE_PX))
        if length > 0:
            painter.drawLine(QPointF(radius, y), QPointF(radius + length, y))

    def _ink(self) -> QColor:
        if not self.isEnabled():
            return current().color("text.disabled")
        if self._share is not None:
            return current().color("live.default")
        return current().color("text.secondary" if self.is_blocked else "text.onLive")

    def _icon_name(self) -> str:
        return "pause" if self._share is not None and self._is_paused else "train"

    def _widest(self) -> str:
        return self._words(1.0)

    def _words(self, share: float) -> str:
        if self._share is None:
            return tr("Train")
        percent = f"{100 * share:.0f}"
        if self._is_paused:
            return tr("Paused {percent} %", percent=percent)
        return tr("Training {percent} %", percent=percent)

    def _renew(self) -> None:
        self.setText(self._words(self._share or 0.0))
        is_running = self._share is not None
        wear(self, "kind", "soft" if self.is_blocked else "live")
        wear(self, "running", is_running)
        self.setToolTip(self._tip())
        self.setAccessibleName(self.text())
        self.setAccessibleDescription(self._tip())
        self.updateGeometry()
        self.update()

    def _tip(self) -> str:
        if self._share is not None:
            return tr("Show the training")
        if not self.isEnabled():
            return nothing_words()
        if self.is_blocked:
            return tr("{count} errors keep the network from training", count=self._errors)
        return self.tip
