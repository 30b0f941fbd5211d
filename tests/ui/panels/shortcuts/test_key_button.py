"""A button that listens to keys."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest

from hornstudio.ui.panels.shortcuts.key_button import KeyButton

KEY, MODIFIER = Qt.Key, Qt.KeyboardModifier


@pytest.fixture
def button(qtbot):
    made = KeyButton("Save")
    qtbot.addWidget(made)
    made.show()
    qtbot.waitUntil(made.isActiveWindow)
    made.show_keys("Ctrl+S")
    return made


@pytest.mark.parametrize(
    ("key", "modifiers", "expected"),
    [
        (KEY.Key_K, MODIFIER.ControlModifier | MODIFIER.ShiftModifier, "Ctrl+Shift+K"),
        (KEY.Key_F9, MODIFIER.NoModifier, "F9"),
        (KEY.Key_Delete, MODIFIER.NoModifier, "Del"),
        (KEY.Key_Return, MODIFIER.ControlModifier, "Ctrl+Return"),
    ],
)
def test_it_hears_one_combination(button, qtbot, key, modifiers, expected):
    QTest.keyClick(button.button, KEY.Key_Space)
    assert button.listener.isVisible()
    with qtbot.waitSignal(button.keys_pressed) as heard:
        QTest.keyClick(button.listener, key, modifiers)
    assert heard.args == [QKeySequence(expected)]
    assert button.button.isVisible()


def test_escape_is_no_key_and_ends_the_listening(button):
    heard = []
    button.keys_pressed.connect(heard.append)
    button.listen()
    QTest.keyClick(button.listener, KEY.Key_Escape)
    assert heard == []
    assert button.button.isVisible()
    assert button.button.hasFocus()


def test_a_screen_reader_hears_action_and_keys(button):
    assert button.button.accessibleName() == "Save: Ctrl+S"
    button.show_keys("")
    assert button.button.accessibleName() == "Save: no key"
