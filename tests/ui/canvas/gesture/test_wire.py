"""Drawing wires, with real events."""

import pytest
from PySide6.QtCore import QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QRegion
from PySide6.QtTest import QTest

from hornstudio.engine.graph import Node, Wire
from tests.ui.canvas.painted import Painted

KEY = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier


def test_drag_from_output_to_input_wires(hand):
    hand.wire("flatten.output", "dense.input")
    assert Wire("flatten.output", "dense.input") in hand.graph.wires
    assert hand.undo_texts() == ["Connect flatten → dense"]


def test_drag_from_free_input_back_to_output_wires(hand):
    hand.wire("dense.input", "flatten.output")
    assert Wire("flatten.output", "dense.input") in hand.graph.wires


def test_wire_snaps_to_a_port_within_24_px(hand):
    hand.drag(hand.port("flatten.output"), hand.port("dense.input") + QPoint(-18, 10))
    assert Wire("flatten.output", "dense.input") in hand.graph.wires


def test_loose_end_snaps_to_the_nearest_port_that_fits(make_hand, graph_of):
    hand = refused_hand(make_hand, graph_of)  # on the port itself it is refused, with a reason
    before = hand.graph
    hand.drag(hand.port("scores.output"), hand.port("loss.prediction") + QPoint(-14, 8))
    assert Wire("scores.output", "loss.target") in hand.graph.wires
    hand.undo_and_redo(before)


def test_wire_dropped_on_a_body_takes_the_port_that_is_meant(make_hand, graph_of):
    nodes = {
        "mnist": Node("mnist", at=(0, 0)),
        "loss": Node("categorical_crossentropy", at=(400, 100)),
    }
    hand = make_hand(graph_of(nodes))
    hand.drag(hand.port("mnist.label"), hand.canvas.node_position("loss"))
    assert hand.graph.wires == (Wire("mnist.label", "loss.target"),)


def test_wire_dropped_on_a_body_takes_the_nearer_of_two_that_fit(make_hand, graph_of):
    nodes = {
        "a": Node("input", {"shape": [4]}, at=(0, 0)),
        "loss": Node("mean_squared_error", at=(400, 100)),
    }
    hand = make_hand(graph_of(nodes))
    before = hand.graph
    hand.drag(hand.port("a.output"), hand.port("loss.target") + QPoint(60, 0))
    assert hand.graph.wires == (Wire("a.output", "loss.target"),)
    hand.undo_and_redo(before)


def test_wire_dropped_on_a_port_of_the_wrong_side_takes_the_one_that_is_meant(hand):
    beside = hand.port("dense.output") + QPoint(5, 0)
    assert hand.canvas.scene.node_at(hand.canvas.view.to_scene(QPointF(beside))) is None
    hand.drag(hand.port("flatten.output"), beside)
    assert Wire("flatten.output", "dense.input") in hand.graph.wires
    assert not hand.canvas.popup.isVisible()
    hand.undo_and_redo(hand._shown[0])


def test_new_wire_replaces_the_old_one_of_a_single_port(hand):
    hand.wire("flatten.output", "dense.input")
    hand.wire("flatten.output", "relu.input")
    hand.wire("relu.output", "dense.input")
    assert hand.graph.wires_into("dense") == [Wire("relu.output", "dense.input")]


def test_growing_port_takes_one_wire_after_another(make_hand, graph_of):
    nodes = {
        "a": Node("input", {"shape": [4]}, at=(0, 0)),
        "b": Node("input", {"shape": [4]}, at=(0, 160)),
        "sum": Node("add", at=(300, 0)),
    }
    hand = make_hand(graph_of(nodes))
    hand.wire("a.output", "sum.inputs")
    first_open = hand.port("sum.inputs")
    hand.wire("b.output", "sum.inputs")
    assert [w.source for w in hand.graph.wires_into("sum")] == ["a.output", "b.output"]
    assert hand.port("sum.inputs").y() > first_open.y()


def test_ports_that_fit_are_lit_while_dragging(hand):
    hand.wire("flatten.output", "dense.input")
    hand.hold(hand.port("dense.output"), hand.at(600, 300))
    hint = hand.canvas.scene.painting.hint
    looks = {i: item.look for i, item in hand.canvas.scene.nodes.items()}
    assert hint("relu", "in", looks["relu"].inputs[0]) is True
    assert hint("flatten", "in", looks["flatten"].inputs[0]) is False  # a circle
    assert hint("relu", "out", looks["relu"].outputs[0]) is False
    hand.key(KEY.Key_Escape)
    assert hand.canvas.scene.painting.hint is None


def test_refused_wire_says_why_and_draws_nothing(hand):
    before = hand.graph
    hand.wire("flatten.output", "relu.input")
    hand.wire("relu.output", "flatten.input")
    bubble = hand.canvas.advice.bubble
    assert bubble.isVisible()
    assert "circle" in bubble.accessibleName()
    hand.document.undo_stack.undo()
    assert hand.graph is before


def test_reason_shows_while_the_wire_is_still_held(hand):
    hand.wire("flatten.output", "relu.input")
    hand.hold(hand.port("relu.output"), hand.port("flatten.input"))
    assert "circle" in hand.canvas.advice.bubble.accessibleName()
    hand.move(hand.at(700, 400))
    assert not hand.canvas.advice.bubble.isVisible()
    hand.key(KEY.Key_Escape)


def refused_hand(make_hand, graph_of):
    nodes = {
        "mnist": Node("mnist", at=(0, 0)),
        "scores": Node("dense", at=(240, 0)),
        "loss": Node("categorical_crossentropy", at=(560, 0)),
    }
    hand = make_hand(
        graph_of(nodes, ("mnist.image", "scores.input"), ("mnist.label", "loss.target"))
    )
    hand.wire("scores.output", "loss.prediction")
    return hand


def test_remedy_in_the_tip_connects_and_mends_in_one_step(make_hand, graph_of):
    hand = refused_hand(make_hand, graph_of)
    before = hand.graph
    assert Wire("scores.output", "loss.prediction") not in before.wires
    button = hand.canvas.advice.bubble.buttons()[0]
    assert "Flatten" in button.text()
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    inserted = next(i for i, n in hand.graph if n.kind == "flatten")
    assert Wire(f"{inserted}.output", "loss.prediction") in hand.graph.wires
    assert hand.document.undo_stack.count() == 1
    hand.document.undo_stack.undo()
    assert hand.graph is before


def test_dragging_off_a_connected_input_plugs_it_elsewhere(hand):
    hand.drag(hand.port("flatten.input"), hand.port("dense.input"))
    assert hand.graph.wires == (Wire("mnist.image", "dense.input"),)
    assert len(hand.undo_texts()) == 1


def test_dragging_off_a_connected_input_to_nowhere_unplugs_it(hand):
    hand.drag(hand.port("flatten.input"), hand.at(300, 400))
    assert hand.graph.wires == ()
    assert hand.undo_texts() == ["Disconnect mnist → flatten"]


def test_dragging_a_wire_near_its_start_gives_it_another_source_in_its_place(make_hand, graph_of):
    nodes = {
        **{i: Node("input", {"shape": [4]}, at=(0, 160 * row)) for row, i in enumerate("abc")},
        "sum": Node("add", at=(400, 0)),
    }
    hand = make_hand(graph_of(nodes, ("a.output", "sum.inputs"), ("b.output", "sum.inputs")))
    before = hand.graph
    hand.drag(hand.port("a.output") + QPoint(24, 0), hand.port("c.output"))
    assert [w.source for w in hand.graph.wires_into("sum")] == ["c.output", "b.output"]
    assert hand.undo_texts() == ["Connect c → sum"]
    hand.undo_and_redo(before)


def test_dragging_a_wire_near_its_end_plugs_it_elsewhere(hand):
    before = hand.graph
    hand.drag(hand.port("flatten.input") - QPoint(24, 0), hand.port("dense.input"))
    assert hand.graph.wires == (Wire("mnist.image", "dense.input"),)
    hand.undo_and_redo(before)


def test_a_click_near_the_end_of_a_wire_selects_it(hand):
    hand.click(hand.port("flatten.input") - QPoint(24, 0))
    assert hand.canvas.scene.chosen_wires == set(hand.graph.wires)
    assert hand.undo_texts() == []


def test_a_further_wire_leaves_nothing_behind_where_it_was_at_first(hand, qtbot):
    start, end = hand.port("flatten.output"), hand.port("relu.input")
    hand.drag(start, end, modifiers=CTRL)
    qtbot.wait(50)  # it is painted there
    painted = Painted(hand.viewport)
    there = QRect(start, end).normalized().adjusted(-10, -10, 10, 10)
    hand.move(hand.at(0, 300), Qt.MouseButton.NoButton)
    qtbot.waitUntil(lambda: not painted.region.isEmpty())
    qtbot.wait(50)
    assert QRegion(there).subtracted(painted.region).isEmpty()
    hand.key(Qt.Key.Key_Escape)


def test_control_keeps_the_wire_in_the_hand_for_further_ports(hand):
    before = hand.graph
    hand.drag(hand.port("mnist.image"), hand.port("dense.input"), modifiers=CTRL)
    assert hand.canvas.view.gesture is not None
    hand.move(hand.port("relu.input"), button=Qt.MouseButton.NoButton)
    hand.click(hand.port("relu.input"))
    assert hand.canvas.view.gesture is None
    assert {Wire("mnist.image", "dense.input"), Wire("mnist.image", "relu.input")} < set(
        hand.graph.wires
    )
    assert hand.undo_texts() == ["Connect mnist → dense", "Connect mnist → relu"]
    hand.document.undo_stack.undo()
    hand.document.undo_stack.undo()
    assert hand.graph is before


@pytest.mark.parametrize("end", ["escape", "click on nothing", "right button"])
def test_a_wire_that_is_kept_in_the_hand_is_put_down(hand, end):
    hand.drag(hand.port("mnist.image"), hand.port("dense.input"), modifiers=CTRL)
    if end == "escape":
        hand.key(KEY.Key_Escape)
    elif end == "click on nothing":
        hand.click(hand.at(700, 420))
    else:
        hand.press(hand.at(700, 420), button=Qt.MouseButton.RightButton)
    assert hand.canvas.view.gesture is None
    assert hand.canvas.scene.painting.hint is None
    assert not hand.canvas.popup.isVisible()
    assert len(hand.undo_texts()) == 1


def test_plugging_a_wire_back_where_it_was_changes_nothing(hand):
    before = hand.graph
    start = hand.port("flatten.input")
    hand.hold(start, hand.at(300, 300))
    hand.move(start)
    hand.release(start)
    assert hand.graph is before
    assert hand.undo_texts() == []


def test_drop_on_nothing_searches_what_fits_and_wires_it(hand):
    hand.drag(hand.port("flatten.output"), hand.at(500, 420))
    popup = hand.canvas.popup
    assert popup.isVisible()
    kinds = popup.kinds()
    assert "dense" in kinds
    assert "mnist" not in kinds
    assert "sgd" not in kinds
    QTest.keyClicks(popup.field, "drop")
    QTest.keyClick(popup.field, KEY.Key_Return)
    assert Wire("flatten.output", "dropout.input") in hand.graph.wires
    assert hand.undo_texts() == ["Add Dropout"]
    assert hand.document.selection == ("dropout",)


def test_what_comes_to_a_wire_on_nothing_covers_no_module_beside_that(hand):
    hand.drag(hand.port("flatten.output"), hand.at(400, 290))
    QTest.keyClicks(hand.canvas.popup.field, "dropout")
    QTest.keyClick(hand.canvas.popup.field, KEY.Key_Return)
    items = hand.canvas.scene.nodes
    assert not items["dropout"].body.intersects(items["relu"].body)
    assert abs(items["dropout"].port_point("in", 0).y() - 290) < 100


def test_drop_of_an_input_on_nothing_wires_the_choice_before_it(hand):
    hand.drag(hand.port("dense.input"), hand.at(300, 420))
    QTest.keyClicks(hand.canvas.popup.field, "flatten")
    QTest.keyClick(hand.canvas.popup.field, KEY.Key_Return)
    assert Wire("flatten_2.output", "dense.input") in hand.graph.wires


@pytest.mark.parametrize("start", ["flatten.output", "flatten.input", "dense.input"])
def test_escape_while_wiring_leaves_the_document_untouched(hand, start):
    before = hand.graph
    hand.hold(hand.port(start), hand.port("relu.input"))
    hand.key(KEY.Key_Escape)
    hand.release(hand.port("relu.input"))
    assert hand.graph is before
    assert hand.undo_texts() == []
    assert not hand.canvas.popup.isVisible()


def test_escape_leaves_the_search_without_adding(hand):
    hand.drag(hand.port("flatten.output"), hand.at(500, 420))
    QTest.keyClick(hand.canvas.popup.field, KEY.Key_Escape)
    assert not hand.canvas.popup.isVisible()
    assert hand.canvas.view.held is None
    assert hand.undo_texts() == []


def test_a_refusal_is_said_as_a_sentence_to_the_status_bar_too(hand):
    hand.wire("flatten.output", "relu.input")
    said = []
    hand.canvas.said.connect(said.append)
    hand.wire("relu.output", "flatten.input")
    assert said[-1].startswith("The wires would run in a circle")


def test_another_wire_takes_a_refusal_back(hand, qtbot):
    hand.wire("flatten.output", "relu.input")
    hand.wire("relu.output", "flatten.input")
    said = []
    hand.canvas.said.connect(said.append)
    hand.document.undo_stack.undo()
    assert said == [""]


def test_what_can_be_done_is_told_while_a_wire_is_held(hand):
    said = []
    hand.canvas.said.connect(said.append)
    hand.hold(hand.port("flatten.output"), hand.at(600, 300), modifiers=CTRL)
    assert said[-1].startswith("From flatten.output, 784: let go on a ringed port")
    hand.move(hand.port("dense.input"), modifiers=CTRL)
    hand.release(hand.port("dense.input"), modifiers=CTRL)
    assert said[-1].startswith("Click on further ports")
    hand.key(KEY.Key_Escape)
    assert said[-1] == ""
    hand.hold(hand.port("relu.input"), hand.at(600, 420))
    assert said[-1].startswith("Into relu.input: let go")
    hand.key(KEY.Key_Escape)


def test_a_label_is_told_in_words_while_its_wire_is_held(make_hand, graph_of):
    hand = make_hand(graph_of({"digits": Node("digits", at=(0, 0))}))
    said = []
    hand.canvas.said.connect(said.append)
    hand.hold(hand.port("digits.label"), hand.at(600, 420))
    assert said[-1].startswith("From digits.label, one of 10 classes: let go")
    hand.key(KEY.Key_Escape)


def test_letting_go_of_a_wire_that_was_plugged_in_is_told_to_take_it_away(hand):
    said = []
    hand.canvas.said.connect(said.append)
    hand.hold(hand.port("flatten.input"), hand.at(300, 400))
    assert said[-1].startswith("From mnist.image, 28×28×1: let go")
    assert "on nothing to take it away" in said[-1]
    hand.key(KEY.Key_Escape)
