"""Typing and stepping numbers."""

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from hornstudio.engine.catalog import catalog
from hornstudio.engine.params import Float, Int
from hornstudio.ui.form.fields.number import NumberField, step_float, step_number

UNITS = Int(name="units", default=32, low=1, high=40, help="How many.")
RATE = Float(name="rate", default=0.5, low=0.0, below=1.0, help="Share.")


@pytest.fixture
def field(shown):
    made = shown(NumberField(UNITS, catalog()))
    made.show_value(32)
    made.values = []
    made.value_edited.connect(made.values.append)
    return made


def test_a_bad_number_is_refused_while_typing_and_changes_nothing(field, qtbot, hand):
    refusals = []
    field.refused.connect(refusals.append)
    hand.type(field.box, "0", enter=False)
    assert refusals[-1] == "units is 0; need an integer from 1 to 40"
    assert field.box.property("wrong") is True
    qtbot.keyClick(field.box, Qt.Key.Key_Return)
    assert field.values == []
    qtbot.keyClick(field.box, Qt.Key.Key_Escape)
    assert field.box.lineEdit().text() == "32"
    assert refusals[-1] == ""
    assert field.box.property("wrong") is False


def test_words_are_refused(field, hand):
    refusals = []
    field.refused.connect(refusals.append)
    hand.type(field.box, "many")
    assert "'many'" in refusals[-1]
    assert field.values == []


def test_arrows_step_within_the_bounds_as_one_burst(field, qtbot):
    field.box.setFocus()
    for _ in range(12):
        qtbot.keyClick(field.box, Qt.Key.Key_Up)
    assert field.values == list(range(33, 41))
    burst = field.edit.burst
    assert burst
    qtbot.keyClick(field.box, Qt.Key.Key_Down)
    assert field.edit.burst == burst


def test_another_visit_is_another_burst(field, qtbot):
    field.box.setFocus()
    qtbot.keyClick(field.box, Qt.Key.Key_Up)
    first = field.edit.burst
    field.box.clearFocus()
    field.box.setFocus()
    qtbot.keyClick(field.box, Qt.Key.Key_Up)
    assert field.edit.burst != first


def test_a_typed_number_belongs_to_no_burst(field, hand):
    hand.type(field.box, "8")
    assert field.values == [8]
    assert field.edit.burst == ""
    assert field.edit.shown == "8"


def test_stepping_starts_from_what_was_typed(field, qtbot, hand):
    hand.type(field.box, "10", enter=False)
    qtbot.keyClick(field.box, Qt.Key.Key_Up)
    assert field.values == [11]


def test_the_wheel_steps_only_with_the_focus(field):
    field.box.clearFocus()
    _wheel(field.box)
    assert field.values == []
    field.box.setFocus()
    _wheel(field.box)
    assert field.values == [33]


def test_a_wheel_over_it_gives_it_no_focus_either(field):
    box = field.box
    box.clearFocus()
    window = box.window().windowHandle()
    middle = box.mapTo(box.window(), box.rect().center())
    QTest.wheelEvent(window, QPointF(middle), QPoint(0, 120))
    assert not box.hasFocus()
    assert field.values == []


def _wheel(box) -> None:
    middle = QPointF(box.rect().center())
    event = QWheelEvent(
        middle,
        box.mapToGlobal(middle),
        QPoint(0, 0),
        QPoint(0, 120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(box, event)


def test_an_optional_number_can_be_emptied(shown, hand):
    field = shown(NumberField(Float(name="cap", optional=True, low=0.0, help=""), catalog()))
    values = []
    field.value_edited.connect(values.append)
    field.show_value(6.0)
    hand.type(field.box, "")
    assert values == [None]
    assert field.box.lineEdit().placeholderText() == "None"
    hand.type(field.box, "none")
    assert values == [None]
    assert field.box.lineEdit().text() == ""


@pytest.mark.parametrize(
    ("value", "steps", "expected"),
    [(0.5, 1, 0.51), (0.001, 1, 0.0011), (0.1, 2, 0.12), (0.3, -1, 0.29), (0.0, 1, 0.01)],
)
def test_steps_are_exact(value, steps, expected):
    assert step_float(value, steps) == expected


def test_steps_end_at_the_bounds():
    assert step_number(RATE, 0.0, -1, catalog()) is None
    assert step_number(RATE, 0.99, 1, catalog()) is None
    assert step_number(UNITS, 39, 5, catalog()) == 40


def test_the_unit_stands_behind_the_number(shown):
    from PySide6.QtWidgets import QLabel

    field = shown(NumberField(Float(name="wait", default=1.0, unit="s", help=""), catalog()))
    assert [label.text() for label in field.findChildren(QLabel)] == ["s"]


def test_a_double_click_takes_a_number_with_its_point(shown):
    field = shown(NumberField(RATE, catalog()))
    field.show_value(0.001)
    line = field.box.lineEdit()
    told = []
    field.value_edited.connect(told.append)
    for x in (4, 16, 40):
        line.deselect()
        QTest.mouseDClick(line, Qt.MouseButton.LeftButton, pos=QPoint(x, 10))
        assert line.selectedText() == "0.001"
    QTest.keyClicks(line, ".25")
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert told[-1] == 0.25


def test_a_triple_click_takes_it_as_well(shown):
    field = shown(NumberField(RATE, catalog()))
    field.show_value(0.001)
    line, place = field.box.lineEdit(), QPoint(16, 10)
    QTest.mouseDClick(line, Qt.MouseButton.LeftButton, pos=place)
    QTest.mouseClick(line, Qt.MouseButton.LeftButton, pos=place)
    assert line.selectedText() == "0.001"
