"""A menu bar after its menu was left with Esc."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QMainWindow, QTabBar, QVBoxLayout, QWidget

from hornstudio.ui.widgets.menu_bar_keys import MenuBarKeys

pytestmark = pytest.mark.qt_log_ignore("does not support")  # menus, on the offscreen platform


@pytest.fixture
def keys(qapp):
    watcher = MenuBarKeys(qapp)
    yield watcher
    qapp.focusChanged.disconnect(watcher._on_focus_changed)
    qapp.removeEventFilter(watcher)
    watcher.deleteLater()


@pytest.fixture
def window(qtbot):
    """A field that has the keyboard, tabs that take it only from Tab, and two menus."""
    window, middle = QMainWindow(), QWidget()
    window.field, window.tabs = QLineEdit(), QTabBar()
    window.tabs.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    for name in ("Training", "Runs"):
        window.tabs.addTab(name)
        window.menuBar().addMenu(name).addAction("Do it")
    column = QVBoxLayout(middle)
    column.addWidget(window.field)
    column.addWidget(window.tabs)
    window.setCentralWidget(middle)
    qtbot.addWidget(window)
    window.resize(400, 300)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    window.field.setFocus()
    return window


def leave_a_menu(window) -> None:
    """Open the first one by the mouse, and press Esc."""
    bar = window.menuBar()
    action = bar.actions()[0]
    QTest.mouseClick(bar, Qt.MouseButton.LeftButton, pos=bar.actionGeometry(action).center())
    assert action.menu().isVisible()
    QTest.keyClick(action.menu(), Qt.Key.Key_Escape)
    assert bar.hasFocus()
    assert bar.activeAction() is action, "from here on the arrow keys lead through the bar"


def test_a_click_on_what_takes_no_focus_ends_it(keys, window):
    leave_a_menu(window)
    tabs = window.tabs
    QTest.mouseClick(tabs, Qt.MouseButton.LeftButton, pos=tabs.tabRect(1).center())
    assert tabs.currentIndex() == 1
    assert window.menuBar().activeAction() is None
    assert window.field.hasFocus()


def test_a_click_into_a_field_gives_it_the_keyboard(keys, window):
    window.tabs.setFocus()
    leave_a_menu(window)
    QTest.mouseClick(window.field, Qt.MouseButton.LeftButton)
    assert window.menuBar().activeAction() is None
    assert window.field.hasFocus()


def test_the_bar_itself_can_be_gone_on_with(keys, window):
    leave_a_menu(window)
    bar = window.menuBar()
    QTest.keyClick(bar, Qt.Key.Key_Right)
    assert bar.activeAction() is bar.actions()[1]
    place = bar.actionGeometry(bar.actions()[1]).center()
    QTest.mouseClick(bar, Qt.MouseButton.LeftButton, pos=place)
    menu = bar.actions()[1].menu()
    assert menu.isVisible()
    done = []
    menu.actions()[0].triggered.connect(lambda: done.append(1))
    at = menu.actionGeometry(menu.actions()[0]).center()
    QTest.mouseClick(menu, Qt.MouseButton.LeftButton, pos=at)
    assert done == [1]
