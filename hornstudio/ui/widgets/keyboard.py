"""Who has the keyboard."""

from PySide6.QtWidgets import QApplication, QWidget


def is_elsewhere(widget: QWidget) -> bool:
    """Whether another part of the window has the keyboard, which nobody may take from it."""
    held = QApplication.focusWidget()
    return held is not None and held is not widget and not widget.isAncestorOf(held)
