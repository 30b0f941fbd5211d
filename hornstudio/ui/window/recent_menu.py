"""The menu of recent files; read anew each time it opens."""

from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from hornstudio.ui.settings import Settings
from hornstudio.ui.words.translate import tr


class RecentMenu(QObject):
    """`file_chosen(Path)`."""

    file_chosen = Signal(object)

    def __init__(self, menu: QMenu, settings: Settings, clear: QAction) -> None:
        super().__init__(menu)
        self._menu, self._settings, self._clear = menu, settings, clear
        menu.aboutToShow.connect(self.fill)

    def fill(self) -> None:
        """List the files that are still there."""
        menu = self._menu
        menu.clear()
        files = self._settings.recent_files()
        for number, path in enumerate(files, start=1):
            action = menu.addAction(_words(number, path))
            action.setStatusTip(str(path))
            action.triggered.connect(lambda _checked=False, path=path: self.file_chosen.emit(path))
        if not files:
            menu.addAction(tr("No file has been opened yet")).setEnabled(False)
            return
        menu.addSeparator()
        menu.addAction(self._clear)


def _words(number: int, path: Path) -> str:
    name = f"{path.name}  ({path.parent.name})".replace("&", "&&")
    return f"&{number}  {name}"
