"""Enter presses the button that has the keyboard, as Space does; Qt leaves that to dialogs."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QPushButton, QToolButton, QWidget
from shiboken6 import isValid

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class EnterPresses(QObject):
    """Watches the one button that has the focus; a filter of the whole program would be slow."""

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._watched: QWidget | None = None
        self._is_passing_on = False
        app.focusChanged.connect(self._on_focus_changed)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Press the button, where it has no use of its own for the key."""
        if event.type() is not QEvent.Type.KeyPress or self._is_passing_on:
            return False
        if not isinstance(event, QKeyEvent) or not _is_enter(event):
            return False
        self._is_passing_on = True
        watched.event(event)
        self._is_passing_on = False
        if not event.isAccepted() and isinstance(watched, QPushButton | QToolButton):
            event.accept()
            watched.click()
        return True

    def _on_focus_changed(self, _old: QWidget | None, new: QWidget | None) -> None:
        if self._watched is not None and isValid(self._watched):
            self._watched.removeEventFilter(self)
        self._watched = new if isinstance(new, QPushButton | QToolButton) else None
        if self._watched is not None:
            self._watched.installEventFilter(self)


def _is_enter(event: QKeyEvent) -> bool:
    """Enter alone: with another key it is a shortcut; held down, it presses once."""
    modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    is_plain = modifiers == Qt.KeyboardModifier.NoModifier
    return event.key() in _ENTER and is_plain and not event.isAutoRepeat()
