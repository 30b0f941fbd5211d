"""No key means two things at a place where both can be meant: Qt would then do neither."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence


def test_no_two_shortcuts_that_can_be_active_at_once_are_equal(window):
    window.filing.new()
    table = window.table
    everywhere = [table[i] for i, row in table.rows.items() if not row.on_canvas]
    everywhere += [table["undo"], table["redo"]]
    on_canvas = [table[i] for i, row in table.rows.items() if row.on_canvas]
    in_runs = window.workspace.runs.actions_of_runs.all()
    for place in (on_canvas, in_runs):
        keys = [key for action in (*everywhere, *place) for key in _keys(action)]
        assert sorted(keys) == sorted(set(keys))


def _keys(action: QAction) -> list[str]:
    return [key.toString(QKeySequence.SequenceFormat.PortableText) for key in action.shortcuts()]


def test_ctrl_y_does_again_too(window):
    assert "Ctrl+Y" in _keys(window.table["redo"])


def test_a_click_on_a_tab_below_closes_the_finder(window, qtbot):
    window.filing.new()
    finder, tabs = window.workspace.finder, window.workspace.bottom.tabs
    finder.open()
    qtbot.mouseClick(tabs, Qt.MouseButton.LeftButton, pos=tabs.tabRect(3).center())
    assert not finder.isVisible()
