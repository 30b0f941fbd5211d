"""Modules of the user's own: begun, and read again when their files change."""

from pathlib import Path

from PySide6.QtCore import QFileSystemWatcher, QObject, QTimer, Signal
from PySide6.QtWidgets import QDialog, QInputDialog, QLabel, QWidget

from hornstudio import paths
from hornstudio.engine.additions.own_files import own_files, start_file
from hornstudio.engine.catalog import Catalog, catalog, read_again
from hornstudio.engine.disk.reason import reason_of
from hornstudio.engine.errors import FileError
from hornstudio.ui.words.translate import sentence, tr, tr_engine

_WIDTH_PX = 420
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


def ask_and_start(parent: QWidget) -> Path | None:
    """Let a person name a module, and write a file to start it from; None where they leave it."""
    known = {module.kind for module in catalog().modules.values()}
    words, name = tr("What it is called, such as soft_gate:"), "my_layer"
    while (chosen := _ask_name(parent, words, name)) is not None:
        name = "_".join(chosen.lower().split())
        try:
            return start_file(name, known)
        except FileError as error:
            words = sentence(error.text)
        except OSError as error:
            words = sentence(reason_of(error))
    return None


def _ask_name(parent: QWidget, words: str, name: str) -> str | None:
    dialog = QInputDialog(parent)
    dialog.setWindowTitle(tr("A module of your own"))
    dialog.setLabelText(words)
    dialog.setTextValue(name)
    dialog.setOkButtonText(tr("&Write the file"))
    dialog.setCancelButtonText(tr("&Cancel"))
    for label in dialog.findChildren(QLabel):
        label.setWordWrap(True)
    dialog.resize(_WIDTH_PX, dialog.sizeHint().height())
    answer = dialog.textValue() if dialog.exec() == QDialog.DialogCode.Accepted else None
    dialog.deleteLater()
    return answer
