"""How large a dialog may be: a small screen, or one with large letters, has less room."""

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget

_TITLE_PX = 40
"""For the frame that the desktop draws around a dialog."""


def resize_on_screen(dialog: QWidget, width: int, height: int) -> None:
    """Give a dialog this size in px, or less where the screen of its window has less."""
    parent = dialog.parentWidget()
    screen = (parent.window() if parent else dialog).screen()
    dialog.resize(room_for(QSize(width, height), screen.availableSize()))


def room_for(wish: QSize, screen: QSize) -> QSize:
    """A wish as far as a screen fulfils it, with its title bar."""
    return wish.boundedTo(screen - QSize(0, _TITLE_PX))
