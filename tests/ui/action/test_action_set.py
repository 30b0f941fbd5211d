import re
import sys

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QUndoCommand, QUndoStack
from PySide6.QtWidgets import QMainWindow, QWidget

from hornstudio.ui.action.action_set import Actions


@pytest.fixture
def window(qtbot):
    window = QMainWindow()
    qtbot.addWidget(window)
    return window


@pytest.fixture
def actions(window):
    return Actions(window, QUndoStack(window))


def test_no_two_actions_share_a_key(actions):
    ids = [*actions.rows, "undo", "redo"]
    keys = [(k.toString(), i) for i in ids for k in actions[i].shortcuts()]
    names = [key for key, _ in keys]
    assert len(names) == len(set(names)), sorted(keys)


def test_every_action_has_words_for_the_status_line(actions):
    for action_id in [*actions.rows, "undo", "redo"]:
        assert actions[action_id].statusTip(), action_id
        assert actions[action_id].text(), action_id


def test_mnemonics_of_a_menu_are_all_different(window, actions):
    actions.fill(window.menuBar())
    for top in window.menuBar().actions():
        letters = [
            found[1].lower()
            for action in top.menu().actions()
            if (found := re.search(r"&(\w)", action.text()))
        ]
        assert len(letters) == len(set(letters)), (top.text(), letters)


def test_undo_names_the_step(window):
    history = QUndoStack(window)
    actions = Actions(window, history)
    assert not actions["undo"].isEnabled()
    history.push(QUndoCommand("add Dense"))
    assert actions["undo"].isEnabled()
    assert actions["undo"].text() == "&Undo add Dense"


def test_keys_of_the_canvas_work_only_there(window, actions, qtbot):
    canvas, elsewhere = QWidget(), QWidget()
    box = QWidget()
    for widget in (canvas, elsewhere):
        widget.setParent(box)
        widget.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    window.setCentralWidget(box)
    actions.bind_to_canvas(canvas)
    done = []
    actions.connect({"delete": lambda: done.append("delete"), "save": lambda: done.append("save")})
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    for widget in (elsewhere, canvas):
        widget.setFocus()
        qtbot.keyClick(widget, Qt.Key.Key_Delete)
        qtbot.keyClick(widget, "s", Qt.KeyboardModifier.ControlModifier)
    assert done == ["save", "delete", "save"]


def test_unknown_ids_are_refused(actions):
    with pytest.raises(KeyError):
        actions.connect({"nothing": print})


def test_keys_can_be_others_and_tool_tips_say_so(actions, qtbot):
    with qtbot.waitSignal(actions.news.keys_changed):
        actions.set_keys({"save": [QKeySequence("Ctrl+K")], "fit": []})
    assert actions.keys_text("save") == "Ctrl+K"
    assert actions["save"].toolTip().endswith("(Ctrl+K)")
    assert actions.keys_text("fit") == ""
    assert not actions["fit"].toolTip().endswith(")")
    assert actions.first_keys("fit") == [QKeySequence("F")]


def test_macos_keeps_some_keys_for_itself(window, monkeypatch):
    monkeypatch.setattr(sys, "platform", "darwin")
    actions = Actions(window, QUndoStack(window))
    keys = {i: [k.toString() for k in actions[i].shortcuts()] for i in actions.rows}
    assert keys["next_tab"] == ["Meta+Tab", "Ctrl+PgDown"]
    assert keys["home"] == ["Meta+Shift+H"], "the program would be hidden"
    assert keys["full_screen"] == ["Meta+Ctrl+F"], "the desktop would be shown"
    every = [key for some in keys.values() for key in some]
    assert not {"Ctrl+H", "Ctrl+Tab", "Ctrl+Shift+Tab", "F11"} & set(every)
    assert len(every) == len(set(every))
