"""The name of the file in front in the title, and at the end of the menu bar how it stands."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from hornstudio.ui.theme import current
from hornstudio.ui.window.safekeeping.guard import Standing
from hornstudio.ui.words.translate import tr

if TYPE_CHECKING:
    from hornstudio.ui.main_window import MainWindow


class Title:
    """Keeps a window's title and the word beside its menus level with the file in front."""

    def __init__(self, window: "MainWindow") -> None:
        self._window = window
        self.standing = QLabel()
        self.standing.setContentsMargins(0, 0, 14, 0)
        self.standing.setMinimumHeight(current().px("layout.menuBar") - 2)
        self.standing.setProperty("tone", "muted")
        self.standing.setProperty("scale", "micro")
        self._put_into_corner()

    def renew(self) -> None:
        """File and state; Qt puts a mark where `[*]` stands while there is unsaved work."""
        window = self._window
        is_marked = window.has_document and window.document.is_modified
        name = window.tabs.title_of(window.tabs.current).replace("[*]", "[*][*]")
        window.setWindowTitle(f"{name}[*] — HornStudio" if window.has_document else "HornStudio")
        if is_marked != window.isWindowModified():
            window.setWindowModified(is_marked)  # tells all widgets, each time
        words = self._words() if window.has_document else ""
        if words != self.standing.text():
            self.standing.setText(words)
            self._put_into_corner()

    def _words(self) -> str:
        document = self._window.document
        if self._window.guard.standing in (Standing.HELD, Standing.READ_ONLY):
            return tr("Read-only, edited") if document.is_modified else tr("Read-only")
        if document.is_modified:
            return tr("Edited")
        return tr("Saved") if document.path else ""

    def _put_into_corner(self) -> None:
        """A corner widget keeps its place until the menu bar is laid out anew."""
        bar = self._window.menuBar()
        bar.setCornerWidget(self.standing, Qt.Corner.TopRightCorner)
