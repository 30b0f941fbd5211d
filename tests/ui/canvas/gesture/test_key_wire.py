"""A whole network can be wired without a mouse."""

import pytest
from PySide6.QtCore import Qt

from hornstudio.engine.editing import edits
from hornstudio.engine.graph import Node, Wire

KEY = Qt.Key


@pytest.fixture
def said(hand):
    """What stands in the status bar, read out or not."""
    words = []
    hand.canvas.said.connect(words.append)
    hand.canvas.shown.connect(words.append)
    return words


def test_w_and_enter_wire_the_nearest_port_that_fits(hand, said):
    before = hand.graph
    hand.document.select(["flatten"])
    hand.key(KEY.Key_W)
    assert "flatten.output → dense.input? 1 of 2" in said[-1]
    hand.key(KEY.Key_Return)
    assert hand.graph.wires[-1] == Wire("flatten.output", "dense.input")
    assert hand.undo_texts()[-1] == "Connect flatten → dense"
    assert hand.canvas.view.gesture is None
    hand.undo_and_redo(before)


def test_only_what_is_new_is_read_out_at_each_key(hand, announced):
    whole = []
    hand.canvas.said.connect(whole.append)
    hand.document.edit("wire", edits.connect(hand.graph, Wire("flatten.output", "dense.input")))
    hand.document.select(["relu"])
    hand.key(KEY.Key_W)
    assert whole[-1].endswith("Enter wires it, the arrow keys choose other ports, Esc lets go.")
    del whole[:], announced[:]
    for key in (KEY.Key_Down, KEY.Key_Right, KEY.Key_Up, KEY.Key_Right, KEY.Key_Left):
        hand.key(key)
    assert whole == []
    assert announced == [
        "From relu.output to dense.input in the place of flatten.output, 1 of 2",
        "flatten.input in the place of mnist.image, 2 of 2",
        "From flatten.output to relu.input, 1 of 3",
        "dense.output, 2 of 3",
        "flatten.output, 1 of 3",
    ]


def test_arrows_go_through_what_fits_and_round_again(hand, said):
    hand.document.select(["flatten"])
    hand.key(KEY.Key_W)
    hand.key(KEY.Key_Right)
    assert "flatten.output → relu.input? 2 of 2" in said[-1]
    hand.key(KEY.Key_Right)
    assert "dense.input? 1 of 2" in said[-1]
    hand.key(KEY.Key_Left)
    hand.key(KEY.Key_Enter)
    assert Wire("flatten.output", "relu.input") in hand.graph.wires


def test_up_and_down_choose_another_port_of_the_node(hand, said):
    hand.document.select(["dense"])
    hand.key(KEY.Key_W)
    assert said[-1].startswith("Wire dense.output → ")
    hand.key(KEY.Key_Down)
    assert " → dense.input? 1 of " in said[-1]
    hand.key(KEY.Key_Up)
    assert said[-1].startswith("Wire dense.output → ")


def test_what_is_taken_is_wired_anew_after_all_that_is_free(hand, said):
    hand.document.edit("wire", edits.connect(hand.graph, Wire("flatten.output", "dense.input")))
    before = hand.graph
    hand.document.select(["relu"])
    hand.key(KEY.Key_W)
    assert " → relu.input? 1 of 3" in said[-1]
    hand.key(KEY.Key_Down)
    for _ in range(9):
        if "flatten.input" not in said[-1]:
            hand.key(KEY.Key_Right)
    assert said[-1].startswith("Wire relu.output → flatten.input in the place of mnist.image? ")
    hand.key(KEY.Key_Return)
    assert [w.source for w in hand.graph.wires_into("flatten")] == ["relu.output"]
    hand.undo_and_redo(before)


def test_an_input_that_is_taken_gets_another_source(hand, said):
    hand.document.select(["flatten"])
    hand.key(KEY.Key_W)
    hand.key(KEY.Key_Up)
    assert " → flatten.input in the place of mnist.image?" in said[-1]
    hand.key(KEY.Key_Escape)


def test_of_a_port_for_many_no_wire_is_taken(make_hand, graph_of, qtbot):
    nodes = {
        "a": Node("relu", at=(0, 0)),
        "b": Node("relu", at=(0, 200)),
        "add": Node("add", at=(300, 0)),
    }
    hand = make_hand(graph_of(nodes, ("a.output", "add.inputs")))
    hand.document.select(["b"])
    hand.key(KEY.Key_W)
    chances = [c for _, found in hand.canvas.view.gesture.grips for c in found]
    into = [c for c in chances if c.wire.target == "add.inputs"]
    assert len(into) == 1
    assert into[0].instead is None
    hand.key(KEY.Key_Return)
    assert len(hand.graph.wires_into("add")) == 2


def test_a_target_that_does_not_fit_is_not_offered(make_hand, graph_of, qtbot):
    nodes = {
        "mnist": Node("mnist", at=(0, 0)),
        "conv": Node("conv2d", at=(240, 0)),
        "loss": Node("categorical_crossentropy", at=(480, 0)),
    }
    hand = make_hand(graph_of(nodes, ("mnist.image", "conv.input")))
    hand.document.select(["mnist"])
    hand.key(KEY.Key_W)
    grips = hand.canvas.view.gesture.grips
    offered = {c.wire for _, chances in grips for c in chances}
    assert Wire("mnist.label", "loss.target") in offered
    assert Wire("mnist.label", "conv.input") not in offered
    assert Wire("mnist.label", "loss.prediction") not in offered


@pytest.mark.parametrize("key", [KEY.Key_Escape, None])
def test_esc_or_a_click_lets_go(hand, said, key):
    before = hand.graph
    hand.document.select(["flatten"])
    hand.key(KEY.Key_W)
    if key:
        hand.key(key)
    else:
        hand.click(hand.at(320, 500))
    assert hand.canvas.view.gesture is None
    assert hand.graph is before
    assert said[-1] == ""


def test_other_keys_wait(hand):
    hand.document.select(["flatten"])
    hand.key(KEY.Key_W)
    hand.key(KEY.Key_Tab)
    assert not hand.canvas.popup.isVisible()
    hand.key(KEY.Key_Escape)


def test_what_cannot_be_is_said(hand, said, make_hand, graph_of):
    hand.document.select([])
    hand.key(KEY.Key_W)
    assert "Select one module" in said[-1]
    alone = make_hand(graph_of({"dense": Node("dense", at=(0, 0))}))
    words = []
    alone.canvas.said.connect(words.append)
    alone.document.select(["dense"])
    alone.key(KEY.Key_W)
    assert "No port of Dense" in words[-1]


@pytest.mark.parametrize("ids", [["mine"], ["mine", "other"]])
def test_an_arrow_after_nothing_to_wire_moves_nothing_until_that_is_closed(
    make_hand, graph_of, announced, ids
):
    nodes = {"mine": Node("mnist", at=(0, 0)), "other": Node("mnist", at=(300, 0))}
    hand = make_hand(graph_of(nodes))
    before = hand.graph
    hand.document.select(ids)
    hand.key(KEY.Key_W)
    bubble = hand.canvas.advice.bubble
    assert bubble.isVisible()
    for key in (KEY.Key_Right, KEY.Key_Right, KEY.Key_Down):
        announced.clear()
        hand.key(key)
        assert announced == ["Nothing has moved. Esc closes this; arrow keys then move again."]
    assert hand.graph is before
    hand.key(KEY.Key_Escape)
    assert not bubble.isVisible()
    assert hand.document.selection == tuple(ids)
    hand.key(KEY.Key_Right)
    assert hand.graph.nodes["mine"].at == (8, 0)


def test_nothing_to_wire_is_said_each_time_and_is_over_with_another_selection(make_hand, graph_of):
    nodes = {"mine": Node("mnist", at=(0, 0)), "other": Node("mnist", at=(300, 0))}
    hand, said = make_hand(graph_of(nodes)), []
    hand.canvas.said.connect(said.append)
    hand.document.select(["mine"])
    for _ in range(2):
        hand.key(KEY.Key_W)
        assert said[-2] == ""
        assert said[-1].startswith("No port of MNIST mine can be wired to another module. Esc ")
    hand.document.select(["other"])
    assert not hand.canvas.advice.bubble.isVisible()
    hand.key(KEY.Key_Right)
    assert hand.graph.nodes["other"].at == (308, 0)


def test_a_reason_of_another_kind_keeps_no_arrow(make_hand, graph_of):
    hand = make_hand(graph_of({"dense": Node("dense", at=(0, 0))}))
    hand.document.select(["dense"])
    hand.key(KEY.Key_W)
    hand.canvas.advice.bubble.hide()
    hand.canvas.advice.notice("Something else")
    hand.key(KEY.Key_Right)
    assert hand.graph.nodes["dense"].at == (8, 0)


def test_a_wire_in_the_hand_is_let_go_with_the_module_it_hangs_on(hand):
    hand.document.select(["flatten"])
    hand.key(KEY.Key_W)
    hand.document.select(["relu"])
    assert hand.canvas.view.gesture is None


def test_letting_go_is_said_and_wiring_is_not_taken_for_it(hand, announced):
    hand.document.select(["flatten"])
    for key, last in ((KEY.Key_Escape, ["The wire was let go."]), (KEY.Key_Return, [])):
        hand.key(KEY.Key_W)
        announced.clear()
        hand.key(key)
        assert [words for words in announced if "let go" in words] == last
