"""Files of the window: new, open, save, recent ones, and what to do with unsaved work."""

import re
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from hornstudio.engine import files
from hornstudio.engine.errors import FileError
from hornstudio.engine.graph import Graph
from hornstudio.ui.document import Document
from hornstudio.ui.settings import Settings
from hornstudio.ui.translate import sentence, tr, tr_engine
from hornstudio.ui.window.problem_list import ProblemList

SUFFIX = ".horn"
_UNFIT = re.compile(r'[\x00-\x1f<>:"/\\|?*]+')

Button = QMessageBox.StandardButton


class Filing(QObject):
    """Opens and saves the document; asks where work could be lost.

    opened()            another graph is shown; also an empty one, or a template
    recent_changed()    the list of recent files is another
    """

    opened = Signal()
    recent_changed = Signal()

    def __init__(self, window: QWidget, document: Document, settings: Settings) -> None:
        super().__init__(window)
        self._window = window
        self._document = document
        self._settings = settings

    def new(self) -> None:
        """Begin an empty network."""
        self.open_copy(Graph())

    def open_copy(self, graph: Graph) -> None:
        """Show a graph that has no file yet, such as a template."""
        if self.may_leave():
            self._document.open(graph, None)
            self.opened.emit()

    def ask_and_open(self) -> None:
        """Let the person choose a file, and open it."""
        if not self.may_leave():
            return
        dialog = self._dialog(tr("Open a network"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        if dialog.exec() and dialog.selectedFiles():
            self.load(Path(dialog.selectedFiles()[0]))
        dialog.deleteLater()

    def open(self, path: Path) -> None:
        """Open a file, once unsaved work is taken care of."""
        if self.may_leave():
            self.load(path)

    def load(self, path: Path) -> bool:
        """Show a file; where it cannot be opened, say every reason and keep what is shown."""
        try:
            graph = files.load(path)
        except FileError as error:
            self._tell_why_not_opened(path, error)
            return False
        self._document.open(graph, path.absolute())
        self._note(path)
        self.opened.emit()
        return True

    def save(self) -> bool:
        """Write the file; whether the work is safe now."""
        path = self._document.path
        return self._write(path) if path else self.save_as()

    def save_as(self) -> bool:
        """Let the person choose where to write; whether the work is safe now."""
        dialog = self._dialog(tr("Save the network"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(SUFFIX[1:])
        dialog.selectFile(self._proposal())
        chosen = dialog.selectedFiles() if dialog.exec() else []
        dialog.deleteLater()
        return self._write(Path(chosen[0])) if chosen else False

    def may_leave(self) -> bool:
        """Whether the graph that is shown may go: it is saved, or nobody wants it."""
        if not self._document.is_modified:
            return True
        box = QMessageBox(self._window)
        box.setIcon(QMessageBox.Icon.Warning)
        box.setWindowTitle(tr("Unsaved work"))
        box.setText(tr("Save the changes to {name}?", name=self._document.title))
        box.setInformativeText(tr("Without saving, they are lost."))
        box.setStandardButtons(Button.Save | Button.Discard | Button.Cancel)
        box.setDefaultButton(Button.Save)
        box.setEscapeButton(Button.Cancel)
        box.button(Button.Save).setText(tr("&Save"))
        box.button(Button.Discard).setText(tr("&Discard"))
        box.button(Button.Cancel).setText(tr("&Cancel"))
        answer = Button(box.exec())
        box.deleteLater()
        return answer == Button.Discard or (answer == Button.Save and self.save())

    def clear_recent(self) -> None:
        """Forget which files were opened."""
        self._settings.recent = []
        self._settings.save()
        self.recent_changed.emit()

    def _write(self, path: Path) -> bool:
        try:
            self._document.save(path.absolute())
        except FileError as error:
            return self._offer_another_place(error)
        self._note(path)
        return True

    def _offer_another_place(self, error: FileError) -> bool:
        box = QMessageBox(self._window)
        box.setIcon(QMessageBox.Icon.Warning)
        box.setWindowTitle(tr("Not saved"))
        box.setText(sentence(error.text))
        box.setInformativeText(tr("The work is still here, unsaved. Another place may do."))
        elsewhere = box.addButton(tr("Save &as…"), QMessageBox.ButtonRole.AcceptRole)
        cancel = box.addButton(tr("&Cancel"), QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(elsewhere)
        box.setEscapeButton(cancel)
        box.exec()
        wants_elsewhere = box.clickedButton() is elsewhere
        box.deleteLater()
        return wants_elsewhere and self.save_as()

    def _tell_why_not_opened(self, path: Path, error: FileError) -> None:
        reasons = list(error.problems) or [tr_engine(error.text)]
        dialog = ProblemList(path, reasons, self._window)
        dialog.exec()
        dialog.deleteLater()

    def _note(self, path: Path) -> None:
        self._settings.note_file(path)
        self._settings.save()
        self.recent_changed.emit()

    def _proposal(self) -> str:
        if self._document.path:
            return self._document.path.name
        return (_UNFIT.sub("_", self._document.graph.name).strip(". ") or "untitled") + SUFFIX

    def _dialog(self, title: str) -> QFileDialog:
        dialog = QFileDialog(self._window, title)
        folder = self._document.path.parent if self._document.path else None
        dialog.setDirectory(str(folder or self._settings.folder or Path.home()))
        dialog.setNameFilters([tr("Networks (*.horn)"), tr("All files (*)")])
        return dialog


def dropped_file(urls: list[str]) -> Path | None:
    """The one network among dropped local files, or None."""
    found = [Path(url) for url in urls if url.lower().endswith(SUFFIX)]
    return found[0] if len(found) == 1 else None
