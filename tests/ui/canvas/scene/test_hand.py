"""What is in the hand, between wires and nodes that stay: as if all were drawn anew."""

from PySide6.QtCore import QPoint

from hornstudio.engine.graph import Graph, Node, Wire, freeze
from hornstudio.ui.canvas.scene.hand import Hand
from tests.ui.canvas.scene.drawn_anew import assert_same

STEP = QPoint(44, 12)


def hand_over(make_hand):
    """A node in the hand, from which two wires run below the next one."""
    places = {"a": (0.0, 0.0), "b": (190.0, 0.0), "c": (400.0, -90.0), "d": (400.0, 90.0)}
    nodes = freeze({n: Node("add", at=at) for n, at in places.items()})
    wires = tuple(Wire("a.output", f"{n}.inputs") for n in "bcd")
    hand = make_hand(Graph(nodes=nodes, wires=wires))
    hand.canvas.view.centerOn(300, 20)
    hand.canvas.view.has_guides = False
    return hand


def take_up(hand):
    """The first node is in the hand, and has been drawn so."""
    start = hand.canvas.node_position("a")
    hand.press(start)
    hand.move(start + STEP)
    hand.move(start + 2 * STEP)


def test_wires_in_the_hand_run_below_nodes_that_stay(make_hand, monkeypatch):
    hand, drawn, paint = hand_over(make_hand), [], Hand.paint
    monkeypatch.setattr(Hand, "paint", lambda self, *a: (drawn.append(1), paint(self, *a)))
    start = hand.canvas.node_position("a")
    hand.press(start)
    for part in (1, 2):
        hand.move(start + part * STEP)
        assert_same(hand)
    assert drawn
    hand.release(start + 2 * STEP)
    assert_same(hand)
    assert hand.canvas.view._underlay._hand._nodes is None


def test_a_figure_of_a_run_is_seen_at_once_in_a_node_that_stays(make_hand):
    hand = hand_over(make_hand)
    take_up(hand)
    before = assert_same(hand)
    picture = hand.canvas.view._underlay._hand._nodes
    hand.canvas.scene.set_live({"c": "0.125"}, is_training=True)
    after = assert_same(hand)
    assert after != before
    assert hand.canvas.view._underlay._hand._nodes is picture
    hand.canvas.view.cancel_gesture()


def test_a_figure_of_a_run_is_seen_at_once_in_the_node_in_the_hand(make_hand):
    hand = hand_over(make_hand)
    take_up(hand)
    before = assert_same(hand)
    hand.canvas.scene.set_live({"a": "0.125"}, is_training=True)
    assert assert_same(hand) != before
    hand.canvas.view.cancel_gesture()


def test_a_node_in_the_hand_is_sharp_however_near(make_hand):
    hand = hand_over(make_hand)
    hand.canvas.view.zoom_to(3.5)
    hand.canvas.view._on_zoom_rested()
    hand.canvas.view.centerOn(hand.canvas.scene.nodes["a"].body.center())
    take_up(hand)
    assert_same(hand)
    hand.canvas.view.cancel_gesture()
