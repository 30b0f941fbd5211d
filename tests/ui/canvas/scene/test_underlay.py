"""What lies under the nodes is drawn once; what is seen is what all drawn anew would show."""

import pytest
from PySide6.QtCore import QPointF

from hornstudio.engine.graph import Graph, Node, Wire, freeze
from hornstudio.ui.canvas.scene.underlay import Underlay
from tests.ui.canvas.scene.drawn_anew import assert_same, drawn


@pytest.fixture
def hand(make_hand):
    """A hand over a small network with branches, one of them a long way round."""
    places = {"a": (0, 0), "b": (260, -60), "c": (260, 120), "d": (520, 0), "e": (20, 240)}
    nodes = {n: Node("add", at=(float(x), float(y))) for n, (x, y) in places.items()}
    wires = [("a", "b"), ("a", "c"), ("b", "d"), ("c", "d"), ("d", "e")]
    hand = make_hand(
        Graph(
            nodes=freeze(nodes),
            wires=tuple(Wire(f"{a}.output", f"{b}.inputs") for a, b in wires),
        )
    )
    hand.canvas.view.centerOn(340, 120)
    return hand


def test_two_parts_in_one_turn_are_no_reason_to_draw_it(hand):
    drawn(hand)
    hand.document.edit("clear", Graph(nodes=freeze({"a": Node("relu")})))
    port = hand.canvas.view.viewport()
    port.repaint(0, 0, 100, 100)
    port.repaint(200, 100, 100, 100)
    assert hand.canvas.view._underlay._picture is None
    assert_same(hand)


def test_nodes_and_wires_under_the_pointer(hand):
    assert_same(hand)
    before = drawn(hand)[0]
    hand.move(hand.canvas.node_position("b"))
    assert_same(hand)
    assert drawn(hand)[0] != before
    line = hand.canvas.scene.wires[Wire("d.output", "e.inputs")]
    hand.move(hand.canvas.view.mapFromScene(line.way.path.pointAtPercent(0.5)))
    assert line.is_hovered
    assert_same(hand)


def test_a_wire_that_changes_is_mended_and_nothing_else_is_drawn(hand, monkeypatch):
    drawn(hand)
    picture, rects, draw = hand.canvas.view._underlay._picture, [], Underlay._draw
    monkeypatch.setattr(Underlay, "_draw", lambda self, r: (rects.extend(r), draw(self, r)))
    wire = Wire("a.output", "b.inputs")
    hand.canvas.scene.choose_wires([wire])
    hand.canvas.scene.wires[wire].trace(True)
    assert_same(hand)
    assert hand.canvas.view._underlay._picture is picture
    whole = hand.viewport.width() * hand.viewport.height()
    assert 0 < sum(r.width() * r.height() for r in rects) < whole / 2


def test_a_node_in_the_hand_and_after_it_was_let_go(hand):
    view = hand.canvas.view
    view.has_guides = False
    start = hand.canvas.node_position("c")
    hand.press(start)
    for step in (QPointF(40, 24), QPointF(64, 40), QPointF(-80, 72)):
        hand.move(start + step.toPoint())
        assert hand.canvas.scene.moving == {"c"}
        assert_same(hand)
    hand.release(start + QPointF(-80, 72).toPoint())
    assert_same(hand)


def test_an_edit_and_another_view_are_seen_at_once(hand):
    drawn(hand)
    hand.document.edit("clear", Graph(nodes=freeze({"a": Node("relu")})))
    assert_same(hand)
    hand.canvas.view.pan_by(31, 17)
    assert_same(hand)
    hand.canvas.view.zoom_to(0.6)
    hand.canvas.view._rest.stop()
    hand.canvas.view._on_zoom_rested()
    assert_same(hand)


def test_what_is_put_back_after_a_drag_that_was_called_off(hand):
    start = hand.canvas.node_position("b")
    drawn(hand)
    hand.press(start)
    hand.move(start + QPointF(40, 24).toPoint())
    hand.move(start + QPointF(80, 24).toPoint())
    assert_same(hand)
    hand.canvas.view.cancel_gesture()
    assert_same(hand)
