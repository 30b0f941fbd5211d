"""Several things are checked one after another."""

import pytest
from PySide6.QtCore import Qt

from hornstudio.ui.widgets.staying_menu import StayingMenu


@pytest.fixture
def menu(qtbot):
    menu = StayingMenu()
    qtbot.addWidget(menu)
    for name in ("one", "two"):
        menu.addAction(name).setCheckable(True)
    menu.addAction("all")
    menu.popup(menu.pos())
    qtbot.waitUntil(menu.isVisible)
    return menu


@pytest.mark.qt_log_ignore("does not support")  # menus, on the offscreen platform
def test_a_menu_stays_while_things_are_checked(menu, qtbot):
    one, two, whole = menu.actions()
    for action in (one, two, one):
        qtbot.mouseClick(menu, Qt.LeftButton, pos=menu.actionGeometry(action).center())
    assert menu.isVisible()
    assert (one.isChecked(), two.isChecked()) == (False, True)
    menu.setActiveAction(one)
    qtbot.keyClick(menu, Qt.Key_Space)
    assert menu.isVisible()
    assert one.isChecked()
    qtbot.mouseClick(menu, Qt.LeftButton, pos=menu.actionGeometry(whole).center())
    assert not menu.isVisible()
