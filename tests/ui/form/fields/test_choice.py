"""Choices: segments where they are few and short, else a list."""

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication

from hornstudio.engine.catalog import catalog
from hornstudio.engine.params import Choice
from hornstudio.ui.form.fields.choice import ChoiceField

SHORT = Choice(name="padding", default="valid", options=("valid", "same"), help="")
LONG = Choice(
    name="reduction",
    default="sum_over_batch_size",
    help="",
    options=("sum_over_batch_size", "sum", "mean_with_sample_weight"),
)


@pytest.fixture
def values():
    return []


def make(shown, param, value, values):
    field = shown(ChoiceField(param, catalog()))
    field.show_value(value)
    field.value_edited.connect(values.append)
    return field


def test_few_short_words_stand_side_by_side(shown, qtbot, values):
    field = make(shown, SHORT, "valid", values)
    assert [b.text() for b in field.buttons] == ["valid", "same"]
    assert field.buttons[0].isChecked()
    qtbot.mouseClick(field.buttons[1], Qt.MouseButton.LeftButton)
    assert values == ["same"]
    qtbot.mouseClick(field.buttons[1], Qt.MouseButton.LeftButton)
    assert values == ["same"]


def test_arrows_walk_along_the_segments(shown, qtbot, values):
    field = make(shown, SHORT, "valid", values)
    field.buttons[0].setFocus()
    qtbot.keyClick(field.buttons[0], Qt.Key.Key_Right)
    assert values == ["same"]
    assert field.buttons[1].hasFocus()


def test_long_words_stand_in_a_list(shown, hand, values):
    field = make(shown, LONG, "sum", values)
    assert field.combo.currentText() == "sum"
    hand.choose(field.combo, 2)
    assert values[-1] == "mean_with_sample_weight"


def test_the_wheel_changes_no_list(shown, values):
    field = make(shown, LONG, "sum", values)
    field.combo.setFocus()
    middle = QPointF(field.combo.rect().center())
    event = QWheelEvent(
        middle,
        field.combo.mapToGlobal(middle),
        QPoint(0, 0),
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(field.combo, event)
    assert field.combo.currentText() == "sum"
    assert values == []


def test_none_is_an_option_where_it_may_be_unset(shown, values):
    param = Choice(name="norm", optional=True, options=("l1", "l2"), help="")
    field = make(shown, param, None, values)
    assert [b.text() for b in field.buttons] == ["None", "l1", "l2"]
    assert field.buttons[0].isChecked()


@pytest.mark.parametrize("param", [SHORT, LONG])
def test_an_unknown_word_shows_no_option_and_what_is_needed(shown, param, values):
    field = make(shown, param, param.default, values)
    refusals = []
    field.refused.connect(refusals.append)
    field.show_value("wrong")
    assert "one of" in refusals[-1]
    if field.combo:
        assert field.combo.currentIndex() == -1
    else:
        assert not any(b.isChecked() for b in field.buttons)


@pytest.mark.parametrize("param", [SHORT, LONG])
def test_of_several_that_differ_none_is_chosen_until_one_is(shown, qtbot, hand, values, param):
    field = make(shown, param, param.default, values)
    field.show_values(list(param.options[:2]))
    assert field.known is None
    if field.combo:
        assert field.combo.currentIndex() == -1
        assert field.combo.placeholderText() == "Mixed"
    else:
        assert not any(button.isChecked() for button in field.buttons)
    assert values == [hand.change(field)]
    field.show_values([param.options[1]] * 2)
    assert field.known == param.options[1]
