"""A menu bar that has the keyboard gives it back where the mouse is pressed elsewhere.

Esc closes a menu and leaves the keyboard with the bar, as it should. Qt takes it from there with a
click only where that gives the focus to something: beside a tab, the bar stayed lit.
"""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QApplication, QMenu, QMenuBar, QWidget
from shiboken6 import isValid


class MenuBarKeys(QObject):
    """Watches all that is pressed, but only as long as a menu bar has the focus."""

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._app = app
        self._bar: QMenuBar | None = None
        self._former: QWidget | None = None
        app.focusChanged.connect(self._on_focus_changed)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Before what is pressed hears of it, which may want the focus for itself."""
        if event.type() is QEvent.Type.MouseButtonPress and isinstance(watched, QWidget):
            bar = self._bar
            if bar is not None and watched is not bar and not isinstance(watched, QMenu):
                self._give_back(bar)
        return False

    def _give_back(self, bar: QMenuBar) -> None:
        former = self._former
        bar.clearFocus()
        if former is not None and isValid(former) and former.isVisible():
            former.setFocus(Qt.FocusReason.MenuBarFocusReason)

    def _on_focus_changed(self, old: QWidget | None, new: QWidget | None) -> None:
        if isinstance(new, QMenuBar):
            self._bar, self._former = new, old
            self._app.installEventFilter(self)
        elif self._bar is not None:
            self._bar = self._former = None
            self._app.removeEventFilter(self)
