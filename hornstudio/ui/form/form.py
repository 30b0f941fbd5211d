"""A form made of nothing but a declaration: one row a param."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from hornstudio.engine.catalog import Catalog
from hornstudio.engine.errors import ParamError
from hornstudio.engine.params import Param, value_of
from hornstudio.ui.form.fields.field import Edit, Field
from hornstudio.ui.form.fields.file import introduce
from hornstudio.ui.form.fields.holding import Holding
from hornstudio.ui.form.fields.table import make_field
from hornstudio.ui.form.fold import Fold
from hornstudio.ui.form.row import LABEL_PX, Row
from hornstudio.ui.words.translate import tr


class Form(QWidget):
    """Shows the params of a module and says which of them a person changed.

    param_edited(name, json)   `edit` says it in words
    param_reset(name)          the default is wanted back
    is_nested: rarely needed params are not folded away, as the form is small already.
    label_px: width of the labels.
    """

    param_edited = Signal(str, object)
    param_reset = Signal(str)

    def __init__(
        self,
        params: tuple[Param, ...],
        modules: Catalog,
        *,
        is_nested: bool = False,
        label_px: int = LABEL_PX,
    ) -> None:
        super().__init__()
        self.modules = modules
        self.edit = Edit("", "")
        self._label_px = label_px
        self.rows = {param.name: self._make_row(param) for param in params}
        introduce(row.field for row in self.rows.values())
        self.more: Fold | None = None
        folded = [] if is_nested else [r for r in self.rows.values() if r.param.advanced]
        layout = _column(self, (r for r in self.rows.values() if r not in folded))
        if folded:
            content = QWidget()
            _column(content, folded)
            self.more = Fold(tr("More"), content)
            layout.addWidget(self.more)

    def field(self, name: str) -> Field:
        """The field of a param. Raises: KeyError."""
        return self.rows[name].field

    def show_params(self, given: Mapping[str, Any]) -> None:
        """Show params as the graph holds them; those not given at their defaults."""
        for name, row in self.rows.items():
            row.field.show_value(given.get(name, row.param.default))
            row.show_changed(
                name in given and self._is_changed(row.param, given[name], row.param.default)
            )

    def show_faults(self, faults: Mapping[str, str]) -> None:
        """Say what is wrong with params in their graph, in words, by name."""
        for name, row in self.rows.items():
            row.field.show_fault(faults.get(name, ""))

    def show_idle(self, idle: Mapping[str, str]) -> None:
        """Disable params that change nothing as things are; why in words, by name."""
        for name, row in self.rows.items():
            row.show_idle(idle.get(name, ""))

    def show_several(self, held: Sequence[Holding]) -> None:
        """Show the params of several nodes at once; where they differ, that they do."""
        for name, row in self.rows.items():
            row.field.show_values([each.value_of(row.param) for each in held])
            row.show_changed(
                any(
                    name in each.given
                    and self._is_changed(row.param, each.given[name], each.default_of(row.param))
                    for each in held
                )
            )

    def open_if_needed(self) -> None:
        """Unfold what is rarely needed where something in there was changed or is wrong."""
        folded = [r for r in self.rows.values() if r.param.advanced]
        if self.more and any(r.is_wrong or not r.reset.isHidden() for r in folded):
            self.more.open()

    def commit(self) -> None:
        """Take over what has been typed, where it is good."""
        for row in self.rows.values():
            row.field.commit()

    def drop(self) -> None:
        """Forget what has been typed and not taken over."""
        for row in self.rows.values():
            row.field.drop()

    def _make_row(self, param: Param) -> Row:
        row = Row(param, make_field(param, self.modules), self._label_px)
        row.field.value_edited.connect(lambda raw: self._on_edited(row, raw))
        row.reset_wanted.connect(lambda: self.param_reset.emit(param.name))
        return row

    def _on_edited(self, row: Row, raw: Any) -> None:
        self.edit = row.field.edit
        row.show_changed(self._is_changed(row.param, raw, row.param.default))
        self.param_edited.emit(row.param.name, raw)

    def _is_changed(self, param: Param, raw: Any, default: Any) -> bool:
        """Whether a value is another than this default, both as JSON."""
        try:
            value, own = (
                value_of(param, {param.name: each}, self.modules.find) for each in (raw, default)
            )
        except ParamError:
            return True
        return bool(value != own)


def _column(holder: QWidget, rows: Iterable[Row]) -> QVBoxLayout:
    layout = QVBoxLayout(holder)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(6)
    for row in rows:
        layout.addWidget(row)
    return layout
