"""From several layers to one module and back, in the window, by keys and by the mouse."""

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest

from hornstudio.engine.editing.frame import Frame, add_frame
from hornstudio.engine.storage.templates import find_template
from hornstudio.engine.summary import totals

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def working(make_window, qtbot):
    window = make_window()
    window.resize(1280, 800)
    window.filing.open_copy(find_template("mnist_mlp").graph())
    qtbot.waitUntil(window.workspace.canvas.view.hasFocus, timeout=60_000)
    return window


def layers_of(window) -> list[str]:
    facts = window.document.report.facts
    return [i for i, f in facts.items() if f.module.role == "layer"]


@pytest.mark.parametrize(("count", "words"), [(1, "Group 1 module"), (2, "Group 2 modules")])
def test_the_undo_step_counts_what_was_grouped(working, count, words):
    working.workspace.level.select(layers_of(working)[1 : count + 1])
    QTest.keyClick(working.workspace.canvas.view, Qt.Key.Key_G, CTRL)
    assert working.document.undo_stack.undoText() == words


def test_a_composite_computes_as_much_inside_as_it_is_said_to_outside(working):
    level = working.workspace.level
    level.select(layers_of(working)[1:3])
    QTest.keyClick(working.workspace.canvas.view, Qt.Key.Key_G, CTRL)
    (use,) = level.selection
    outside = level.report.facts[use].flops
    assert level.enter(use)
    assert totals(level.graph, level.report)["flops"] == outside, "ports compute nothing"


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
    assert working.workspace.canvas.scene.node_at(view.to_scene(QPointF(at))).node_id == use
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


def test_a_frame_and_its_note_go_inside_with_their_modules_and_come_out_again(working):
    level, canvas = working.workspace.level, working.workspace.canvas
    view, chosen = canvas.view, layers_of(working)[1:3]
    level.select(chosen)
    QTest.keyClick(view, Qt.Key.Key_C, SHIFT)
    QTest.keyClick(canvas.naming.editor, Qt.Key.Key_Return)
    area = canvas.scene.frames.items[0].frame.area
    note = Frame(text="why", at=(area[0] + 8, area[1] + 40), size=(80.0, 48.0), is_note=True)
    level.edit("note", add_frame(level.graph, note))
    before = level.graph
    level.select(chosen)
    QTest.keyClick(view, Qt.Key.Key_G, CTRL)
    assert level.graph.frames == ()
    QTest.keyClick(view, Qt.Key.Key_Return, CTRL)
    assert level.graph.frames == before.frames
    assert len(canvas.scene.frames.items) == 2
    QTest.keyClick(view, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    QTest.keyClick(view, Qt.Key.Key_G, CTRL | SHIFT)
    assert level.graph.frames == before.frames
    assert canvas.scene.frames.nodes_in(0) == chosen
    for _ in range(2):
        QTest.keyClick(view, Qt.Key.Key_Z, CTRL)
    assert level.graph is before


def test_a_screen_reader_is_told_that_it_is_inside(window):
    window.filing.open_copy(find_template("mnist_mlp").graph())
    window.workspace.level.select(["hidden", "relu"])
    for action in ("group", "enter"):
        window.table[action].trigger()
    assert window.workspace.canvas.view.accessibleName() == "Canvas, inside of Block, 4 modules"
    window.table["leave"].trigger()
    assert window.workspace.canvas.view.accessibleName() == "Canvas, Block selected"
