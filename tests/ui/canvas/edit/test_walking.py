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


def test_where_a_wire_was_deleted_the_keyboard_goes_on(hand):
    hand.document.select(["mnist"])
    for key, modifiers in ((KEY.Key_W, SHIFT), (KEY.Key_Delete, None)) * 2:
        hand.key(key, modifiers or Qt.KeyboardModifier.NoModifier)
    assert hand.graph.wires == (SECOND,)  # both of that module, and none of another
    hand.document.undo_stack.undo()
    hand.document.undo_stack.undo()
    hand.key(KEY.Key_Escape)
    for end, direction in (("flatten", KEY.Key_Right), ("mnist", KEY.Key_Left)):
        hand.document.select(["mnist"])
        hand.key(KEY.Key_W, SHIFT)
        hand.key(KEY.Key_Delete)
        hand.key(direction, CTRL)
        assert hand.document.selection == (end,)
        hand.document.undo_stack.undo()


def test_where_a_module_was_deleted_the_keyboard_goes_on_to_what_was_around_it(hand):
    hand.document.select(["flatten"])
    hand.key(KEY.Key_Delete)
    hand.key(KEY.Key_Right, CTRL)
    assert hand.document.selection == ("dense",)
    hand.key(KEY.Key_Delete)  # nothing is left around it
    hand.key(KEY.Key_Right, CTRL)
    assert hand.document.selection == ("mnist",)


def test_after_esc_the_keyboard_is_where_it_was(hand):
    hand.document.select(["dense"])
    hand.key(KEY.Key_Escape)
    assert hand.document.selection == ()
    hand.key(KEY.Key_Left, CTRL)
    assert hand.document.selection == ("dense",)


def test_it_is_said_where_no_way_leads_on(hand, announced):
    for key, words in (
        (KEY.Key_Left, "No wire leads to MNIST."),
        (KEY.Key_Up, "No module lies above MNIST."),
    ):
        hand.document.select(["mnist"])
        announced.clear()
        hand.key(key, CTRL)
        assert announced == [words]
        assert hand.document.selection == ("mnist",)
    hand.document.select(["loss"])
    announced.clear()
    hand.key(KEY.Key_Right, CTRL)
    hand.key(KEY.Key_Down, CTRL)
    title = "Categorical crossentropy loss"
    assert announced == [f"No wire leads on from {title}.", f"No module lies below {title}."]


def test_from_a_reroute_point_arrows_lead_as_from_its_wire(hand):
    hand.document.select(["flatten"])
    hand.key(KEY.Key_W, SHIFT)
    hand.key(KEY.Key_R)
    assert hand.canvas.scene.reroutes.chosen
    hand.key(KEY.Key_Right, CTRL)
    assert hand.document.selection == ("flatten",)
    assert not hand.canvas.scene.reroutes.chosen
