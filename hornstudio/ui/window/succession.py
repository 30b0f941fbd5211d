"""A window that takes the place of another one, with all that is open in it."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer

from hornstudio.ui.window.tabs.tab import Sight

if TYPE_CHECKING:
    from hornstudio.ui.main_window import MainWindow


def make_successor(former: "MainWindow", before: Callable[[], object]) -> "MainWindow":
    """A window just as another one that goes. before: called ahead of its first widget."""
    former.commit()
    former.remember()
    panels, is_working = former.workspace, former.is_working
    sight = former.tabs.look()
    before()
    former.tabs.say_again()
    window = type(former)(former.settings, former.client, former.tabs)
    window.has_document = former.has_document
    window.workspace.take_over(panels)
    window.client.tell_again()
    if is_working:
        window.show_work()
    else:
        window.show_home()
    _show(window, former)
    if sight is not None and window.has_document:
        _look(window, former, sight)
    former.retire()
    return window


def _show(window: "MainWindow", former: "MainWindow") -> None:
    window.was_maximized = former.was_maximized
    if former.isFullScreen():
        window.showFullScreen()
    else:
        window.show()
    window.activateWindow()


def _look(window: "MainWindow", former: "MainWindow", sight: Sight) -> None:
    """Have in view what was: of the whole, and then of the composite that was open."""
    tab, view = window.tabs.current, former.workspace.canvas.view
    zoom, center = view.zoom, view.visible_area().center()
    tab.sight = sight
    window.look_at_first(sight)
    if sight.trail:
        canvas = window.workspace.canvas
        QTimer.singleShot(0, canvas, lambda: canvas.sight.look(zoom, center))
