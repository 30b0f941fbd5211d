"""Several whole numbers, a box for each."""

import pytest
from PySide6.QtCore import Qt

from hornstudio.engine.catalog import catalog
from hornstudio.engine.params import Ints
from hornstudio.ui.form.fields.ints import IntsField
from hornstudio.ui.form.fields.table import make_field

SIZE = Ints(name="kernel_size", default=(3, 3), length=2, help="")


@pytest.fixture
def field(shown):
    made = shown(IntsField(SIZE, catalog()))
    made.show_value([3, 5])
    made.values = []
    made.value_edited.connect(made.values.append)
    return made


def texts(field):
    return [box.lineEdit().text() for box in field.boxes]


def test_each_number_has_a_box_with_a_name(field):
    assert texts(field) == ["3", "5"]
    field.name_editors("Kernel size", "help")
    assert field.boxes[1].accessibleName() == "Kernel size, 2 of 2"


def test_typing_changes_one_number(field, hand):
    hand.type(field.boxes[1], "7")
    assert field.values == [[3, 7]]


def test_a_bad_number_changes_nothing(field, hand, qtbot):
    refusals = []
    field.refused.connect(refusals.append)
    hand.type(field.boxes[0], "0")
    assert "2 integers of at least 1" in refusals[-1]
    assert field.values == []
    qtbot.keyClick(field.boxes[0], Qt.Key.Key_Tab)
    assert texts(field) == ["3", "5"]


def test_an_empty_box_is_refused(field, hand):
    hand.type(field.boxes[0], "")
    assert field.values == []


def test_arrows_step_one_number_down_to_the_bound(field, qtbot):
    field.boxes[0].setFocus()
    for _ in range(5):
        qtbot.keyClick(field.boxes[0], Qt.Key.Key_Down)
    assert field.values == [[2, 5], [1, 5]]


def test_a_number_typed_beside_empty_boxes_stands_for_all(shown, hand):
    param = Ints(name="strides", length=2, optional=True, help="")
    field = shown(IntsField(param, catalog()))
    values = []
    field.value_edited.connect(values.append)
    field.show_value(None)
    assert texts(field) == ["", ""]
    hand.type(field.boxes[1], "2")
    assert values == [[2, 2]]
    assert texts(field) == ["2", "2"]
    hand.type(field.boxes[0], "")
    assert values == [[2, 2], None]


def test_one_number_of_the_file_fills_all_boxes(shown):
    field = shown(IntsField(SIZE, catalog()))
    field.show_value(4)
    assert texts(field) == ["4", "4"]


def test_an_open_count_is_a_line_of_text(shown, hand):
    field = shown(make_field(Ints(name="shape", default=(28, 28, 1), help=""), catalog()))
    values = []
    field.value_edited.connect(values.append)
    field.show_value([28, 28, 1])
    assert field.line.text() == "28, 28, 1"
    hand.type(field.line, "32x32x3")
    assert values == [[32, 32, 3]]
    assert field.line.text() == "32, 32, 3"
