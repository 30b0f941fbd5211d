"""Snapping to neighbours while nodes are dragged."""

import pytest
from PySide6.QtCore import QPoint, QRect, Qt

from hornstudio.engine.graph import Node
from hornstudio.ui.canvas.gesture.guide import Guides
from hornstudio.ui.canvas.gesture.move import Move

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def hand(make_hand, graph_of):
    """One node stands off the grid, as files made elsewhere may have them."""
    nodes = {
        "mnist": Node("mnist", at=(0, 0)),
        "flatten": Node("flatten", at=(240, 3)),
        "relu": Node("relu", at=(483, 203)),
    }
    return make_hand(graph_of(nodes, ("mnist.image", "flatten.input")))


def guides(hand) -> Guides:
    gesture = hand.canvas.view.gesture
    assert isinstance(gesture, Move)
    assert gesture._guides
    return gesture._guides


def test_edges_snap_to_a_neighbour_and_a_line_shows_it(hand):
    before = hand.graph
    start = hand.canvas.node_position("flatten")
    hand.hold(start, start + QPoint(241, 60))
    [line] = guides(hand).lines
    assert line.x1() == line.x2() == 483
    hand.release(start + QPoint(241, 60))
    assert hand.graph.nodes["flatten"].at[0] == 483
    assert hand.undo_texts() == ["Move Flatten"]
    hand.undo_and_redo(before)


def test_lines_that_cross_leave_what_is_between_them_as_it_is(hand):
    start = hand.canvas.node_position("flatten")
    hand.hold(start, start + QPoint(241, 198))
    upright, level = guides(hand).bounds()
    assert upright.width() == level.height() == 2
    assert upright.intersects(level)
    seen: list[QRect] = []
    viewport = hand.canvas.view.viewport()
    viewport.update = seen.append
    hand.canvas.view.repaint_gesture()
    del viewport.update
    assert len(seen) == 4  # where they were, and where they are now
    assert max(min(rect.width(), rect.height()) for rect in seen) < 20
    hand.canvas.view.cancel_gesture()


def test_a_wire_snaps_level(hand):
    start = hand.canvas.node_position("mnist")
    hand.drag(start, start + QPoint(-40, 6))
    assert hand.graph.nodes["mnist"].at == (-40, 3)


def test_control_lets_it_go_past_neighbours_to_the_grid(hand):
    start = hand.canvas.node_position("flatten")
    hand.hold(start, start + QPoint(241, 60))
    hand.move(start + QPoint(241, 60), modifiers=CTRL)
    assert guides(hand).lines == []
    hand.release(start + QPoint(241, 60), modifiers=CTRL)
    assert hand.graph.nodes["flatten"].at == (480, 64)


def test_the_setting_turns_it_off(hand):
    hand.canvas.view.has_guides = False
    start = hand.canvas.node_position("flatten")
    hand.drag(start, start + QPoint(241, 60))
    assert hand.graph.nodes["flatten"].at == (480, 64)


def test_escape_takes_line_and_step_back(hand):
    before = hand.graph
    start = hand.canvas.node_position("flatten")
    hand.hold(start, start + QPoint(241, 60))
    hand.key(Qt.Key.Key_Escape)
    hand.release(start)
    assert hand.graph is before
    assert hand.canvas.view.gesture is None
