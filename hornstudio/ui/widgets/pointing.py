"""Where the mouse is now, also where Qt has not told a widget of it."""

from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QWidget


def is_pointed_at(widget: QWidget) -> bool:
    """Whether the mouse is over a widget, or over what lies on it."""
    return widget.rect().contains(widget.mapFromGlobal(QCursor.pos()))
