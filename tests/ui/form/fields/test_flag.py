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
