"""A module held by a param: which kind, and a form of its own for the kind's params."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from hornstudio.engine.catalog import Catalog
from hornstudio.engine.params import Float, Nested, Param, Setting, faults
from hornstudio.ui.form.fields.field import BAD, MIXED, Edit, Field
from hornstudio.ui.form.fields.holding import Holding
from hornstudio.ui.form.fields.number import NumberField
from hornstudio.ui.widgets.combo import Combo
from hornstudio.ui.words.translate import tr, tr_engine

if TYPE_CHECKING:
    from hornstudio.ui.form.form import Form

NUMBER = "#number"
"""Entry of the list that stands for a plain number; no kind can have that name."""
_INDENT_PX = 10


class NestedField(Field):
    """A list of the category's kinds, "None" and "Number" where they are values too."""

    def __init__(self, param: Nested, modules: Catalog, parent: QWidget | None = None) -> None:
        super().__init__(param, modules, parent)
        self.category = param.category
        self._raw: Any = None
        self._entry: Any = BAD
        self._had: dict[str, Any] = {}
        self._had_number: float | None = None
        self.form: Form | None = None
        self._form_kind = ""
        self.combo = self._make_combo(param)
        self.number: NumberField | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.combo)
        if param.number is not None:
            named = replace(param.number, name=param.name, help=param.help)
            self.number = NumberField(named, modules)
            self.number.value_edited.connect(self._on_number_edited)
            self.number.refused.connect(self.refused)
            column.addWidget(self.number)
        self._holder = QWidget(self)
        self._slot = _indent(self._holder)
        self._holder.hide()

    def _make_combo(self, param: Nested) -> Combo:
        combo = Combo()
        if param.optional:
            combo.addItem(tr("None"), None)
        if param.number is not None:
            combo.addItem(tr("Number"), NUMBER)
        for module in self.modules.held(param.category):
            combo.addItem(tr_engine(module.title), module.kind)
        combo.activated.connect(lambda place: self._on_chosen(combo.itemData(place)))
        return combo

    @property
    def below(self) -> QWidget | None:
        """The nested form; hidden while the kind has no params."""
        return self._holder

    @property
    def is_pending(self) -> bool:
        """Whether something has been typed that has not been taken over."""
        return bool(self.number and self.number.is_pending)

    def commit(self) -> None:
        """Take over what has been typed, where it is good."""
        if self.number:
            self.number.commit()
        if self.form:
            self.form.commit()

    def drop(self) -> None:
        """Forget what has been typed and not taken over."""
        for part in (self.number, self.form):
            if part:
                part.drop()

    def show_value(self, raw: Any) -> None:
        """Show the kind and pass its params on, each of which may be good or bad by itself."""
        if raw != self._raw:
            self._had, self._had_number = {}, None
        self._raw = raw
        super().show_value(raw)
        kind, params = kind_and_params(raw)
        self._show_form(kind)
        if self.form:
            self.form.show_params(params)

    def name_editors(self, label: str, help_text: str) -> None:
        """The number is named like the param it stands for."""
        super().name_editors(label, help_text)
        if self.number:
            self.number.name_editors(label, help_text)

    def editors(self) -> list[QWidget]:
        """Widgets that take the focus, in order."""
        return [self.combo]

    def _draw(self, value: Any) -> None:
        is_number = _is_number(value)
        kind = value.kind if isinstance(value, Setting) else NUMBER if is_number else None
        self._entry = kind
        self.combo.setCurrentIndex(self.combo.findData(kind))
        if self.number:
            self.number.setVisible(is_number)
            if is_number:
                self.number.show_value(value)

    def _draw_bad(self, raw: Any) -> None:
        """A bad number shows as a number; a bad param of a known kind shows in its own form."""
        kind, _ = kind_and_params(raw)
        is_number = isinstance(raw, int | float) and self.number is not None
        self._entry = BAD
        self.combo.setCurrentIndex(self.combo.findData(NUMBER if is_number else kind))
        if self.number:
            self.number.setVisible(is_number)
            if is_number:
                self.number.show_value(raw)

    def _draw_mixed(self, raws: Sequence[Any]) -> None:
        """Where all are numbers, or of one kind, only these or the kind's params differ."""
        entry = self._entry_of(raws)
        is_number, kind = entry == NUMBER, entry if isinstance(entry, str) else ""
        self._had, self._had_number = {}, None
        self._raw = {"kind": kind} if kind and not is_number else None
        self._entry = entry
        self.combo.setCurrentIndex(self.combo.findData(kind) if kind else -1)
        if self.number:
            self.number.setVisible(is_number)
            if is_number:
                self.number.show_values(raws)
        self._show_form("" if is_number else kind)
        if self.form:
            self.form.show_several([Holding(kind_and_params(raw)[1]) for raw in raws])

    def _entry_of(self, raws: Sequence[Any]) -> Any:
        """The entry of the list that stands for all of them, or MIXED."""
        if self.number is not None and all(_is_number(raw) for raw in raws):
            return NUMBER
        kinds = {kind_and_params(raw)[0] for raw in raws}
        kind = kinds.pop()
        return kind if kind and not kinds and self.combo.findData(kind) >= 0 else MIXED

    def _hint(self, words: str) -> None:
        self.combo.setPlaceholderText(words)

    def _show_form(self, kind: str) -> None:
        """Build the form of another kind; the same kind keeps its form and so the focus."""
        from hornstudio.ui.form.form import Form  # a form holds fields, which hold forms

        if kind == self._form_kind:
            return
        self._form_kind = kind
        if self.form:
            self._slot.removeWidget(self.form)
            self.form.hide()
            self.form.deleteLater()
            self.form = None
        module = self.modules.modules.get((self.category, kind))
        if module and module.params:
            self.form = Form(module.params, self.modules, is_nested=True)
            self.form.param_edited.connect(self._on_inner_edited)
            self.form.param_reset.connect(self._on_inner_reset)
            self._slot.addWidget(self.form)
        self._holder.setVisible(self.form is not None)

    def _on_chosen(self, kind: str | None) -> None:
        if kind == self._entry:
            return  # the same entry again: its settings stay
        if kind == NUMBER and self.number:
            self._change_kind(self._start_number())
        else:
            self._change_kind(None if kind is None else self._begun(kind))

    def _begun(self, kind: str) -> dict[str, Any]:
        """A kind with what it has in common with the one before: nobody wants to type it again."""
        params = self.modules.find(self.category, kind).params
        self._remember()
        kept = {p.name: self._had[p.name] for p in params if p.name in self._had}
        number = self._had_number
        if number is not None:
            kept |= {p.name: number for p in params if _leads(p) and number != p.default}
        bad = {name for name, raw in kept.items() if faults(params, {name: raw}, self.modules.find)}
        kept = {name: raw for name, raw in kept.items() if name not in bad}
        return {"kind": kind, "params": kept} if kept else {"kind": kind}

    def _remember(self) -> None:
        """What is set now, for the kinds that are chosen next: keys walk through all of them."""
        kind, given = kind_and_params(self._raw)
        module = self.modules.modules.get((self.category, kind))
        leads = {p.name for p in module.params if _leads(p)} if module else set()
        self._had |= {name: raw for name, raw in given.items() if name not in leads}
        number = self._leading_number()
        self._had_number = self._had_number if number is None else number

    def _leading_number(self) -> float | None:
        """The number that is set now, or that the kind has in its place."""
        if isinstance(self._raw, int | float):
            return float(self._raw)
        kind, given = kind_and_params(self._raw)
        module = self.modules.modules.get((self.category, kind))
        lead = next((p for p in module.params if _leads(p)), None) if module else None
        raw = given.get(lead.name, lead.default) if lead else None
        return float(raw) if isinstance(raw, int | float) else None

    def _change_kind(self, raw: Any) -> None:
        value = self.param.parse(raw, self.modules.find)
        self.edit = Edit(self.param.name, _shown(self.combo.currentText(), value))
        self._take(raw)

    def _start_number(self) -> float:
        self._remember()
        number = self._had_number
        if number is not None and not faults(
            (self.param,), {self.param.name: number}, self.modules.find
        ):
            return number
        default = self.param.default
        if isinstance(default, int | float):
            return float(default)
        assert self.number is not None
        return float(self.number.param.default or 1.0)

    def _on_number_edited(self, raw: Any) -> None:
        assert self.number is not None
        self.edit = self.number.edit
        self._take(raw)

    def _on_inner_edited(self, name: str, raw: Any) -> None:
        assert self.form is not None
        inner = self.form.edit
        kind, params = kind_and_params(self._raw)

        def change(old: Any) -> dict[str, Any]:
            own = kind_and_params(old)[1]
            return {"kind": kind, "params": {**own, name: inner.applied(own.get(name), raw)}}

        self.edit = Edit(f"{self.param.name}.{inner.path}", inner.shown, inner.burst, change)
        self._take({"kind": kind, "params": {**params, name: raw}})

    def _on_inner_reset(self, name: str) -> None:
        kind = kind_and_params(self._raw)[0]

        def change(old: Any) -> dict[str, Any]:
            own = kind_and_params(old)[1]
            rest = {other: value for other, value in own.items() if other != name}
            return {"kind": kind} | ({"params": rest} if rest else {})

        self.edit = Edit(f"{self.param.name}.{name}", tr("its default"), change=change)
        self._take(change(self._raw))

    def _take(self, raw: Any) -> None:
        had = self._had, self._had_number
        self.show_value(raw)
        self._had, self._had_number = had
        self.value_edited.emit(raw)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _leads(param: Param) -> bool:
    return isinstance(param, Float) and param.leads


def _indent(holder: QWidget) -> QHBoxLayout:
    """Room for what belongs to the row above, behind a line."""
    slot = QHBoxLayout(holder)
    slot.setContentsMargins(1, 2, 0, 2)
    slot.setSpacing(_INDENT_PX)
    line = QFrame()
    line.setProperty("kind", "divider")
    line.setProperty("horizontal", False)
    slot.addWidget(line)
    return slot


def _shown(title: str, value: Any) -> str:
    return title if isinstance(value, Setting) or value is None else str(value)


def kind_and_params(raw: Any) -> tuple[str, Mapping[str, Any]]:
    """Kind and params of a nested module as a file may hold them; empty for anything else."""
    if isinstance(raw, str):
        return raw, {}
    if isinstance(raw, Mapping) and isinstance(raw.get("kind"), str):
        params = raw.get("params", {})
        return raw["kind"], params if isinstance(params, Mapping) else {}
    return "", {}
