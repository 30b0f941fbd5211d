"""A menu in which several things are checked one after another."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QMenu

_CHECKS = (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter)


class StayingMenu(QMenu):
    """Stays open when an action that can be checked is chosen; Esc or a press beside closes it."""

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Check what is under the mouse."""
        if not _check(self.actionAt(event.position().toPoint())):
            super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Check what the keyboard stands on."""
        if event.key() not in _CHECKS or not _check(self.activeAction()):
            super().keyPressEvent(event)


def _check(action: QAction | None) -> bool:
    """Whether it can be checked, and now is the other way."""
    if action is None or not action.isCheckable() or not action.isEnabled():
        return False
    action.trigger()
    return True
