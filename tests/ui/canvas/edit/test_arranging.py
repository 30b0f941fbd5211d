"""Arranging by key, with a real canvas."""

from itertools import pairwise

import pytest
from PySide6.QtCore import QPointF, Qt

from hornstudio.engine.graph import Wire
from hornstudio.ui.canvas.edit.arranging import measure
from hornstudio.ui.theme import current

KEY = Qt.Key
ALT = Qt.KeyboardModifier.AltModifier
CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def still(monkeypatch):
    monkeypatch.setattr(current(), "reduced_motion", True)


def test_sizes_and_levels_are_those_that_are_drawn(hand):
    room, ends = measure(hand.canvas.scene)
    look = hand.canvas.scene.nodes["dense"].look
    assert room["dense"] == (look.width, look.height)
    assert ends[Wire("mnist.image", "flatten.input")] == (44.0, 44.0)


def test_l_arranges_everything_in_one_step(hand, still):
    before = hand.graph
    hand.key(KEY.Key_L)
    assert hand.undo_texts() == ["Arrange everything"]
    nodes = hand.graph.nodes
    assert nodes["mnist"].at == (0, 0)
    assert nodes["flatten"].at[1] == 0
    assert nodes["dense"].at[1] > nodes["mnist"].at[1] + 100
    assert hand.canvas.scene.nodes["dense"].pos() == QPointF(*nodes["dense"].at)
    hand.undo_and_redo(before)


def test_a_selection_is_arranged_around_its_middle_and_nothing_else_moves(hand, still):
    before = hand.graph
    hand.document.select(["dense", "relu"])
    middle = hand.canvas.scene.bounds(["dense", "relu"]).center()
    hand.key(KEY.Key_L)
    assert hand.undo_texts() == ["Arrange 2 nodes"]
    for node_id in ("mnist", "flatten"):
        assert hand.graph.nodes[node_id] is before.nodes[node_id]
    assert hand.graph.nodes["dense"].at[1] == hand.graph.nodes["relu"].at[1]
    away = hand.canvas.scene.bounds(["dense", "relu"]).center() - middle
    assert abs(away.x()) <= 4 >= abs(away.y())
    hand.undo_and_redo(before)


def test_data_runs_down_with_shift(hand, still):
    hand.key(KEY.Key_L, SHIFT)
    assert hand.graph.nodes["flatten"].at[1] > hand.graph.nodes["mnist"].at[1]
    hand.key(KEY.Key_L, CTRL | SHIFT)
    assert hand.graph.nodes["flatten"].at[1] == hand.graph.nodes["mnist"].at[1]


def test_nodes_glide_and_an_undo_on_the_way_ends_it(hand, qtbot):
    hand.key(KEY.Key_L)
    glide, item = hand.canvas.arranging.glide, hand.canvas.scene.nodes["relu"]
    assert glide.is_on
    qtbot.waitUntil(lambda: not glide.is_on, timeout=2000)
    assert item.pos() == QPointF(*hand.graph.nodes["relu"].at)
    hand.key(KEY.Key_L, SHIFT)
    assert glide.is_on
    hand.document.undo_stack.undo()
    assert not glide.is_on
    assert item.pos() == QPointF(*hand.graph.nodes["relu"].at)
    line = hand.canvas.scene.wires[Wire("mnist.image", "flatten.input")]
    assert line.way.path.pointAtPercent(1.0) == hand.canvas.scene.nodes["flatten"].port_point(
        "in", 0
    )


def test_alt_shift_and_arrows_line_up(hand, still):
    before = hand.graph
    hand.document.select(["dense", "relu", "flatten"])
    hand.key(KEY.Key_Left, ALT | SHIFT)
    assert {hand.graph.nodes[i].at[0] for i in hand.document.selection} == {240}
    assert hand.undo_texts() == ["Line up 3 nodes"]
    hand.undo_and_redo(before)
    hand.key(KEY.Key_Up, ALT | SHIFT)
    assert {hand.graph.nodes[i].at[1] for i in hand.document.selection} == {0}


def test_alt_d_makes_gaps_alike(hand, still):
    hand.document.select(["flatten"])
    hand.key(KEY.Key_Right)
    before = hand.graph
    hand.document.select(["mnist", "flatten", "relu"])
    hand.key(KEY.Key_D, ALT)
    bodies = [hand.canvas.scene.nodes[i].body for i in ("mnist", "flatten", "relu")]
    gaps = [b.left() - a.right() for a, b in pairwise(bodies)]
    assert gaps[0] == pytest.approx(gaps[1], abs=0.02)
    hand.undo_and_redo(before)


def test_one_node_is_not_lined_up(hand):
    hand.document.select(["dense"])
    hand.key(KEY.Key_Left, ALT | SHIFT)
    hand.key(KEY.Key_D, ALT)
    assert hand.undo_texts() == []


def test_what_is_before_and_behind_is_selected_by_key(hand):
    hand.wire("flatten.output", "dense.input")
    hand.document.select(["flatten"])
    hand.key(KEY.Key_Right, CTRL | SHIFT)
    assert set(hand.document.selection) == {"flatten", "dense"}
    hand.key(KEY.Key_Left, CTRL | SHIFT)
    assert set(hand.document.selection) == {"mnist", "flatten", "dense"}


def test_all_of_a_kind_are_selected_by_key(hand):
    hand.document.select(["dense"])
    hand.key(KEY.Key_D, CTRL)
    hand.document.select(["dense"])
    hand.key(KEY.Key_A, CTRL | SHIFT)
    assert set(hand.document.selection) == {"dense", "dense_2"}
