"""What all fields share: each shows the value of one param and tells what a person made of it."""

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from hornstudio.engine.catalog import Catalog
from hornstudio.engine.errors import ParamError
from hornstudio.engine.params import Param, value_of
from hornstudio.ui.form.draft import Draft
from hornstudio.ui.theme import wear
from hornstudio.ui.words.translate import tr, tr_engine

BAD = object()
"""Stands for a value in the graph that its param refuses."""
MIXED = object()
"""Stands for the values of several nodes that differ."""

_bursts = itertools.count(1)


@dataclass(frozen=True, slots=True)
class Edit:
    """The latest edit of a field, for the name of the undo step.

    path: the param, behind the params that hold it (`kernel_initializer.stddev`). shown: its
    new value as a person would type it. burst: steps of one burst are undone together. change:
    makes a node's new value of the one that it had, where only a part of it was edited.
    """

    path: str
    shown: str
    burst: str = ""
    change: Callable[[Any], Any] | None = field(default=None, compare=False)

    def applied(self, old: Any, new: Any) -> Any:
        """What a node has after the edit that had `old`. new: the value that the field tells."""
        return self.change(old) if self.change else new


class Field(QWidget):
    """A widget for one param. Subclasses draw a checked value and call `_accept` with a new one.

    value_edited(json)   a person gave it another, good value; `edit` says it in words
    refused(text)        what is needed instead of what was typed; empty when all is well again
    """

    value_edited = Signal(object)
    refused = Signal(str)

    def __init__(self, param: Param, modules: Catalog, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.param = param
        self.modules = modules
        self.edit = Edit(param.name, "")
        self.drafts: list[Draft] = []
        self._fault = ""
        self._value: Any = None
        self._burst = ""

    @property
    def below(self) -> QWidget | None:
        """What belongs under the whole row rather than beside the label, such as a nested form."""
        return None

    def show_value(self, raw: Any) -> None:
        """Show a value as the graph holds it; one that cannot be is shown with what is needed."""
        self._hint(tr("None") if self.param.optional else "")
        try:
            value = self._checked(raw)
        except ParamError as error:
            self._value = BAD
            self._draw_bad(raw)
            self.show_refusal(tr_engine(error.text))
            return
        self._value = value
        self._draw(value)
        if not self.is_pending:
            self.show_refusal("")

    def show_fault(self, words: str) -> None:
        """Say what is wrong with the value where it is, good as it is by itself; or nothing."""
        if words != self._fault:
            self._fault = words
            if not self.is_pending and self._value is not BAD:
                self.show_refusal("")

    def show_values(self, raws: Sequence[Any]) -> None:
        """Show what several nodes hold: their value where it is one, else that they differ."""
        is_one, refusal = self._compared(raws)
        if is_one:
            self.show_value(raws[0])
            return
        self._value = MIXED
        self._hint(tr("Mixed"))
        self._draw_mixed(raws)
        if not self.is_pending:
            self.show_refusal(refusal)

    def _compared(self, raws: Sequence[Any]) -> tuple[bool, str]:
        """Whether all are one value, and what is needed instead of the first bad one."""
        others = [raw for raw in raws[1:] if not same(raw, raws[0])]
        try:
            values = [self._checked(raw) for raw in (raws[0], *others)] if others else []
        except ParamError as error:
            return False, tr_engine(error.text)
        return all(same(value, values[0]) for value in values), ""

    def _checked(self, raw: Any) -> Any:
        return value_of(self.param, {self.param.name: raw}, self.modules.find)

    @property
    def is_mixed(self) -> bool:
        """Whether it stands for several nodes that differ."""
        return self._value is MIXED

    @property
    def known(self) -> Any:
        """The checked value that is shown; None also where it is refused, or where several are."""
        return None if self._value is BAD or self.is_mixed else self._value

    @property
    def is_pending(self) -> bool:
        """Whether something has been typed that has not been taken over."""
        return any(draft.is_pending for draft in self.drafts)

    def commit(self) -> None:
        """Take over what has been typed, where it is good."""
        for draft in self.drafts:
            draft.finish()

    def drop(self) -> None:
        """Forget what has been typed and not taken over."""
        for draft in self.drafts:
            draft.drop()

    def show_refusal(self, text: str) -> None:
        """Mark the field and say what is needed; for an empty text only what is wrong anyway."""
        text = text or ("" if self.is_pending else self._fault)
        for editor in self.editors():
            wear(editor, "wrong", bool(text))
        self.refused.emit(text)

    def editors(self) -> list[QWidget]:
        """Widgets that take the focus, in order."""
        raise NotImplementedError

    def _draw(self, value: Any) -> None:
        raise NotImplementedError

    def _draw_bad(self, raw: Any) -> None:
        """Show what cannot be, as well as it goes."""

    def _draw_mixed(self, raws: Sequence[Any]) -> None:
        """Show that several nodes differ; in lines by being empty."""
        for draft in self.drafts:
            draft.show_text("")

    def _hint(self, words: str) -> None:
        """What an empty line says."""
        for draft in self.drafts:
            if draft.line.placeholderText() != words:
                draft.line.setPlaceholderText(words)

    def _make_draft(
        self,
        line: QLineEdit,
        editor: QWidget | None = None,
        read: Callable[[str], Any] | None = None,
    ) -> Draft:
        """Watch a line of the field. read: its text as a value, where the param cannot by itself.

        Whatever `read` refuses with a ParamError is said below the field.
        """
        read = read or (lambda text: self.param.read(text, self.modules.find))
        if self.param.optional:
            line.setPlaceholderText(tr("None"))
        draft = Draft(line, lambda text: _refusal(read, text), editor)
        draft.judged.connect(self.show_refusal)
        self.drafts.append(draft)
        return draft

    def _accept(self, value: Any, burst: str = "") -> None:
        """Take over a checked value that a person gave."""
        if same(value, self._value):
            return
        raw = self.param.to_json(value)
        self.edit = Edit(self.param.name, self.param.show(value), burst)
        self._fault = ""  # it was of the value before
        self.show_value(raw)
        self.value_edited.emit(raw)

    def _step_burst(self) -> str:
        """Name of the burst of steps that is going on, or of a new one."""
        self._burst = self._burst or str(next(_bursts))
        return self._burst

    def name_editors(self, label: str, help_text: str) -> None:
        """Tell screen readers and What's This what the field is."""
        for editor in self.editors():
            editor.setAccessibleName(label)
            editor.setAccessibleDescription(help_text)
            editor.setWhatsThis(help_text)
            editor.setToolTip(help_text)


def _refusal(read: Callable[[str], Any], text: str) -> str:
    try:
        read(text)
    except ParamError as error:
        return tr_engine(error.text)
    return ""


def same(one: Any, other: Any) -> bool:
    """Whether two values are one and the same; 1, 1.0 and True are not."""
    return type(one) is type(other) and one == other
