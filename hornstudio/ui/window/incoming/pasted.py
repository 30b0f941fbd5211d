"""Pasting where no network is shown: what is on the clipboard becomes one of its own."""

from typing import TYPE_CHECKING

from PySide6.QtGui import QKeyEvent, QKeySequence

from hornstudio.ui.canvas.edit import clipboard

if TYPE_CHECKING:
    from hornstudio.ui.main_window import MainWindow


def paste_by_key(window: "MainWindow", event: QKeyEvent) -> bool:
    """Do it where a key means pasting, on the start page; whether it does."""
    keys = QKeySequence(event.keyCombination())
    if window.is_working or keys not in window.table["paste"].shortcuts():
        return False
    open_pasted(window)
    return True


def open_pasted(window: "MainWindow") -> None:
    """Open the network that the clipboard holds, as unsaved work; else say why there is none."""
    part, refusal = clipboard.pasteable()
    if part is None:
        window.status.show_notice("")  # so that the second time is heard as the first
        window.status.show_notice(refusal)
        return
    window.filing.show_import(clipboard.whole(part))
