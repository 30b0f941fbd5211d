"""An item of a menu that cannot be chosen now: the foot of the window says why."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtGui import QAction, QMouseEvent
from PySide6.QtWidgets import QMenu

from hornstudio.ui.window.obstacle import why_not

if TYPE_CHECKING:
    from hornstudio.ui.main_window import MainWindow


class IdleItems(QObject):
    """Watches the menus of a window's menu bar; of items that can be chosen Qt tells by itself."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self._told = ""
        for menu in window.menuBar().findChildren(QMenu):
            menu.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Tell it while the pointer is there; the menu goes on as ever."""
        if isinstance(watched, QMenu) and isinstance(event, QMouseEvent):
            self._on_moved(watched, watched.actionAt(event.position().toPoint()))
        elif event.type() in (QEvent.Type.Leave, QEvent.Type.Hide):
            self._tell("")
        return False

    def _on_moved(self, menu: QMenu, action: QAction | None) -> None:
        if action is None or action.isSeparator():
            self._tell("")
        elif action.isEnabled():
            self._told = ""  # Qt tells what it does
        elif reason := why_not(action.objectName(), self._window):
            # Once the menu has left the item before this one, which takes the tip away.
            QTimer.singleShot(0, menu, lambda: self._tell(reason if menu.isVisible() else ""))

    def _tell(self, reason: str) -> None:
        if reason or self._told:
            self._told = reason
            self._window.status.show_tip(reason)
