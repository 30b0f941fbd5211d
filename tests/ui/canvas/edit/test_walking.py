"""Wires are reached, read out, deleted, bent and filled without a mouse."""

import pytest
from PySide6.QtCore import Qt

from hornstudio.engine.graph import Node, Wire

KEY = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
FIRST, SECOND = Wire("mnist.image", "flatten.input"), Wire("flatten.output", "dense.input")
LABELS = Wire("mnist.label", "loss.target")


@pytest.fixture
def hand(make_hand, graph_of):
    nodes = {
        "mnist": Node("mnist", at=(0, 0)),
        "flatten": Node("flatten", at=(240, 0)),
        "dense": Node("dense", at=(480, 0)),
        "loss": Node("categorical_crossentropy", at=(480, 240)),
    }
    return make_hand(graph_of(nodes, FIRST, SECOND, LABELS))


def chosen(hand) -> Wire:
    (wire,) = hand.canvas.scene.chosen_wires
    assert hand.document.selection == ()
    return wire


def test_shift_w_goes_round_the_wires_of_the_selected_module_or_of_all(hand):
    hand.document.select(["flatten"])
    for wire in (FIRST, SECOND, FIRST):
        hand.key(KEY.Key_W, SHIFT)
        assert chosen(hand) == wire
    hand.key(KEY.Key_Escape)
    for wire in (FIRST, SECOND, LABELS):
        hand.key(KEY.Key_W, SHIFT)
        assert chosen(hand) == wire
    assert hand.undo_texts() == []


def test_arrows_lead_from_a_wire_to_its_ends_and_to_its_neighbours(hand):
    hand.document.select(["mnist"])
    hand.key(KEY.Key_W, SHIFT)
    hand.key(KEY.Key_Down, CTRL)
    assert chosen(hand) == LABELS
    hand.key(KEY.Key_Up, CTRL)
    assert chosen(hand) == FIRST
    hand.key(KEY.Key_Right, CTRL)
    assert hand.document.selection == ("flatten",)
    assert hand.canvas.scene.chosen_wires == set()
    hand.key(KEY.Key_W, SHIFT)
    hand.key(KEY.Key_Left, CTRL)
    assert hand.document.selection == ("mnist",)


def test_a_reader_hears_the_wire_and_what_flows(hand):
    hand.document.select(["mnist"])
    hand.key(KEY.Key_W, SHIFT)
    words = "Canvas, wire from mnist.image to flatten.input selected, 28×28×1"
    assert hand.canvas.view.accessibleName() == words
    hand.key(KEY.Key_W, SHIFT)
    assert hand.canvas.view.accessibleName().endswith("selected, one of 10 classes")
    hand.key(KEY.Key_Escape)
    assert hand.canvas.view.accessibleName() == "Canvas, 4 modules"


def test_what_is_reached_is_deleted_or_bent_and_undone(hand):
    before = hand.graph
    hand.document.select(["flatten"])
    hand.key(KEY.Key_W, SHIFT)
    hand.key(KEY.Key_R)
    assert list(hand.graph.reroutes) == [FIRST]
    hand.undo_and_redo(before)
    hand.document.undo_stack.undo()
    hand.document.select(["flatten"])
    hand.key(KEY.Key_W, SHIFT)
    hand.key(KEY.Key_Delete)
    assert hand.graph.wires == (SECOND, LABELS)
    hand.undo_and_redo(before)
    hand.key(KEY.Key_W, SHIFT)  # the former way round is gone
    assert chosen(hand) in hand.graph.wires


def test_a_wire_out_of_view_is_brought_into_it_and_none_is_said(hand, make_hand):
    hand.canvas.view.centerOn(9000, 9000)
    hand.key(KEY.Key_W, SHIFT)
    assert hand.canvas.view.visible_area().contains(hand.canvas.scene.wires[FIRST].middle)
    empty, said = make_hand(), []
    empty.canvas.said.connect(said.append)
    empty.key(KEY.Key_W, SHIFT)
    assert "no wire here yet" in said[-1]


def test_on_the_way_from_a_module_to_a_wire_and_back_nothing_else_is_told(hand, monkeypatch):
    hand.document.select(["mnist"])
    names, view = [], hand.canvas.view
    name_it = view.setAccessibleName
    monkeypatch.setattr(view, "setAccessibleName", lambda name: (names.append(name), name_it(name)))
    hand.key(KEY.Key_W, SHIFT)
    hand.key(KEY.Key_Left, CTRL)
    wire = "Canvas, wire from mnist.image to flatten.input selected, 28×28×1"
    assert names == [wire, "Canvas, MNIST selected"]
