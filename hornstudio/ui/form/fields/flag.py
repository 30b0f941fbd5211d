"""Yes or no, as a switch."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QWidget

from hornstudio.engine.catalog import Catalog
from hornstudio.engine.params import Param
from hornstudio.ui.form.fields.field import Field


class FlagField(Field):
    """A switch."""

    def __init__(self, param: Param, modules: Catalog, parent: QWidget | None = None) -> None:
        super().__init__(param, modules, parent)
        self.switch = QCheckBox()
        self.switch.setProperty("kind", "switch")
        self.switch.clicked.connect(lambda on: self._accept(bool(on)))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.switch)
        row.addStretch()

    def editors(self) -> list[QWidget]:
        """Widgets that take the focus, in order."""
        return [self.switch]

    def _draw(self, value: Any) -> None:
        self.switch.setTristate(False)
        self.switch.setChecked(bool(value))

    def _draw_bad(self, raw: Any) -> None:
        self._draw(False)

    def _draw_mixed(self, raws: Sequence[Any]) -> None:
        self.switch.setCheckState(Qt.CheckState.PartiallyChecked)
