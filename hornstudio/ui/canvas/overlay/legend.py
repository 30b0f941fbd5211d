"""What the colours of the nodes mean, at the bottom of the canvas."""

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QLinearGradient, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QToolButton, QWidget

from hornstudio.ui.theme import current, set_icon
from hornstudio.ui.words.translate import tr

STEPS = 7
"""Colours of the theme's scale, `heat.0` to `heat.6`."""
_WIDE_PX, _HIGH_PX = 96, 10


class Scale(QWidget):
    """The scale of colours, from little to much."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFixedSize(_WIDE_PX, _HIGH_PX)

    def paintEvent(self, event: QPaintEvent) -> None:
        """All steps, one running into the next."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        scale = QLinearGradient(0, 0, self.width(), 0)
        for step in range(STEPS):
            scale.setColorAt(step / (STEPS - 1), current().color(f"heat.{step}"))
        painter.setPen(current().color("border.default"))
        painter.setBrush(scale)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)


class Legend(QFrame):
    """Name of the measure, the scale, the total. left: the colours are wanted no more."""

    left = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("legend")
        self.setProperty("kind", "overlay")
        self.name = QLabel(self)
        self.total = QLabel(self)
        for label in (self.name, self.total):
            label.setProperty("scale", "small")
        close = QToolButton(self)
        close.setProperty("kind", "icon")
        close.setProperty("dense", True)
        close.setToolTip(tr("Colour modules by their category again"))
        close.setAccessibleName(tr("Colour modules by their category again"))
        close.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        set_icon(close, "close", "text.secondary", 13)
        close.clicked.connect(self.left)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 4, 4, 4)
        row.setSpacing(8)
        for part in (self.name, Scale(self), self.total, close):
            row.addWidget(part)

    def show_words(self, name: str, words: str) -> None:
        """Write what is measured, and something about it in words."""
        self.name.setText(name)
        self.total.setText(words)
        self.setAccessibleName(f"{name}: {words}")

    def show_scale(self, name: str, total: str) -> None:
        """Write what is measured, and how much there is in all."""
        self.name.setText(name)
        self.total.setText(tr("of {total}", total=total))
        self.setAccessibleName(
            tr("Modules are coloured by {name}, of {total}", name=name, total=total)
        )
