"""Nodes put into wires and taken out of them, with real events."""

import pytest
from PySide6.QtCore import QPoint, Qt

from hornstudio.engine.graph import Node, Wire

ALT = Qt.KeyboardModifier.AltModifier
KEY = Qt.Key


@pytest.fixture
def line(make_hand, graph_of):
    """MNIST -> Flatten -> Dense -> ReLU with much room, and a loose Dropout below."""
    nodes = {
        "mnist": Node("mnist", at=(0, 0)),
        "flatten": Node("flatten", at=(320, 0)),
        "dense": Node("dense", at=(560, 0)),
        "relu": Node("relu", at=(800, 0)),
        "dropout": Node("dropout", at=(320, 280)),
    }
    wires = (
        ("mnist.image", "flatten.input"),
        ("flatten.output", "dense.input"),
        ("dense.output", "relu.input"),
    )
    hand = make_hand(graph_of(nodes, *wires))
    hand.canvas.view.centerOn(480, 160)
    return hand


def to(hand, node, x, y):
    """How far to drag a node so that its corner comes to a point."""
    at = hand.graph.nodes[node].at
    return QPoint(round(x - at[0]), round(y - at[1]))


def drag_node(hand, node, x, y, modifiers=Qt.KeyboardModifier.NoModifier):
    start = hand.canvas.node_position(node)
    hand.drag(start, start + to(hand, node, x, y), modifiers=modifiers)


def test_a_loose_node_let_go_on_a_wire_goes_into_it(line):
    before = line.graph
    drag_node(line, "dropout", 168, 8)
    assert line.undo_texts() == ["Insert Dropout"]
    assert line.graph.wires[:2] == (
        Wire("mnist.image", "dropout.input"),
        Wire("dropout.output", "flatten.input"),
    )
    bodies = [item.body for item in line.canvas.scene.nodes.values()]
    assert not any(a.intersects(b) for i, a in enumerate(bodies) for b in bodies[:i])
    assert line.graph.nodes["dropout"].at[1] == 0  # level with the wire
    line.undo_and_redo(before)


def test_the_wire_stands_out_while_the_node_is_held_over_it(line):
    wire = line.canvas.scene.wires[Wire("mnist.image", "flatten.input")]
    start = line.canvas.node_position("dropout")
    said = []
    line.canvas.said.connect(said.append)
    line.hold(start, start + to(line, "dropout", 168, 0))
    assert wire.is_hovered
    assert said[-1] == "Let go to put it between mnist and flatten"
    line.key(KEY.Key_Escape)
    assert not wire.is_hovered
    assert said[-1] == ""
    assert line.undo_texts() == []


def test_a_wired_node_or_several_only_move_over_a_wire(line):
    wires = line.graph.wires
    line.document.select(["dropout", "relu"])
    drag_node(line, "dropout", 168, 0)
    drag_node(line, "dense", 168, 80)
    assert line.graph.wires == wires


def test_alt_and_drag_takes_a_node_out_and_closes_the_wire(line):
    before = line.graph
    drag_node(line, "dense", 560, 240, ALT)
    assert line.undo_texts() == ["Take out Dense"]
    assert line.graph.wires == (
        Wire("mnist.image", "flatten.input"),
        Wire("flatten.output", "relu.input"),
    )
    assert line.graph.nodes["dense"].at == (560, 240)
    assert not line.canvas.advice.bubble.isVisible()
    line.undo_and_redo(before)


def test_alt_pressed_and_let_go_on_the_way_counts_as_it_is_at_the_end(line):
    start = line.canvas.node_position("dense")
    gone = line.canvas.scene.wires[Wire("dense.output", "relu.input")]
    line.hold(start, start + QPoint(0, 200))
    assert not gone.is_dimmed
    line.move(start + QPoint(0, 208), modifiers=ALT)
    assert gone.is_dimmed
    line.release(start + QPoint(0, 208))
    assert not gone.is_dimmed
    assert line.undo_texts() == ["Move Dense"]
    assert len(line.graph.wires) == 3


def test_alt_and_drag_from_one_wire_into_another_is_one_step(line):
    before = line.graph
    drag_node(line, "dense", 168, 0, ALT)
    assert line.undo_texts() == ["Insert Dense"]
    assert set(line.graph.wires) == {
        Wire("mnist.image", "dense.input"),
        Wire("dense.output", "flatten.input"),
        Wire("flatten.output", "relu.input"),
    }
    line.undo_and_redo(before)


def test_escape_leaves_what_alt_has_taken_out(line):
    before = line.graph
    start = line.canvas.node_position("dense")
    line.hold(start, start + QPoint(0, 200), modifiers=ALT)
    line.key(KEY.Key_Escape)
    line.release(start + QPoint(0, 200))
    assert line.graph is before
    assert not any(w.is_dimmed for w in line.canvas.scene.wires.values())


def test_a_wire_that_cannot_be_closed_says_why(make_hand, graph_of):
    nodes = {
        "mnist": Node("mnist", at=(0, 0)),
        "loss": Node("categorical_crossentropy", at=(320, 0)),
        "sgd": Node("sgd", at=(600, 0)),
    }
    wires = (("mnist.image", "loss.prediction"), ("loss.loss", "sgd.loss"))
    hand = make_hand(graph_of(nodes, *wires))
    before = hand.graph
    drag_node(hand, "loss", 320, 240, ALT)
    assert hand.graph.wires == ()
    assert "optimizer only takes losses" in hand.canvas.advice.bubble.accessibleName()
    hand.undo_and_redo(before)


def test_the_key_takes_out_what_is_selected_and_lays_it_aside(line):
    before = line.graph
    line.document.select(["dense"])
    line.key(KEY.Key_X)
    assert Wire("flatten.output", "relu.input") in line.graph.wires
    assert line.graph.nodes["dense"].at[1] > before.nodes["dense"].at[1]
    line.undo_and_redo(before)
    line.key(KEY.Key_X)
    assert "wired to others" in line.canvas.advice.bubble.accessibleName()
