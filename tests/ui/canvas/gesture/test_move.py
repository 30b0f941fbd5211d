"""Selecting and moving, with real events."""

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QRegion

from hornstudio.engine.editing import edits
from hornstudio.engine.graph import Node, Wire
from hornstudio.engine.storage.templates import find_template
from hornstudio.ui.canvas.geometry import port_y
from hornstudio.ui.canvas.scene.scene import Scene
from tests.ui.canvas.painted import Painted

ALT = Qt.KeyboardModifier.AltModifier
CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
KEY = Qt.Key


def test_rubber_band_selects_what_it_touches(hand):
    hand.drag(hand.at(200, -40), hand.at(540, 60))
    assert set(hand.document.selection) == {"flatten", "dense"}


def test_rubber_band_with_shift_adds(hand):
    hand.document.select(["mnist"])
    hand.drag(hand.at(460, 180), hand.at(600, 320), modifiers=SHIFT)
    assert set(hand.document.selection) == {"mnist", "relu"}


def test_rubber_band_with_control_takes_away(hand):
    hand.key(KEY.Key_A, CTRL)
    hand.drag(hand.at(460, 180), hand.at(600, 320), modifiers=CTRL)
    assert set(hand.document.selection) == {"mnist", "flatten", "dense"}


def test_escape_takes_a_rubber_band_back(hand):
    hand.document.select(["mnist"])
    hand.hold(hand.at(200, -40), hand.at(540, 60))
    hand.key(KEY.Key_Escape)
    assert hand.document.selection == ("mnist",)


def test_click_selects_and_shift_click_adds_and_removes(hand):
    position = hand.canvas.node_position
    hand.click(position("dense"))
    hand.click(position("relu"), SHIFT)
    assert set(hand.document.selection) == {"dense", "relu"}
    hand.click(position("dense"), CTRL)
    assert hand.document.selection == ("relu",)
    hand.click(hand.at(700, 420))
    assert hand.document.selection == ()


def test_drag_moves_in_one_step_on_the_snap_grid_and_undoes(hand):
    before = hand.graph
    start = hand.canvas.node_position("dense")
    hand.drag(start, start + QPoint(53, 45))
    assert hand.graph.nodes["dense"].at == (536.0, 48.0)
    assert hand.undo_texts() == ["Move Dense"]
    item = hand.canvas.scene.nodes["dense"]
    assert item.pos() == QPointF(536, 48)
    hand.document.undo_stack.undo()
    assert hand.graph is before
    assert item.pos() == QPointF(480, 0)


def test_drag_moves_all_that_is_selected(hand):
    hand.document.select(["dense", "relu"])
    start = hand.canvas.node_position("dense")
    hand.drag(start, start + QPoint(0, 80))
    assert hand.graph.nodes["dense"].at == (480, 80)
    assert hand.graph.nodes["relu"].at == (480, 280)
    assert hand.undo_texts() == ["Move 2 modules"]


def test_two_drags_are_two_steps(hand):
    for _ in range(2):
        start = hand.canvas.node_position("dense")
        hand.drag(start, start + QPoint(0, 40))
    assert len(hand.undo_texts()) == 2


def test_escape_while_moving_puts_everything_back(hand):
    before = hand.graph
    start = hand.canvas.node_position("dense")
    hand.hold(start, start + QPoint(80, 80))
    assert hand.canvas.scene.nodes["dense"].pos() == QPointF(560, 80)
    hand.key(KEY.Key_Escape)
    hand.release(start + QPoint(80, 80))
    assert hand.graph is before
    assert hand.canvas.scene.nodes["dense"].pos() == QPointF(480, 0)
    assert hand.document.selection == ()


def test_moving_asks_no_shape_rule(hand, monkeypatch):
    facts = hand.document.report.facts
    start = hand.canvas.node_position("dense")
    hand.drag(start, start + QPoint(0, 80))
    assert hand.document.report.facts is facts
    assert hand.document.report.graph is hand.graph


def test_wires_follow_a_node_while_it_is_dragged(hand):
    line = hand.canvas.scene.wires[Wire("mnist.image", "flatten.input")]
    start = hand.canvas.node_position("flatten")
    hand.hold(start, start + QPoint(40, 160))
    end = line.way.path.pointAtPercent(1.0)
    assert (end.x(), end.y()) == (280.0, 204.0)
    hand.key(KEY.Key_Escape)


@pytest.mark.parametrize("is_called_off", [True, False])
def test_from_afar_wires_in_the_hand_run_straight_and_then_well(make_hand, graph_of, is_called_off):
    nodes = {
        "mnist": Node("mnist", at=(0, 0)),
        "between": Node("flatten", at=(800, 0)),
        "relu": Node("relu", at=(1600, 0)),
    }
    hand = make_hand(graph_of(nodes, ("mnist.image", "relu.input")))
    hand.canvas.view.zoom_to(0.25)
    hand.canvas.view.centerOn(800, 0)
    line = hand.canvas.scene.wires[Wire("mnist.image", "relu.input")]
    around = line.way
    assert len(around.points) > 2
    start = hand.canvas.node_position("relu")
    hand.hold(start, start + QPoint(40, 2))
    assert len(line.way.points) == 2
    assert line.way.points[1] == hand.canvas.scene.nodes["relu"].port_point("in", 0)
    if is_called_off:
        hand.key(KEY.Key_Escape)
        assert line.way == around
    else:
        hand.release(start + QPoint(40, 2))
        assert len(line.way.points) > 2
        assert line.way == Scene(hand.document.report).wires[line.wire].way


def test_keys_nudge_and_presses_in_a_row_are_one_step(hand):
    hand.document.select(["dense"])
    for _ in range(3):
        hand.key(KEY.Key_Right)
    hand.key(KEY.Key_Down, SHIFT)
    assert hand.graph.nodes["dense"].at == (504, 80)
    assert hand.undo_texts() == ["Move Dense"]


def test_control_and_arrows_walk_along_wires(hand):
    hand.document.select(["mnist"])
    hand.key(KEY.Key_Right, CTRL)
    assert hand.document.selection == ("flatten",)
    hand.key(KEY.Key_Left, CTRL)
    assert hand.document.selection == ("mnist",)
    hand.document.select(["dense"])
    hand.key(KEY.Key_Down, CTRL)
    assert hand.document.selection == ("relu",)


def test_select_all(hand):
    hand.key(KEY.Key_A, CTRL)
    assert set(hand.document.selection) == set(hand.graph.nodes)


def test_undo_while_a_node_is_held_out_of_its_wires_leaves_no_ghost(hand):
    before = hand.graph
    (wire,) = before.wires
    hand.document.edit("cut", edits.disconnect(before, [wire]))
    hand.hold(hand.canvas.node_position("flatten"), hand.at(300, 250), modifiers=ALT)
    hand.document.undo_stack.undo()
    assert hand.graph is before
    assert set(hand.canvas.scene.wires) == {wire}
    assert hand.canvas.scene.nodes["flatten"].pos() == QPointF(240, 0)
    hand.release(hand.at(300, 250), modifiers=ALT)
    assert hand.graph is before


def test_a_drag_that_was_let_go_unseen_is_called_off(hand):
    before = hand.graph
    hand.hold(hand.canvas.node_position("dense"), hand.at(600, 250))
    hand.move(hand.at(500, 300), button=Qt.MouseButton.NoButton)
    assert hand.canvas.view.gesture is None
    assert hand.canvas.scene.nodes["dense"].pos() == QPointF(480, 0)
    hand.click(hand.at(700, 300))
    assert hand.graph is before


def test_what_is_called_off_leaves_nothing_where_the_hand_was(hand, qtbot):
    body = hand.canvas.scene.nodes["flatten"].body
    start = hand.at(body.center().x(), body.top() + 12)
    hand.document.select(["flatten"])
    hand.press(start)
    for step in range(1, 13):
        hand.move(start + QPoint(-30, 200) * (step / 12))
        qtbot.wait(15)  # each step is painted
    held = hand.canvas.view.mapFromScene(hand.canvas.scene.nodes["flatten"].body).boundingRect()
    painted = Painted(hand.viewport)
    hand.key(Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not painted.region.isEmpty())
    qtbot.wait(50)
    assert QRegion(held).subtracted(painted.region).isEmpty()
    assert hand.canvas.scene.nodes["flatten"].body == body
    assert hand.undo_texts() == []


def test_between_two_rows_a_module_goes_into_the_wire_there_and_moves_no_other(make_hand):
    hand = make_hand(find_template("mnist_mlp").graph())
    canvas = hand.canvas
    canvas.resize(1400, 900)
    canvas.sight.fit_all()
    hand.document.select(["relu"])
    hand.key(Qt.Key.Key_X)
    before = hand.graph
    scene = canvas.scene
    bend = scene.wires[Wire("hidden.output", "scores.input")].middle
    body = scene.nodes["relu"].body
    held = QPointF(body.center().x(), body.top() + 12)
    step = bend - QPointF(body.center().x(), body.top() + port_y(0))
    start, end = (canvas.view.mapFromScene(at) for at in (held, held + step))
    hand.drag(start, end)
    assert Wire("hidden.output", "relu.input") in hand.graph.wires
    moved = [i for i, node in hand.graph if node.at != before.nodes[i].at]
    assert moved == ["relu"]
    others = [item.body for i, item in scene.nodes.items() if i != "relu"]
    assert not any(scene.nodes["relu"].body.intersects(other) for other in others)


def test_below_its_source_a_module_that_goes_into_a_wire_gives_way_to_the_right(make_hand):
    hand = make_hand(find_template("mnist_mlp").graph())
    source = hand.canvas.scene.nodes["relu"].body
    wire = Wire("relu.output", "scores.input")
    hand.canvas.adding.drop("dense", source.center() + QPointF(60, 70), wire)
    new = hand.canvas.scene.nodes["dense"].body
    assert Wire("relu.output", "dense.input") in hand.graph.wires
    assert new.left() > source.right()
