"""Shift+F10, which opens a menu on every desktop but not in Qt on Linux: there only Menu does."""

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QContextMenuEvent, QKeyEvent
from PySide6.QtWidgets import QApplication

_SHIFT = Qt.KeyboardModifier.ShiftModifier


def open_menu(event: QKeyEvent) -> bool:
    """Ask what has the keyboard for its menu; whether that is what the key means."""
    widget = QApplication.focusWidget()
    if event.key() != Qt.Key.Key_F10 or event.modifiers() != _SHIFT or widget is None:
        return False
    cursor = widget.inputMethodQuery(Qt.InputMethodQuery.ImCursorRectangle)
    at = QRect(cursor if isinstance(cursor, QRect) else widget.rect()).center()
    reason = QContextMenuEvent.Reason.Keyboard
    QApplication.sendEvent(widget, QContextMenuEvent(reason, at, widget.mapToGlobal(at)))
    return True
