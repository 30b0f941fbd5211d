"""A line for a number with small buttons, arrow keys and the wheel to step it."""

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QAbstractSpinBox, QWidget

from hornstudio.ui.theme import current, mono

CanStep = Callable[[int], bool]


class NumberBox(QAbstractSpinBox):
    """Knows nothing of numbers: it tells how many steps are wanted, and asks if any can be made.

    stepped(count)   positive is up
    """

    stepped = Signal(int)

    def __init__(self, can_step: CanStep, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._can_step = can_step
        self._passes_on = False
        # Qt would give it the focus for the wheel alone, and then the wheel would step it.
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFont(mono("small"))
        self.setMinimumWidth(52)
        self.setFixedHeight(current().px("layout.controlHeight"))
        # Qt ignores the style sheet's padding here.
        self.lineEdit().setTextMargins(5, 0, 0, 0)
        self.lineEdit().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the whole number by a double click: for Qt a word ends at the point in it.

        The line has to see that click, too: otherwise a third one selects nothing.
        """
        if event.type() == QEvent.Type.MouseButtonDblClick and not self._passes_on:
            self._passes_on = True
            QCoreApplication.sendEvent(watched, event)
            self._passes_on = False
            self.lineEdit().selectAll()
            return True
        return super().eventFilter(watched, event)

    def stepBy(self, steps: int) -> None:
        """Pass the wish on."""
        self.stepped.emit(steps)

    def stepEnabled(self) -> QAbstractSpinBox.StepEnabledFlag:
        """Which of the two buttons may be pressed."""
        enabled = QAbstractSpinBox.StepEnabledFlag.StepNone
        if self._can_step(1):
            enabled |= QAbstractSpinBox.StepEnabledFlag.StepUpEnabled
        if self._can_step(-1):
            enabled |= QAbstractSpinBox.StepEnabledFlag.StepDownEnabled
        return enabled

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Step only what was chosen; scrolling a form must not change it."""
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()
