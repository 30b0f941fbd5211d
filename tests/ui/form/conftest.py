"""A hand that types into fields."""

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from hornstudio.engine.catalog import catalog
from hornstudio.engine.errors import ParamError
from hornstudio.engine.params import Float, Int, Param, value_of
from hornstudio.ui.form.fields.choice import ChoiceField
from hornstudio.ui.form.fields.field import Field
from hornstudio.ui.form.fields.flag import FlagField
from hornstudio.ui.form.fields.ints import IntsField
from hornstudio.ui.form.fields.nested import NUMBER, NestedField
from hornstudio.ui.form.fields.number import NumberField
from hornstudio.ui.form.fields.text import TextField

_NUMBERS = (0.25, 0.75, 2, 3, 0.5, 5, 1, 1.5, -2, 1e-3, 7)


@pytest.fixture
def shown(qtbot) -> Callable[[QWidget], QWidget]:
    """Show a widget in an active window, so that the focus is real."""

    kept = []  # qtbot alone does not keep a widget alive

    def show(widget: QWidget) -> QWidget:
        kept.append(widget)
        qtbot.addWidget(widget)
        widget.resize(300, 900)
        widget.show()
        widget.activateWindow()
        qtbot.waitUntil(widget.isActiveWindow)
        return widget

    return show


class Hand:
    """Gives fields other values by keys and clicks alone. Each method returns the value as JSON."""

    def type(self, widget: QWidget, text: str, enter: bool = True) -> None:
        widget.setFocus()
        QTest.keyClick(widget, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        QTest.keyClick(widget, Qt.Key.Key_Delete)
        if text.isascii():
            QTest.keyClicks(widget, text)
        else:  # as an input method does
            event = QInputMethodEvent()
            event.setCommitString(text)
            QApplication.sendEvent(widget, event)
        if enter:
            QTest.keyClick(widget, Qt.Key.Key_Return)

    def choose(self, combo: Any, place: int) -> None:
        """Walk to an entry with the arrow keys, from the end that is nearer: each entry on the way
        is shown with all its settings.
        """
        behind = combo.count() - 1 - place
        is_far = behind < place
        combo.setFocus()
        QTest.keyClick(combo, Qt.Key.Key_End if is_far else Qt.Key.Key_Home)
        for _ in range(min(place, behind)):
            QTest.keyClick(combo, Qt.Key.Key_Up if is_far else Qt.Key.Key_Down)

    def change(self, field: Field) -> Any:
        """Another good value than the one shown, whatever the kind of param."""
        for kind, change in self._CHANGES.items():
            if isinstance(field, kind):
                return change(self, field)
        raise AssertionError(f"no hand for {type(field).__name__}")

    def other(self, param: Param, now: Any) -> Any:
        """Another number that the param takes."""
        for number in _NUMBERS:
            try:
                value = value_of(param, {param.name: number}, catalog().find)
            except ParamError:
                continue
            if value != now:
                return value
        raise AssertionError(f"no other number for {param.name}")

    def _number(self, field: NumberField) -> Any:
        assert isinstance(field.param, Int | Float)
        value = self.other(field.param, field.known)
        self.type(field.box, field.param.show(value))
        return value

    def _choice(self, field: ChoiceField) -> Any:
        place = next(i for i, option in enumerate(field.options) if option != field.known)
        if field.combo:
            self.choose(field.combo, place)
        else:
            field.buttons[place].setFocus()
            QTest.keyClick(field.buttons[place], Qt.Key.Key_Space)
        return field.options[place]

    def _flag(self, field: FlagField) -> Any:
        field.switch.setFocus()
        QTest.keyClick(field.switch, Qt.Key.Key_Space)
        return field.switch.isChecked()

    def _ints(self, field: IntsField) -> Any:
        numbers = [place + 7 for place in range(len(field.boxes))]
        for box, number in zip(field.boxes, numbers, strict=True):
            self.type(box, str(number))
        return numbers

    def _text(self, field: TextField) -> Any:
        words = ("3, 4", "0.2, 0.7", "some words", "true")
        for text in words:
            try:
                value = field.param.read(text, catalog().find)
            except ParamError:
                continue
            self.type(field.line, text)
            return field.param.to_json(value)
        raise AssertionError(f"no other text for {field.param.name}")

    def _nested(self, field: NestedField) -> Any:
        """The last kind that has params gets every one of them changed."""
        entries = [field.combo.itemData(i) for i in range(field.combo.count())]
        kinds = [e for e in entries if e not in (None, NUMBER)]
        modules = {m.kind: m for m in catalog().category(field.category)}
        kind = next((k for k in reversed(kinds) if modules[k].params), kinds[-1])
        if field.combo.currentData() == kind:
            self.choose(field.combo, entries.index(next(e for e in entries if e != kind)))
        self.choose(field.combo, entries.index(kind))
        if not field.form:
            return {"kind": kind}
        inner = {name: self.change(row.field) for name, row in field.form.rows.items()}
        return {"kind": kind, "params": inner}

    _CHANGES = {
        NestedField: _nested,
        NumberField: _number,
        ChoiceField: _choice,
        FlagField: _flag,
        IntsField: _ints,
        TextField: _text,
    }


@pytest.fixture
def hand() -> Hand:
    return Hand()
