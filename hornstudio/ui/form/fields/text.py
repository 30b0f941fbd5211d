"""A line of text: for words, for open lists of numbers, and for kinds of param not known here."""

from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from hornstudio.engine.catalog import Catalog
from hornstudio.engine.params import Param
from hornstudio.ui.form.fields.field import Field


class TextField(Field):
    """Reads and shows any param through its own `read` and `show`."""

    def __init__(self, param: Param, modules: Catalog, parent: QWidget | None = None) -> None:
        super().__init__(param, modules, parent)
        self.line = QLineEdit()
        self.draft = self._make_draft(self.line)
        self.draft.accepted.connect(self._on_accepted)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.line)

    def editors(self) -> list[QWidget]:
        """Widgets that take the focus, in order."""
        return [self.line]

    def _draw(self, value: Any) -> None:
        self.draft.show_text("" if value is None else self.param.show(value))

    def _draw_bad(self, raw: Any) -> None:
        self.draft.show_text(str(raw))

    def _on_accepted(self, text: str) -> None:
        self._accept(self.param.read(text, self.modules.find))
