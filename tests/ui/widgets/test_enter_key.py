"""Enter on what has the keyboard."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QDialog, QPushButton, QToolButton, QVBoxLayout, QWidget

from hornstudio.ui.widgets.enter_key import EnterPresses


@pytest.fixture
def presses(qapp):
    watcher = EnterPresses(qapp)
    yield watcher
    qapp.focusChanged.disconnect(watcher._on_focus_changed)
    watcher.deleteLater()


class Catcher(QPushButton):
    """Has a use of its own for every key."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        event.accept()


def _shown(qtbot, window, *buttons):
    layout = QVBoxLayout(window)
    for button in buttons:
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        layout.addWidget(button)
    qtbot.addWidget(window)
    window.show()
    qtbot.waitUntil(window.isActiveWindow)


@pytest.mark.parametrize("make", [QPushButton, QToolButton])
def test_enter_presses_a_button_once(presses, qtbot, make):
    button, pressed = make(), []
    button.clicked.connect(lambda: pressed.append(1))
    window = QWidget()
    _shown(qtbot, window, button)
    button.setFocus()
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
        qtbot.keyClick(button, key)
    held = QKeyEvent(
        QKeyEvent.Type.KeyPress, Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier, "", True
    )
    QApplication.sendEvent(button, held)
    qtbot.keyClick(button, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert pressed == [1, 1]


def test_in_a_dialog_the_button_with_the_keyboard_is_pressed_not_the_default(presses, qtbot):
    dialog, tool, ok, pressed = QDialog(), QToolButton(), QPushButton("OK"), []
    tool.clicked.connect(lambda: pressed.append("tool"))
    ok.clicked.connect(lambda: pressed.append("ok"))
    ok.setDefault(True)
    _shown(qtbot, dialog, tool, ok)
    tool.setFocus()
    qtbot.keyClick(tool, Qt.Key.Key_Return)
    ok.setFocus()
    qtbot.keyClick(ok, Qt.Key.Key_Return)
    assert pressed == ["tool", "ok"]


def test_a_button_that_takes_the_key_itself_is_left_alone(presses, qtbot):
    button, pressed = Catcher(), []
    button.clicked.connect(lambda: pressed.append(1))
    window = QWidget()
    _shown(qtbot, window, button)
    button.setFocus()
    qtbot.keyClick(button, Qt.Key.Key_Return)
    assert pressed == []
