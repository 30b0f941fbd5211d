"""The parts of a window that a key walks through, each entered where it was left."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from hornstudio.ui.widgets.tab_order import tab_stops

if TYPE_CHECKING:
    from hornstudio.ui.main_window import MainWindow


class Parts(QObject):
    """In the order in which they are read; what is put away is passed over."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self._left: dict[QWidget, QWidget] = {}
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._on_focus_changed)

    def walk(self, step: int) -> None:
        """Give the keyboard to the next part, or with -1 to the one before, where it was there."""
        parts = [part for part in self._all() if part.isVisible() and _first_in(part)]
        if not parts:
            return
        here = self._part_of(QApplication.focusWidget(), parts)
        place = parts.index(here) + step if here is not None else 0
        self._enter(parts[place % len(parts)])

    def _enter(self, part: QWidget) -> None:
        last = self._left.get(part)
        if last is None or not isValid(last) or not _can_have_focus(last):
            last = _first_in(part)
        if last is not None:
            last.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _all(self) -> list[QWidget]:
        window = self._window
        if not window.is_working:
            return [window.welcome, window.status]
        work = window.workspace
        panels = (work.palette_panel, work.centre, work.inspector, work.bottom)
        return [work.tool_bar, *panels, window.status]

    def _part_of(self, widget: QWidget | None, parts: list[QWidget]) -> QWidget | None:
        return next((p for p in parts if widget is not None and p.isAncestorOf(widget)), None)

    def _on_focus_changed(self, _old: QWidget | None, new: QWidget | None) -> None:
        if new is not None and new.window() is self._window:
            part = self._part_of(new, self._all())
            if part is not None:
                self._left[part] = new


def _first_in(part: QWidget) -> QWidget | None:
    """The first that Tab comes to in a part."""
    return next(filter(_can_have_focus, tab_stops(part)), None)


def _can_have_focus(widget: QWidget) -> bool:
    takes_tab = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
    return takes_tab and widget.isVisible() and widget.isEnabled()
