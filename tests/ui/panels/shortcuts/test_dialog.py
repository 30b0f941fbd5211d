"""The list of shortcuts."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from hornstudio.engine.storage.templates import find_template
from hornstudio.ui.panels.shortcuts.dialog import ShortcutsDialog
from hornstudio.ui.panels.shortcuts.row import FixedRow

KEY, CTRL = Qt.Key, Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def dialog(keymap, qtbot):
    made = ShortcutsDialog(keymap)
    qtbot.addWidget(made)
    made.show()
    qtbot.waitUntil(made.isActiveWindow)
    return made


def press(row, key, modifiers=Qt.KeyboardModifier.NoModifier):
    row.keys.button.setFocus()
    QTest.keyClick(row.keys.button, KEY.Key_Space)
    QTest.keyClick(row.keys.listener, key, modifiers)


def test_keys_are_pressed_and_belong_to_the_action_at_once(dialog, keymap):
    row = dialog.rows["train"]
    press(row, KEY.Key_K, CTRL)
    assert keymap.actions.keys_text("train") == "Ctrl+K"
    assert row.keys.button.text() == "Ctrl+K"
    assert row.keys.button.hasFocus()
    assert row.reset.isVisible()
    QTest.mouseClick(row.reset, Qt.MouseButton.LeftButton)
    assert row.keys.button.text() == "F5"
    assert not row.reset.isVisible()


def test_a_refusal_stands_below_and_escape_changes_nothing(dialog, keymap):
    row = dialog.rows["train"]
    press(row, KEY.Key_S, CTRL)
    assert row.refusal.isVisible()
    assert "Save" in row.refusal.text()
    press(row, KEY.Key_Escape)
    assert dialog.isVisible()
    assert keymap.actions.keys_text("train") == "F5"


def test_an_action_can_be_without_a_key_and_all_can_be_put_back(dialog, keymap):
    assert not dialog.reset_all.isEnabled()
    row = dialog.rows["save"]
    row.remove.click()
    assert row.keys.button.text() == "no key"
    assert keymap.actions["save"].shortcuts() == []
    dialog.reset_all.click()
    assert row.keys.button.text() == "Ctrl+S"
    assert not dialog.reset_all.isEnabled()


def test_the_list_is_searched_by_words_and_by_keys(dialog):
    for text, expected in (("undo", "undo"), ("ctrl+s", "save"), ("take network home", None)):
        dialog.field.setText(text)
        visible = [i for i, row in dialog.rows.items() if row.isVisible()]
        assert (expected in visible) if expected else visible == []
    dialog.field.setText("comment frame")
    QTest.qWait(1)
    row = dialog.rows["frame"]
    assert row.y() < 40, "what is found stands right below its heading"
    dialog.field.setText("double-click")
    fixed = [row for row in dialog.findChildren(FixedRow) if row.isVisible()]
    assert fixed


def test_keys_on_the_canvas_and_tool_tips_follow(window):
    window.filing.open_copy(find_template("mnist_mlp").graph())
    canvas = window.workspace.canvas
    window.keymap.bind("bypassed", window.table["bypassed"].shortcut().__class__("Y"))
    window.keymap.bind("train", window.table["train"].shortcut().__class__("F9"))
    window.document.select(["relu"])
    canvas.view.setFocus()
    QTest.keyClick(canvas.view, KEY.Key_B)
    assert not window.document.graph.nodes["relu"].bypassed
    QTest.keyClick(canvas.view, KEY.Key_Y)
    assert window.document.graph.nodes["relu"].bypassed
    assert canvas.keys_of("bypassed") == "Y"
    assert window.workspace.tool_bar.train.toolTip() == "Train the network (F9)"
    assert window.workspace.training.controls.train.toolTip() == "Train the network (F9)"


def test_a_search_that_finds_nothing_says_so(dialog):
    assert dialog.empty.isHidden()
    dialog.field.setText("zzz")
    dialog.field.typed.emit("zzz")
    assert not dialog.empty.isHidden()
    assert "No command" in dialog.empty.text()
    dialog.field.typed.emit("undo")
    assert dialog.empty.isHidden()
