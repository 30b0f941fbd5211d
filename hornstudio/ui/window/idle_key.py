"""A key whose action cannot be done now: it says why, where it would only be silent."""

from typing import TYPE_CHECKING

from PySide6.QtGui import QKeyEvent, QKeySequence

from hornstudio.ui.window.obstacle import why_not

if TYPE_CHECKING:
    from hornstudio.ui.main_window import MainWindow

_NAMING = ("group", "rename")


def explain(window: "MainWindow", event: QKeyEvent) -> bool:
    """Say in the line at the foot why the action of a key cannot be done; whether there is one."""
    if event.isAutoRepeat():
        return False
    keys = QKeySequence(event.keyCombination())
    for action_id in window.table.ids():
        action = window.table[action_id]
        if action.isEnabled() or keys not in action.shortcuts() or not _is_meant(window, action_id):
            continue
        if reason := why_not(action_id, window):
            window.status.show_notice("")  # so that the second time is heard as the first
            window.status.show_notice(reason)
            if action_id in _NAMING and window.is_working:
                window.workspace.canvas.typing_on.expect()
            return True
    return False


def _is_meant(window: "MainWindow", action_id: str) -> bool:
    """Whether the keys of an action are its own where the keyboard is."""
    row = window.table.rows.get(action_id)
    if row is None or not row.on_canvas:
        return True
    return window.is_working and window.workspace.canvas.view.hasFocus()
