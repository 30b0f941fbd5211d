"""Moving and resizing frames with the mouse."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt

from hornstudio.engine.editing.frame import Frame, add_frame, frames_of
from hornstudio.engine.graph import Wire

ALT = Qt.KeyboardModifier.AltModifier
OUTER = Frame("Outer", at=(456.0, -64.0), size=(240.0, 440.0))
NOTE = Frame(text="inside", at=(480.0, 320.0), size=(120.0, 48.0), is_note=True)


@pytest.fixture
def framed(hand):
    graph = add_frame(add_frame(hand.graph, OUTER), NOTE)
    hand.document.open(graph, None)
    hand.canvas.view.setFocus()
    return hand


def test_a_drag_by_the_title_moves_all_that_lies_in_it_and_undoes(framed):
    before = framed.graph
    framed.drag(framed.at(500, -50), framed.at(541, -10))
    assert frames_of(framed.graph)[0].at == (496, -24)
    assert frames_of(framed.graph)[1].at == (520, 360)
    assert framed.graph.nodes["dense"].at == (520, 40)
    assert framed.graph.nodes["flatten"] is before.nodes["flatten"]
    assert framed.canvas.scene.nodes["dense"].pos() == QPointF(520, 40)
    assert framed.undo_texts() == ["Move frame Outer"]
    framed.undo_and_redo(before)


def test_with_alt_the_frame_moves_alone(framed):
    before = framed.graph
    framed.drag(framed.at(500, -50), framed.at(541, -10), modifiers=ALT)
    assert frames_of(framed.graph)[0].at == (496, -24)
    assert framed.graph.nodes["dense"].at == before.nodes["dense"].at
    assert frames_of(framed.graph)[1] == NOTE


def test_escape_puts_frame_and_modules_back(framed):
    before = framed.graph
    framed.hold(framed.at(500, -50), framed.at(700, 60))
    layer = framed.canvas.scene.frames
    assert layer.items[0].frame.at != OUTER.at
    framed.key(Qt.Key.Key_Escape)
    framed.release(framed.at(700, 60))
    assert framed.graph is before
    assert layer.items[0].frame == OUTER
    assert framed.canvas.scene.nodes["dense"].pos() == QPointF(480, 0)


def test_borders_and_corners_resize_on_the_grid(framed):
    before = framed.graph
    framed.drag(framed.at(696, 376), framed.at(750, 400))
    assert frames_of(framed.graph)[0] == replace(OUTER, size=(296.0, 464.0))
    assert framed.undo_texts() == ["Resize frame Outer"]
    framed.undo_and_redo(before)
    framed.drag(framed.at(456, 100), framed.at(400, 300))
    assert frames_of(framed.graph)[0].at == (400, -64)
    assert framed.graph.nodes is before.nodes


def test_it_does_not_become_nothing(framed):
    framed.drag(framed.at(696, 100), framed.at(100, 100))
    assert frames_of(framed.graph)[0].size[0] == 80


def test_a_press_inside_a_frame_still_draws_a_rubber_band(framed):
    framed.drag(framed.at(470, -25), framed.at(690, 310))
    assert set(framed.document.selection) == {"dense", "relu"}
    assert framed.undo_texts() == []


def test_click_selects_and_a_click_elsewhere_does_not(framed):
    layer = framed.canvas.scene.frames
    framed.click(framed.at(500, 340))
    assert layer.chosen == (1,)
    framed.click(framed.at(500, -50), Qt.KeyboardModifier.ShiftModifier)
    assert layer.chosen == (1, 0)
    framed.click(framed.at(800, 420))
    assert layer.chosen == ()
    framed.click(framed.at(500, -50))
    framed.click(framed.canvas.node_position("flatten"))
    assert layer.chosen == ()


def test_double_click_renames_and_writes(framed):
    framed.double_click(framed.at(520, -50))
    assert framed.canvas.naming.editor.isVisible()
    framed.canvas.naming.editor.leave()
    framed.double_click(framed.at(520, 340))
    assert framed.canvas.framing.editor.isVisible()
    assert framed.canvas.framing.editor.toPlainText() == "inside"
    framed.canvas.framing.editor.leave()
    assert framed.undo_texts() == []


def test_the_pointer_says_what_a_press_would_do(framed):
    shapes = []
    for at in ((456, 100), (696, 376), (600, -50), (640, 340)):
        framed.move(framed.at(*at), Qt.MouseButton.NoButton)
        shapes.append(framed.viewport.cursor().shape())
    cursor = Qt.CursorShape
    expected = [cursor.SizeHorCursor, cursor.SizeFDiagCursor, cursor.SizeAllCursor]
    assert shapes == [*expected, cursor.ArrowCursor]


def test_frames_lie_behind_wires_and_are_seen_from_afar(framed):
    scene = framed.canvas.scene
    line = scene.wires[Wire("mnist.image", "flatten.input")]
    assert all(0 < item.zValue() < line.zValue() for item in scene.frames.items.values())
    assert scene.frames.items[0].zValue() < scene.frames.items[1].zValue()
    framed.canvas.view.zoom_to(0.2)
    framed.canvas.view.centerOn(576, 150)
    with_frames = framed.viewport.grab().toImage()
    at = framed.at(640, 250) + QPoint(1, 1)
    there = with_frames.pixelColor(at)
    framed.document.open(replace(framed.graph, frames=()), None)
    framed.canvas.view.centerOn(576, 150)
    assert framed.viewport.grab().toImage().pixelColor(at) != there


def test_what_a_frame_comes_to_lie_over_does_not_go_along(framed):
    before = framed.graph
    framed.hold(framed.at(500, -50), framed.at(260, -50))
    framed.move(framed.at(250, -50))
    framed.release(framed.at(500, 60))
    assert framed.graph.nodes["flatten"] is before.nodes["flatten"]
    assert framed.canvas.scene.nodes["flatten"].pos() == QPointF(240, 0)
    assert framed.graph.nodes["dense"].at[1] == frames_of(framed.graph)[0].at[1] + 64
