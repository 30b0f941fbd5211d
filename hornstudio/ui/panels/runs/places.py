"""Further folders of runs: added and left out by the menu of the list."""

from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QMenu, QWidget

from hornstudio.engine.runs.place import add_place, forget_place, places
from hornstudio.ui.panels.runs.reader import RunReader
from hornstudio.ui.theme import set_icon
from hornstudio.ui.widgets import file_dialog
from hornstudio.ui.words.translate import tr


class Places(QObject):
    """said(text): what was done, or which folder is not there."""

    said = Signal(str)

    def __init__(self, panel: QWidget, reader: RunReader) -> None:
        super().__init__(panel)
        self._panel = panel
        self._reader = reader
        self._lost: tuple[str, ...] = ()

    def show_lost(self, lost: tuple[str, ...]) -> None:
        """Tell once of each folder that is not there."""
        for folder in lost:
            if folder not in self._lost:
                words = tr("{folder} is not there; its runs are not listed.", folder=folder)
                self.said.emit(words)
        self._lost = lost

    def add(self) -> None:
        """Let a person choose a folder, and list its runs too."""
        dialog = file_dialog.to_choose_folder(self._panel, tr("Add a folder of runs"))
        chosen = file_dialog.chosen(dialog)
        if chosen:
            self._reader.do(lambda: add_place(chosen[0]), self._on_added)

    def extend(self, menu: QMenu) -> None:
        """Offer to leave out what was added."""
        added = places()
        if not added:
            return
        within = menu.addMenu(tr("&Leave out a folder"))
        for place in added:
            name = str(place).replace("&", "&&")
            is_lost = str(place) in self._lost
            action = within.addAction(tr("{folder} (not there)", folder=name) if is_lost else name)
            if is_lost:
                set_icon(action, "warning", "warning.default")
            action.triggered.connect(lambda _=False, place=place: self.forget(place))

    def forget(self, place: Path) -> None:
        """List the runs of a folder no more."""
        self._reader.do(lambda: forget_place(place), self._on_forgotten)

    def _on_added(self, place: Path) -> None:
        self._reader.refresh()
        self.said.emit(tr("The runs of {folder} are listed, too.", folder=place))

    def _on_forgotten(self, place: Path) -> None:
        self._reader.refresh()
        self.said.emit(
            tr("The runs of {folder} are not listed any more; they are still there.", folder=place)
        )
