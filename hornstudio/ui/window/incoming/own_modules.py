"""Modules of the user's own, read again when their files change while the window is open."""

from PySide6.QtCore import QFileSystemWatcher, QObject, QTimer, Signal

from hornstudio import paths
from hornstudio.engine.catalog import Catalog, catalog, read_again
from hornstudio.engine.own_modules import own_files
from hornstudio.ui.words.translate import tr, tr_engine

QUIET_MS = 200
"""How long the files must have been left alone: an editor may write one in several goes."""


class OwnModules(QObject):
    """Watches the folder of the user's own modules.

    changed()   the catalog has been made anew
    """

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._watcher = QFileSystemWatcher(self)
        self._quiet = QTimer(self, singleShot=True, interval=QUIET_MS)
        self._quiet.timeout.connect(self.look)
        self._watcher.directoryChanged.connect(self._quiet.start)
        self._watcher.fileChanged.connect(self._quiet.start)
        self._watch()

    def look(self) -> None:
        """Read the files again where one has changed; asked for also by who comes back."""
        self._watch()
        if read_again():
            self.changed.emit()

    def _watch(self) -> None:
        """The folder may not have been there; a file that was replaced is no longer watched."""
        folder = paths.modules_dir()
        places = [str(p) for p in (folder, *own_files())] if folder.is_dir() else []
        seen = {*self._watcher.files(), *self._watcher.directories()}
        if new := [place for place in places if place not in seen]:
            self._watcher.addPaths(new)


def notice(known: Catalog | None = None) -> str:
    """What is said of modules that were read again: what is wrong with one, or nothing is."""
    broken = [b for b in (known or catalog()).broken if b.content]
    if not broken:
        return tr("Your modules were read again")
    return tr(
        "{place} cannot be used: {reason}",
        place=broken[0].place,
        reason=tr_engine(broken[0].reason),
    )
