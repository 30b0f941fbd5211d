"""Frames and notes by keys and menu, with a real canvas."""

from itertools import combinations

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest

from hornstudio.engine.editing.frame import Frame, frames_of
from hornstudio.engine.graph import Wire
from hornstudio.engine.storage import files
from hornstudio.ui.canvas.context_menu import build_menu
from hornstudio.ui.theme import current

KEY = Qt.Key
ALT = Qt.KeyboardModifier.AltModifier
CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


def frames(hand) -> dict[int, Frame]:
    return frames_of(hand.graph)


@pytest.fixture
def framed(hand):
    """A frame around dense and relu, named."""
    hand.document.select(["dense", "relu"])
    hand.key(KEY.Key_C, SHIFT)
    field = hand.canvas.naming.editor
    assert field.isVisible()
    field.setText("Head")
    QTest.keyClick(field, KEY.Key_Return)
    return hand


def test_a_frame_is_put_around_the_selection_named_kept_and_undone(framed):
    frame = frames(framed)[0]
    assert frame.title == "Head"
    assert framed.canvas.scene.frames.nodes_in(0) == ["dense", "relu"]
    assert framed.undo_texts() == ["Add frame", "Rename frame Frame"]
    again = files.from_text(files.to_text(framed.graph))
    assert frames_of(again) == frames(framed)
    framed.document.undo_stack.undo()
    framed.document.undo_stack.undo()
    assert framed.graph.frames == ()
    assert framed.canvas.scene.frames.items == {}
    assert framed.canvas.scene.frames.chosen == ()


def test_a_note_is_written_in_lines(hand):
    before = hand.graph
    hand.key(KEY.Key_N)
    hand.undo_and_redo(before)
    editor = hand.canvas.framing.editor
    hand.canvas.framing.rename(0)
    QTest.keyClicks(editor, "Why 32?")
    QTest.keyClick(editor, KEY.Key_Return)
    QTest.keyClicks(editor, "Ask.")
    QTest.keyClick(editor, KEY.Key_Return, CTRL)
    assert not editor.isVisible()
    assert frames(hand)[0].text == "Why 32?\nAsk."
    assert hand.undo_texts() == ["Add note", "Write note"]


def test_a_new_note_covers_no_module_and_lies_under_no_wire(hand):
    hand.canvas.view.centerOn(200, 50)
    hand.canvas.framing.add_note()
    note = hand.canvas.scene.frames.items[0].body
    assert not [i for i in hand.canvas.scene.nodes.values() if i.body.intersects(note)]
    path = hand.canvas.scene.wires[Wire("mnist.image", "flatten.input")].way.path
    assert not any(note.contains(path.pointAtPercent(i / 50)) for i in range(51))
    hand.canvas.framing.editor.leave()


def test_a_note_by_key_comes_to_the_pointer_as_a_module_does(hand, monkeypatch):
    pointer = QPointF(-120, 360)
    monkeypatch.setattr(hand.canvas.view, "typing_point", lambda: pointer)
    hand.key(KEY.Key_N)
    assert hand.canvas.scene.frames.items[0].body.contains(pointer)
    hand.canvas.framing.editor.leave()


def test_escape_takes_the_text_and_keys_do_not_reach_the_canvas(hand):
    hand.key(KEY.Key_N)
    editor = hand.canvas.framing.editor
    QTest.keyClick(editor, KEY.Key_Delete)
    QTest.keyClicks(editor, "b")
    QTest.keyClick(editor, KEY.Key_Escape)
    assert not editor.isVisible()
    assert frames(hand)[0].text == "b", "several lines are not lost by a key"
    assert hand.undo_texts() == ["Add note", "Write note"]
    assert hand.canvas.focusWidget() is hand.canvas.view


def test_zooming_takes_the_text_of_a_note_and_escape_without_any_is_no_step(hand):
    hand.key(KEY.Key_N)
    editor = hand.canvas.framing.editor
    QTest.keyClick(editor, KEY.Key_Escape)
    assert hand.undo_texts() == ["Add note"]
    hand.key(KEY.Key_F2)
    QTest.keyClicks(editor, "why")
    hand.canvas.view.zoom_by(1.2)
    assert not editor.isVisible()
    assert frames(hand)[0].text == "why"


def test_delete_takes_the_frame_and_leaves_the_modules(framed):
    before = framed.graph
    framed.key(KEY.Key_Delete)
    assert framed.graph.frames == ()
    assert framed.graph.nodes is before.nodes
    framed.undo_and_redo(before)


def test_arrows_move_a_frame_with_what_it_holds_as_one_step(framed):
    before = framed.graph
    for _ in range(3):
        framed.key(KEY.Key_Right)
    assert frames(framed)[0].at[0] == frames_of(before)[0].at[0] + 24
    assert framed.graph.nodes["dense"].at == (504, 0)
    assert framed.graph.nodes["mnist"] is before.nodes["mnist"]
    assert framed.undo_texts()[2:] == ["Move frame Head"]
    framed.undo_and_redo(before)


def test_control_alt_and_arrows_resize(framed):
    width, height = frames(framed)[0].size
    framed.key(KEY.Key_Right, CTRL | ALT)
    framed.key(KEY.Key_Right, CTRL | ALT)
    framed.key(KEY.Key_Up, CTRL | ALT)
    assert frames(framed)[0].size == (width + 16, height - 8)
    assert framed.undo_texts()[2:] == ["Resize frame Head"]


def test_keys_lead_from_modules_to_their_frame_and_back(framed):
    framed.document.select(["relu"])
    layer = framed.canvas.scene.frames
    assert layer.chosen == ()
    framed.key(KEY.Key_Up, CTRL | SHIFT)
    assert layer.chosen == (0,)
    assert framed.document.selection == ()
    assert "Head" in framed.canvas.view.accessibleName()
    framed.key(KEY.Key_Down, CTRL | SHIFT)
    assert set(framed.document.selection) == {"dense", "relu"}
    framed.document.select(())
    framed.key(KEY.Key_Up, CTRL | SHIFT)
    assert layer.chosen == (0,)
    framed.key(KEY.Key_Escape)
    assert layer.chosen == ()


def test_menu_gives_a_colour_and_fits(framed):
    before = framed.graph
    framed.key(KEY.Key_Right, CTRL | ALT)
    head = framed.canvas.scene.frames.items[0].handle.center()
    menu = build_menu(framed.canvas, QPointF(head))
    colours = next(a.menu() for a in menu.actions() if a.menu())
    next(a for a in colours.actions() if a.text() == "Red").trigger()
    assert frames(framed)[0].color == "red"
    next(a for a in menu.actions() if a.text().startswith("Fit")).trigger()
    assert frames(framed)[0].size == frames_of(before)[0].size
    assert framed.undo_texts()[3:] == ["Colour frame Head", "Fit frame Head"]
    menu.deleteLater()


def test_layout_keeps_a_frame_around_its_modules(framed, monkeypatch):
    monkeypatch.setattr(current(), "reduced_motion", True)
    before = framed.graph
    framed.key(KEY.Key_L)
    layer = framed.canvas.scene.frames
    assert layer.nodes_in(0) == ["dense", "relu"]
    assert framed.undo_texts()[2:] == ["Arrange everything"]
    framed.undo_and_redo(before)


def test_a_copy_of_a_frame_takes_along_what_lies_in_it(framed):
    before = framed.graph
    framed.key(KEY.Key_C, CTRL)
    framed.key(KEY.Key_V, CTRL)
    assert [f.title for f in frames(framed).values()] == ["Head", "Head"]
    assert set(framed.document.selection) == {"dense_2", "relu_2"}
    assert framed.canvas.scene.frames.nodes_in(1)[-2:] == ["dense_2", "relu_2"]
    framed.undo_and_redo(before)
    framed.document.undo_stack.undo()
    framed.document.select(["dense", "relu"])
    framed.key(KEY.Key_D, CTRL)
    assert len(frames(framed)) == 2
    framed.undo_and_redo(before)


def test_nodes_that_are_only_some_of_a_frame_are_copied_without_it(framed):
    framed.document.select(["dense"])
    framed.key(KEY.Key_D, CTRL)
    assert len(frames(framed)) == 1
    assert framed.undo_texts()[2:] == ["Duplicate Dense"]


def test_a_note_is_cut_and_pasted(hand):
    hand.key(KEY.Key_N)
    editor = hand.canvas.framing.editor
    QTest.keyClicks(editor, "wide")
    QTest.keyClick(editor, KEY.Key_Return, CTRL)
    before = hand.graph
    hand.key(KEY.Key_X, CTRL)
    assert hand.graph.frames == ()
    hand.undo_and_redo(before)
    hand.key(KEY.Key_V, CTRL)
    assert [f.text for f in frames(hand).values()] == ["wide"]
    assert hand.canvas.scene.frames.chosen == (0,)
    assert hand.undo_texts()[2:] == ["Cut frame", "Paste frame"]


def test_a_frame_around_one_module_is_told_so(hand):
    hand.document.select(["relu"])
    hand.key(KEY.Key_C, SHIFT)
    hand.canvas.naming.editor.leave()
    assert hand.canvas.view.accessibleName() == "Canvas, frame Frame selected, 1 module in it"


def test_an_empty_frame_lies_on_no_module_and_on_no_other_frame(hand):
    for _ in range(2):
        hand.document.select(())
        hand.canvas.framing.add()
        hand.canvas.naming.editor.finish()
        made = hand.canvas.scene.frames.items[max(hand.canvas.scene.frames.items)]
        assert hand.canvas.view.visible_area().contains(made.body)
    bodies = [item.body for item in hand.canvas.scene.frames.items.values()]
    bodies += [item.body for item in hand.canvas.scene.nodes.values()]
    assert not any(a.intersects(b) for a, b in combinations(bodies, 2))


def test_a_frame_around_what_has_one_goes_around_that_too(framed):
    inner = framed.canvas.scene.frames.items[0].body
    framed.canvas.select_all()
    framed.canvas.framing.add()
    framed.canvas.naming.editor.finish()
    outer = framed.canvas.scene.frames.items[1].body
    assert outer.contains(inner)
    assert inner.top() - outer.top() == 48
