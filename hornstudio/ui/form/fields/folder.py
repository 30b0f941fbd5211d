"""A folder: its path in a line, and a button that lets it be chosen."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QToolButton, QWidget

from hornstudio.engine.catalog import Catalog
from hornstudio.engine.params import Param
from hornstudio.ui.form.fields.text import TextField
from hornstudio.ui.theme import set_icon
from hornstudio.ui.widgets import file_dialog
from hornstudio.ui.words.translate import tr


class FolderField(TextField):
    """What is chosen replaces what is typed."""

    def __init__(self, param: Param, modules: Catalog, parent: QWidget | None = None) -> None:
        super().__init__(param, modules, parent)
        self.button = QToolButton()
        self.button.setProperty("kind", "icon")
        self.button.setProperty("dense", True)
        self.button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        set_icon(self.button, "open", "text.secondary", 15)
        self.button.clicked.connect(self._choose)
        row = self.layout()
        assert row is not None
        row.setSpacing(2)
        row.addWidget(self.button)

    def name_editors(self, label: str, help_text: str) -> None:
        """The button says which folder it chooses."""
        super().name_editors(label, help_text)
        self.button.setToolTip(tr("Choose a folder…"))
        self.button.setAccessibleName(tr("{param}: choose a folder", param=label))

    def _draw(self, value: str) -> None:
        super()._draw(value)
        self.line.setCursorPosition(len(value))  # the end of a long path says more

    def _dialog(self) -> QFileDialog:
        dialog = file_dialog.to_choose_folder(self.window(), tr("Choose a folder"))
        dialog.setDirectory(self.line.text() or str(Path.home()))
        return dialog

    def _choose(self) -> None:
        chosen = file_dialog.chosen(self._dialog())
        if chosen:
            self.draft.drop()
            self._accept(chosen[0].as_posix())
