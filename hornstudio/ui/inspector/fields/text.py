"""A line of text: for words, for open lists of numbers, and for kinds of param not known here."""

from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from hornstudio.engine.catalog import Catalog
from hornstudio.engine.errors import ParamError
from hornstudio.engine.params import Param
from hornstudio.ui.inspector.draft import Draft
from hornstudio.ui.inspector.fields.field import Field
from hornstudio.ui.translate import tr, tr_engine


class TextField(Field):
    """Reads and shows any param through its own `read` and `show`."""

    def __init__(self, param: Param, modules: Catalog, parent: QWidget | None = None) -> None:
        super().__init__(param, modules, parent)
        self.line = QLineEdit()
        if param.optional:
            self.line.setPlaceholderText(tr("None"))
        self.draft = Draft(self.line, self._judge)
        self.draft.judged.connect(self.show_refusal)
        self.draft.accepted.connect(self._on_accepted)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.line)

    @property
    def is_pending(self) -> bool:
        """Whether something has been typed that has not been taken over."""
        return self.draft.is_pending

    def commit(self) -> None:
        """Take over what has been typed, where it is good."""
        self.draft.finish()

    def drop(self) -> None:
        """Forget what has been typed and not taken over."""
        self.draft.drop()

    def editors(self) -> list[QWidget]:
        """Widgets that take the focus, in order."""
        return [self.line]

    def _draw(self, value: Any) -> None:
        self.draft.show_text("" if value is None else self.param.show(value))

    def _draw_bad(self, raw: Any) -> None:
        self.draft.show_text(str(raw))

    def _judge(self, text: str) -> str:
        try:
            self.param.read(text, self.modules.find)
        except ParamError as error:
            return tr_engine(error.text)
        return ""

    def _on_accepted(self, text: str) -> None:
        self._accept(self.param.read(text, self.modules.find))
