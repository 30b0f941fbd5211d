from PySide6.QtCore import Qt

from hornstudio.engine.params import Int
from hornstudio.ui.panels.training.column.settings_field import SettingsField


def test_what_is_selected_stays_so_while_the_value_is_shown_again(qtbot):
    """It is shown with each step of a run; the next digit must replace what was selected."""
    field = SettingsField(Int(name="epochs", default=5, low=1, help="How often."))
    qtbot.addWidget(field)
    field.show()
    field.line.setFocus()
    field.line.selectAll()
    field.show_value(5)
    qtbot.keyClicks(field.line, "8")
    assert field.line.text() == "8"
    with qtbot.waitSignal(field.value_chosen) as told:
        qtbot.keyClick(field.line, Qt.Key.Key_Return)
    assert told.args == [8, False]
    field.show_value(7)
    assert field.line.text() == "7"
