"""From several layers to one module and back, in the window, by keys and by the mouse."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from hornstudio.engine.storage.templates import find_template

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def working(make_window, qtbot):
    window = make_window()
    window.resize(1280, 800)
    window.filing.open_copy(find_template("mnist_mlp").graph())
    qtbot.waitUntil(lambda: window.workspace.canvas.view.hasFocus())
    return window


def layers_of(window) -> list[str]:
    facts = window.document.report.facts
    return [i for i, f in facts.items() if f.module.role == "layer"]


def test_layers_become_a_module_are_changed_inside_and_come_apart_again(working, qtbot):
    window, level = working, working.workspace.level
    view, table = working.workspace.canvas.view, working.table
    before, chosen = working.document.graph, layers_of(working)[1:3]
    assert not table["ungroup"].isEnabled()
    level.select(chosen)
    QTest.keyClick(view, Qt.Key.Key_G, CTRL)
    (use,) = level.selection
    assert window.document.graph.nodes[use].kind in window.document.graph.groups
    assert window.document.undo_stack.undoText() == "Group 2 modules"
    assert table["ungroup"].isEnabled()
    assert table["enter"].isEnabled()
    assert not table["leave"].isEnabled()
    at = working.workspace.canvas.node_position(use)
    QTest.mouseDClick(view.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert level.is_inside
    assert set(chosen) < set(level.graph.nodes)
    assert table["leave"].isEnabled()
    level.select([chosen[0]])
    assert window.status.hint.whole_text.startswith(
        level.modules.get(level.graph.nodes[chosen[0]].kind).title
    )
    QTest.keyClick(view, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert level.selection == (use,)
    QTest.keyClick(view, Qt.Key.Key_G, CTRL | SHIFT)
    assert set(level.selection) == set(chosen)
    assert dict(window.document.graph.nodes) == dict(before.nodes)
    assert set(window.document.graph.wires) == set(before.wires)
    window.document.undo_stack.undo()
    window.document.undo_stack.undo()
    assert window.document.graph is before
