"""Reroute points under the mouse."""

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt

from hornstudio.engine.editing.reroute import with_points
from hornstudio.engine.graph import Graph, Node, Wire
from hornstudio.ui.canvas.reroute.gesture import beside_nodes

ALT = Qt.KeyboardModifier.AltModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
WIRE = Wire("mnist.image", "flatten.input")


@pytest.fixture
def hand(make_hand, graph_of):
    """MNIST and Flatten, far apart, with a Dense below; at 100 %, all in view."""
    nodes = {
        "mnist": Node("mnist", at=(0, 0)),
        "flatten": Node("flatten", at=(640, 0)),
        "dense": Node("dense", at=(320, 240)),
    }
    hand = make_hand(graph_of(nodes, WIRE))
    hand.canvas.view.has_guides = False
    return hand


def middle(hand) -> QPoint:
    return hand.canvas.view.mapFromScene(hand.canvas.scene.wires[WIRE].middle)


def points(hand) -> tuple:
    return hand.graph.reroutes.get(WIRE, ())


def path_meets(hand, at: tuple[float, float]) -> bool:
    return hand.canvas.scene.wires[WIRE].is_near(QPointF(*at), 2.0)


def test_alt_click_puts_a_point_into_a_wire_and_a_drag_pulls_one_out(hand) -> None:
    before = hand.graph
    hand.click(middle(hand), ALT)
    assert len(points(hand)) == 1
    assert hand.undo_texts() == ["Add reroute point"]
    hand.undo_and_redo(before)
    hand.document.undo_stack.undo()
    place = middle(hand)
    hand.drag(place, place + QPoint(0, 120))
    ((_, y),) = points(hand)
    assert y % 8 == 0
    assert path_meets(hand, points(hand)[0])
    assert hand.canvas.scene.reroutes.chosen == ((WIRE, 0),)
    hand.undo_and_redo(before)


def test_a_point_that_would_lie_under_a_node_goes_beside_it(hand) -> None:
    before = hand.graph
    body = hand.canvas.scene.nodes["dense"].body
    under = hand.canvas.view.mapFromScene(body.center())
    hand.drag(middle(hand), under)
    ((x, y),) = points(hand)
    assert not body.contains(x, y)
    assert body.adjusted(-16, -16, 16, 16).contains(x, y)
    hand.undo_and_redo(before)
    hand.drag(hand.canvas.view.mapFromScene(QPointF(x, y)), under + QPoint(0, 8))
    ((x, y),) = points(hand)
    assert not body.contains(x, y)
    hand.drag(hand.canvas.view.mapFromScene(QPointF(x, y)), middle(hand) - QPoint(0, 120))
    assert len(points(hand)) == 1, "it could be taken hold of"


def test_a_point_put_into_a_wire_that_runs_under_a_node_goes_beside_it(hand) -> None:
    touching = hand.canvas.scene.blocks.touching
    body = hand.canvas.scene.nodes["dense"].body
    x, y = beside_nodes((body.center().x(), body.top() + 10.0), touching)
    assert (x, y) == (body.center().x(), body.top() - 8)
    assert beside_nodes((0.0, 500.0), touching) == (0.0, 500.0)


def test_a_click_on_a_wire_bends_nothing_and_esc_calls_a_pull_off(hand) -> None:
    before = hand.graph
    hand.click(middle(hand))
    assert hand.canvas.scene.chosen_wires == {WIRE}
    place = middle(hand)
    path = hand.canvas.scene.wires[WIRE].way.path
    hand.hold(place, place + QPoint(0, 96))
    assert hand.canvas.scene.wires[WIRE].way.path != path
    hand.key(Qt.Key.Key_Escape)
    hand.release(place)
    assert hand.graph is before
    assert hand.canvas.scene.wires[WIRE].way.path == path


def bend(hand, *row: tuple[float, float]) -> Graph:
    hand.document.edit("bend", with_points(hand.graph, {WIRE: row}))
    return hand.graph


def test_points_are_dragged_alone_and_together_with_nodes(hand) -> None:
    before = bend(hand, (320.0, 96.0), (480.0, 96.0))
    hand.drag(hand.at(320, 96), hand.at(320, 144))
    assert points(hand) == ((320.0, 144.0), (480.0, 96.0))
    assert hand.undo_texts()[-1] == "Move reroute point"
    hand.undo_and_redo(before)
    hand.document.undo_stack.undo()
    hand.click(hand.at(320, 96))
    hand.click(hand.at(480, 96), SHIFT)
    hand.drag(hand.at(480, 96), hand.at(480, 128), modifiers=SHIFT)
    assert hand.canvas.scene.reroutes.chosen == ((WIRE, 0),)  # Shift took the second one off
    hand.click(hand.at(480, 96), SHIFT)
    hand.drag(hand.at(480, 96), hand.at(480, 144))
    assert points(hand) == ((320.0, 144.0), (480.0, 144.0))
    assert hand.undo_texts()[-1] == "Move 2 reroute points"


def test_a_rubber_band_takes_points_and_nodes_and_they_move_as_one(hand) -> None:
    before = bend(hand, (320.0, 96.0))
    hand.drag(hand.at(250, 60), hand.at(560, 400))
    assert hand.document.selection == ("dense",)
    assert hand.canvas.scene.reroutes.chosen == ((WIRE, 0),)
    grip = hand.canvas.node_position("dense")
    hand.drag(grip, grip + QPoint(0, 80))
    assert points(hand) == ((320.0, 176.0),)
    assert hand.graph.nodes["dense"].at == (320.0, 320.0)
    hand.undo_and_redo(before)
    hand.drag(hand.at(320, 176), hand.at(320, 96))
    assert hand.graph == before
    assert hand.undo_texts()[-1] == "Move 2 things"


def test_points_go_along_with_both_nodes_once(hand) -> None:
    before = bend(hand, (320.0, 96.0))
    hand.drag(hand.at(-60, -60), hand.at(900, 200))
    assert set(hand.document.selection) == {"mnist", "flatten"}
    grip = hand.canvas.node_position("mnist")
    hand.hold(grip, grip + QPoint(0, 48))
    hand.release(grip + QPoint(0, 48))
    assert points(hand) == ((320.0, 144.0),)
    assert path_meets(hand, (320.0, 144.0))
    hand.undo_and_redo(before)


def test_esc_puts_dragged_points_back(hand) -> None:
    before = bend(hand, (320.0, 96.0))
    hand.hold(hand.at(320, 96), hand.at(400, 160))
    assert not path_meets(hand, (320.0, 96.0))
    hand.key(Qt.Key.Key_Escape)
    hand.release(hand.at(400, 160))
    assert hand.graph is before
    assert path_meets(hand, (320.0, 96.0))


def test_a_dragged_point_snaps_level_with_its_port(hand) -> None:
    bend(hand, (320.0, 96.0))
    hand.canvas.view.has_guides = True
    port = hand.canvas.scene.ends(WIRE)[0].y()
    hand.drag(hand.at(320, 96), hand.at(320, port + 4))
    assert points(hand)[0][1] == pytest.approx(port, abs=0.01)


def test_the_wire_keeps_its_points_when_an_end_moves_and_when_a_node_comes_in(hand) -> None:
    before = bend(hand, (320.0, 96.0), (480.0, 96.0))
    hand.drag(hand.port("flatten.input"), hand.port("dense.input"))
    moved = Wire("mnist.image", "dense.input")
    assert hand.graph.reroutes == {moved: before.reroutes[WIRE]}
    hand.undo_and_redo(before)
    hand.document.undo_stack.undo()
    grip = hand.canvas.node_position("dense")
    body = hand.canvas.scene.nodes["dense"].body
    goal = hand.at(400 - body.width() / 2, 96) + (grip - hand.at(320, 240)) - QPoint(0, 30)
    hand.drag(grip, goal)
    assert hand.undo_texts()[-1] == "Insert Dense"
    assert hand.graph.reroutes[Wire("mnist.image", "dense.input")] == ((320.0, 96.0),)
    assert len(hand.graph.reroutes[Wire("dense.output", "flatten.input")]) == 1
    hand.undo_and_redo(before)


def test_the_very_middle_of_a_short_wire_pulls_a_point_and_its_ends_come_off(make_hand, graph_of):
    nodes = {"mnist": Node("mnist", at=(0, 0)), "flatten": Node("flatten", at=(208, 0))}
    hand = make_hand(graph_of(nodes, WIRE))
    before, place = hand.graph, middle(hand)
    hand.drag(place, place + QPoint(0, -60))
    assert hand.graph.wires == (WIRE,)
    assert len(points(hand)) == 1
    hand.undo_and_redo(before)
    hand.document.undo_stack.undo()
    hand.drag(place + QPoint(8, 0), place + QPoint(8, 160))
    assert hand.graph.wires == ()
    hand.undo_and_redo(before)


@pytest.fixture
def wound(make_hand, graph_of):
    """A wire that goes back to a module below, and one that goes around a module between."""
    nodes = {
        "mnist": Node("mnist", at=(480, 0)),
        "flatten": Node("flatten", at=(0, 200)),
        "dense": Node("dense", at=(240, 200)),
        "relu": Node("relu", at=(480, 200)),
    }
    wires = (WIRE, ("flatten.output", "relu.input"))
    return make_hand(graph_of(nodes, *wires))


@pytest.mark.parametrize("wire", [WIRE, Wire("flatten.output", "relu.input")])
def test_a_point_that_is_put_onto_a_lane_leaves_it_as_it_is(wound, wire) -> None:
    hand, before = wound, wound.graph
    line = hand.canvas.scene.wires[wire]
    corners = line.way.points
    assert len(corners) == 6
    lane = (corners[2] + corners[3]) / 2
    for x in (lane.x() - 33, lane.x() + 37, lane.x() + 2):
        hand.click(hand.at(x, lane.y()), ALT)
        assert line.way.points == corners
    row = hand.graph.reroutes[wire]
    assert len(row) == 3 == len(line.points)
    assert sorted(row, reverse=corners[2].x() > corners[3].x()) == list(row)
    assert {y for _, y in row} == {lane.y()}
    hand.canvas.rerouting.straighten([wire])
    assert line.way.points == corners
    hand.canvas.rerouting.add_at(wire, corners[1])  # its leg: it comes to where the lane begins
    assert line.way.points == corners
    hand.document.undo_stack.setIndex(0)
    assert hand.graph is before


def test_a_lane_follows_its_point_up_and_down(wound) -> None:
    hand, line = wound, wound.canvas.scene.wires[WIRE]
    first, last = line.way.points[2:4]
    hand.canvas.view.has_guides = False
    middle = (first + last) / 2
    hand.click(hand.at(middle.x(), middle.y()), ALT)
    before, start = hand.graph, hand.at(*points(hand)[0])
    hand.drag(start, start + QPoint(0, 12))
    assert points(hand)[0][1] > first.y()
    assert line.way.points[2] == QPointF(first.x(), points(hand)[0][1])
    hand.undo_and_redo(before)
    start = hand.at(*points(hand)[0])
    hand.drag(start, start + QPoint(-500, 0))  # beyond the wire's end: there it turns back
    assert not line.way.corners
    assert path_meets(hand, points(hand)[0])
    hand.document.undo_stack.undo()
    start = hand.at(*points(hand)[0])
    hand.drag(start, start + QPoint(0, 90))  # under modules, where a person wants it
    assert line.way.points[2].y() == points(hand)[0][1] > 200
