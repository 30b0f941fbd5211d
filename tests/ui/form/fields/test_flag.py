"""Switches."""

from PySide6.QtCore import Qt

from hornstudio.engine.catalog import catalog
from hornstudio.engine.params import Flag
from hornstudio.ui.form.fields.flag import FlagField


def test_a_switch_by_key_and_by_mouse(shown, qtbot):
    field = shown(FlagField(Flag(name="use_bias", default=True, help=""), catalog()))
    values = []
    field.value_edited.connect(values.append)
    field.show_value(True)
    qtbot.keyClick(field.switch, Qt.Key.Key_Space)
    qtbot.mouseClick(field.switch, Qt.MouseButton.LeftButton, pos=field.switch.rect().center())
    assert values[0] is False
    assert values[-1] is True


def test_what_is_no_flag_is_off_and_says_what_is_needed(shown):
    field = shown(FlagField(Flag(name="use_bias", default=True, help=""), catalog()))
    refusals = []
    field.refused.connect(refusals.append)
    field.show_value("yes")
    assert not field.switch.isChecked()
    assert "true or false" in refusals[-1]


def test_of_several_that_differ_it_stands_between_and_one_press_switches_all_on(shown, qtbot):
    field = shown(FlagField(Flag(name="use_bias", default=True, help=""), catalog()))
    told = []
    field.value_edited.connect(told.append)
    field.show_values([True, False])
    assert field.switch.checkState() == Qt.CheckState.PartiallyChecked
    qtbot.keyClick(field.switch, Qt.Key.Key_Space)
    assert told == [True]
    assert field.switch.checkState() == Qt.CheckState.Checked
    qtbot.keyClick(field.switch, Qt.Key.Key_Space)
    assert told == [True, False]
    field.show_values([False, False])
    assert field.switch.checkState() == Qt.CheckState.Unchecked
