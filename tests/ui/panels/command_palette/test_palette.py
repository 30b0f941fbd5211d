"""The command palette in a whole window."""

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from hornstudio.engine.storage.templates import find_template
from hornstudio.ui.panels.command_palette import CommandPalette

KEY, MODIFIER = Qt.Key, Qt.KeyboardModifier


@pytest.fixture
def working(window):
    window.filing.open_copy(find_template("mnist_mlp").graph())
    return window


def opened(window) -> CommandPalette:
    held = QApplication.focusWidget()
    QTest.keyClick(held, KEY.Key_P, MODIFIER.ControlModifier | MODIFIER.ShiftModifier)
    palette = window.findChild(CommandPalette)
    assert palette.isVisible()
    return palette


def test_enter_runs_what_was_searched_and_gives_the_focus_back(working):
    view = working.workspace.canvas.view
    view.setFocus()
    palette = opened(working)
    QTest.keyClicks(palette.field, "select all")
    QTest.keyClick(palette.field, KEY.Key_Return)
    assert palette.isHidden()
    assert QApplication.focusWidget() is view
    assert set(working.document.selection) == set(working.document.graph.nodes)
    assert working.settings.recent_actions == ["select_all"]
    palette = opened(working)
    assert palette.list.chosen().id == "select_all"
    QTest.keyClick(palette.field, KEY.Key_Escape)
    assert palette.isHidden()
    assert QApplication.focusWidget() is view


def test_it_closes_where_what_had_the_focus_is_gone(working, qtbot):
    gone = QLineEdit(working)
    gone.show()
    gone.setFocus()
    palette = opened(working)
    gone.deleteLater()
    QApplication.sendPostedEvents(gone, QEvent.Type.DeferredDelete)
    with qtbot.captureExceptions() as found:
        QTest.keyClick(palette.field, KEY.Key_Escape)
    assert found == []
    assert palette.isHidden()


def test_what_cannot_be_done_says_why_and_stays(working):
    palette = opened(working)
    QTest.keyClicks(palette.field, "stop")
    entry = palette.list.chosen()
    assert entry.detail == "No training is running."
    assert entry.is_quiet
    QTest.keyClick(palette.field, KEY.Key_Return)
    assert palette.isVisible()
    assert working.settings.recent_actions == []
    palette.leave()


def test_each_action_is_offered_with_its_key_and_undo_with_its_step(working):
    working.workspace.canvas.add_module("dropout")
    palette = opened(working)
    rows = {entry.id: entry for entry in palette.list.entries()}
    assert set(rows) == {*working.table.rows, "undo", "redo"} - {"clear_recent"}
    assert rows["save"].note == "Ctrl+S"
    assert rows["undo"].text == "Undo Add Dropout"
    assert rows["redo"].detail == "Nothing was taken back."
    palette.leave()


def test_every_greyed_action_has_a_reason(working):
    for page in (working.show_work, working.show_home):
        page()
        palette = opened(working)
        for entry in palette.list.entries():
            assert entry.is_quiet is not working.table[entry.id].isEnabled(), entry.id
        palette.leave()


@pytest.mark.parametrize("size", [(683, 384), (480, 330), (1280, 800)])
def test_it_is_whole_in_a_small_window(working, size):
    working.setMinimumSize(1, 1)
    working.resize(*size)
    palette = opened(working)
    palette.around.resize(*size)
    palette.renew("")
    palette.place()
    assert palette.around.rect().contains(palette.geometry())
    assert palette.list.count() > 5
