"""Giving actions other keys."""

import pytest
from PySide6.QtGui import QKeySequence, QUndoCommand, QUndoStack
from PySide6.QtWidgets import QMainWindow

from hornstudio.ui import settings as settings_file
from hornstudio.ui.action.action_set import Actions
from hornstudio.ui.panels.shortcuts.keymap import Keymap
from hornstudio.ui.settings import Settings


def keys(text):
    return QKeySequence(text)


def test_an_action_has_the_keys_it_was_given_and_no_others(keymap, settings):
    assert keymap.bind("delete", keys("Ctrl+K")) == ""
    assert keymap.actions["delete"].shortcuts() == [keys("Ctrl+K")]
    assert keymap.is_changed("delete")
    assert settings.keys == {"delete": ["Ctrl+K"]}
    assert settings_file.load().keys == settings.keys  # written at once


def test_keys_of_another_action_are_refused_by_its_name(keymap):
    reason = keymap.bind("train", keys("Ctrl+S"))
    assert reason == "Ctrl+S belongs to “Save”. Give that another key first."
    assert keymap.actions.keys_text("train") == "F5"
    assert "Undo" in keymap.bind("train", keys("Ctrl+Z"))
    assert keymap.bind("save", keys("Ctrl+Alt+S")) == ""
    assert keymap.bind("train", keys("Ctrl+S")) == ""


def test_keys_of_the_canvas_itself_are_refused(keymap):
    assert "fixed" in keymap.bind("fit", keys("Tab"))
    assert "fixed" in keymap.bind("train", keys("Ctrl+Left"))


def test_a_letter_alone_is_for_typing_except_on_the_canvas(keymap):
    assert "typing" in keymap.bind("train", keys("T"))
    assert "typing" in keymap.bind("train", keys("Shift+T"))
    assert keymap.bind("fit", keys("T")) == ""
    assert keymap.bind("train", keys("F9")) == ""


def test_one_or_all_go_back_unless_the_key_is_taken_by_now(keymap, settings):
    keymap.bind("save", keys("Ctrl+Alt+S"))
    keymap.bind("train", keys("Ctrl+S"))
    assert "Train" in keymap.reset("save")
    assert keymap.reset("train") == ""
    assert keymap.reset("save") == ""
    assert settings.keys == {}
    keymap.bind("save", None)
    assert keymap.actions["save"].shortcuts() == []
    keymap.reset_all()
    assert keymap.actions.keys_text("save") == "Ctrl+S"


def test_giving_the_first_key_again_is_no_change(keymap, settings):
    keymap.bind("train", keys("F9"))
    keymap.bind("train", keys("F5"))
    assert not keymap.is_changed("train")
    assert settings.keys == {}


@pytest.mark.parametrize("stray", [{}, {"no_such_action": ["Ctrl+S"]}])
def test_what_was_chosen_goes_before_the_first_key_of_another(qtbot, stray):
    window = QMainWindow()
    qtbot.addWidget(window)
    actions = Actions(window, QUndoStack(window))
    Keymap(actions, Settings(keys={"train": ["Ctrl+S"], **stray}))
    assert actions.keys_text("train") == "Ctrl+S"
    assert keys("Ctrl+S") not in actions["save"].shortcuts()


def test_undo_is_called_so_whatever_it_would_undo(qtbot, settings):
    window = QMainWindow()
    qtbot.addWidget(window)
    stack = QUndoStack(window)
    keymap = Keymap(Actions(window, stack), settings)
    stack.push(QUndoCommand("Write note"))
    assert keymap.words("undo") == "Undo"
    assert keymap.actions.plain_text("undo") == "Undo Write note"
