"""A file: its path in a line, and a button that lets it be chosen."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from hornstudio.engine.catalog import Catalog
from hornstudio.engine.params import FilePath
from hornstudio.ui.form.fields.field import Field
from hornstudio.ui.form.fields.folder import FolderField
from hornstudio.ui.widgets import file_dialog
from hornstudio.ui.words.translate import tr


class FileField(FolderField):
    """As for a folder, but a file is chosen, of the endings that are wanted as a rule.

    beside: further ones of a form; what is sought is often where their files are.
    """

    def __init__(self, param: FilePath, modules: Catalog, parent: QWidget | None = None) -> None:
        super().__init__(param, modules, parent)
        self._endings = param.endings
        self.beside: Sequence[FileField] = ()

    def name_editors(self, label: str, help_text: str) -> None:
        """The button says which file it chooses."""
        super().name_editors(label, help_text)
        self.button.setToolTip(tr("Choose a file…"))
        self.button.setAccessibleName(tr("{param}: choose a file", param=label))

    def _dialog(self) -> QFileDialog:
        patterns = " ".join(f"*{ending}" for ending in self._endings)
        wanted = [tr("What fits here ({patterns})", patterns=patterns)] if patterns else []
        filters = [*wanted, tr("All files (*)")]
        dialog = file_dialog.to_open(self.window(), tr("Choose a file"), filters)
        named = (field.line.text() for field in (self, *self.beside))
        path = next((Path(text) for text in named if text), None)
        dialog.setDirectory(str(path.parent if path else Path.home()))
        return dialog


def introduce(fields: Iterable[Field]) -> None:
    """Let the files among the fields of a form know of each other."""
    files = [field for field in fields if isinstance(field, FileField)]
    for field in files:
        field.beside = [other for other in files if other is not field]
