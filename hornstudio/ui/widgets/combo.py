"""A list to choose from, for forms that scroll."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QPaintEvent, QWheelEvent
from PySide6.QtWidgets import (
    QComboBox,
    QLabel,
    QSizePolicy,
    QStyle,
    QStyleOptionComboBox,
    QStylePainter,
    QWidget,
)
from shiboken6 import isValid

from hornstudio.ui.theme import current

_AT_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class Combo(QComboBox):
    """A list that the wheel leaves alone, so that scrolling a form changes nothing."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(3)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._label: QLabel | None = None

    def setAccessibleName(self, name: str) -> None:
        """Say what is chosen here: on Linux, Qt says the choice instead, and asks a label beside.

        The label is never seen; it only has to have the same parent.
        """
        super().setAccessibleName(name)
        if self._label is None:
            self._label = QLabel()
            self._label.setTextFormat(Qt.TextFormat.PlainText)
            self._label.setBuddy(self)
        self._label.setText(name.replace("&", "&&"))
        self._keep_label_beside()

    def event(self, event: QEvent) -> bool:
        """A layout gives it another parent."""
        if event.type() is QEvent.Type.ParentChange:
            self._keep_label_beside()
        return super().event(event)

    def _keep_label_beside(self) -> None:
        label = getattr(self, "_label", None)  # Qt tells of the first parent while this is made
        if label is not None and isValid(label):
            label.setParent(self.parentWidget())
            label.hide()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave it to the panel."""
        event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the word with an ellipsis where Qt would cut through a letter."""
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        painter = QStylePainter(self)
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        room = self.style().subControlRect(
            QStyle.ComplexControl.CC_ComboBox,
            option,
            QStyle.SubControl.SC_ComboBoxEditField,
            self,
        )
        is_open = self.currentIndex() < 0  # nothing is chosen; a hint stands there, if any
        words = self.fontMetrics().elidedText(
            self.placeholderText() if is_open else option.currentText,
            Qt.TextElideMode.ElideRight,
            room.width() - 2,
        )
        if is_open:
            painter.setPen(current().color("text.muted"))
            painter.drawText(room.adjusted(1, 0, -1, 0), _AT_LEFT, words)
            return
        option.currentText = words
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)
