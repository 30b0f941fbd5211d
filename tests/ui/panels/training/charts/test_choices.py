import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QCursor

from hornstudio.ui.panels.training.charts.choices import Axis, ChoiceButton


def test_one_scale_and_one_kind_of_point_at_a_time(qtbot):
    button = ChoiceButton()
    qtbot.addWidget(button)
    assert (button.axis, button.means) == (Axis.AUTOMATIC, False)
    with qtbot.waitSignal(button.changed):
        button.axes[Axis.LOGARITHMIC].trigger()
    with qtbot.waitSignal(button.changed):
        button.points["means"].trigger()
    assert (button.axis, button.means) == (Axis.LOGARITHMIC, True)
    grouped = [*button.axes.values(), *button.points.values()]
    assert sum(action.isChecked() for action in grouped) == 2


def test_nothing_can_be_saved_before_there_is_a_curve(qtbot):
    button = ChoiceButton()
    qtbot.addWidget(button)
    assert not button.table.isEnabled()
    button.let_save(True)
    assert button.table.isEnabled()
    assert button.picture.isEnabled()


def test_no_two_entries_of_the_menu_share_a_key(qtbot):
    button = ChoiceButton()
    qtbot.addWidget(button)
    texts = [action.text() for action in button.menu_of_choices.actions()]
    keys = [text[text.index("&") + 1].lower() for text in texts if "&" in text]
    assert len(keys) == len(set(keys))


@pytest.mark.qt_log_ignore("does not support")  # menus, on the offscreen platform
def test_the_button_does_not_stay_lit_when_a_dialog_came_from_its_menu(qtbot, monkeypatch):
    button = ChoiceButton()
    qtbot.addWidget(button)
    button.show()
    menu = button.menu_of_choices
    for at, is_lit in ((button.rect().center(), True), (QPoint(500, 500), False)):
        there = button.mapToGlobal(at)
        monkeypatch.setattr(QCursor, "pos", lambda place=there: place)
        button.setAttribute(Qt.WidgetAttribute.WA_UnderMouse)
        menu.popup(button.mapToGlobal(QPoint(0, 30)))
        menu.hide()
        assert button.underMouse() is is_lit
