"""Arranging by key, with a real canvas."""

from itertools import pairwise

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest

from hornstudio.engine.editing import edits
from hornstudio.engine.editing.arranging import is_collapsed
from hornstudio.engine.graph import Node, Wire
from hornstudio.ui.canvas.context_menu import build_menu
from hornstudio.ui.canvas.edit.arranging import measure
from hornstudio.ui.canvas.pointer.tip import tip_at
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
    assert hand.undo_texts() == ["Arrange 2 modules"]
    for node_id in ("mnist", "flatten"):
        assert hand.graph.nodes[node_id] is before.nodes[node_id]
    assert hand.graph.nodes["dense"].at[1] == hand.graph.nodes["relu"].at[1]
    away = hand.canvas.scene.bounds(["dense", "relu"]).center() - middle
    assert abs(away.x()) <= 4 >= abs(away.y())
    hand.undo_and_redo(before)


def test_a_selection_that_is_arranged_lies_on_none_of_the_others(make_hand, graph_of, still):
    outer = {f"out{i}": Node("dense", at=(200 * i, 150 * (i % 2))) for i in range(6)}
    inner = {"a": Node("dense", at=(0, 160)), "b": Node("dense", at=(1000, 0))}
    hand = make_hand(graph_of({**outer, **inner}))
    before, bodies = hand.graph, hand.canvas.scene.nodes
    hand.document.select(["a", "b"])
    hand.key(KEY.Key_L)
    for node_id in ("a", "b"):
        assert not any(bodies[node_id].body.intersects(bodies[i].body) for i in outer)
    assert all(hand.graph.nodes[i] is before.nodes[i] for i in outer)
    hand.undo_and_redo(before)


def shown_of(canvas, node_id):
    """What of the viewport a node covers."""
    return canvas.view.mapFromScene(canvas.scene.nodes[node_id].body).boundingRect()


def test_a_selection_that_is_arranged_is_seen_whole_and_not_below_the_map(hand, still):
    canvas = hand.canvas
    canvas.resize(1000, 500)
    canvas.sight.zoom_reset()
    pair = ("dense", "relu")
    at_map = canvas.view.mapToScene(canvas.minimap.geometry().center())
    away = canvas.scene.bounds(pair).center() - at_map
    canvas.view.pan_by(-away.x(), -away.y())
    hand.document.select(pair)
    hand.key(KEY.Key_L)
    for node_id in pair:
        shown = shown_of(canvas, node_id)
        assert canvas.view.viewport().rect().contains(shown)
        assert not shown.intersects(canvas.minimap.geometry())


def test_where_all_of_a_selection_is_seen_arranging_it_scrolls_nothing(hand, still):
    canvas = hand.canvas
    hand.document.select(["dense", "relu"])
    middle = canvas.view.visible_area().center()
    hand.key(KEY.Key_L)
    assert canvas.view.visible_area().center() == middle
    assert canvas.view.zoom == 1.0


def test_a_selection_that_is_larger_than_the_view_is_seen_whole_once_it_is_arranged(hand, still):
    canvas = hand.canvas
    canvas.resize(700, 500)
    canvas.view.zoom_to(3.0)
    hand.document.select(["mnist", "flatten", "dense"])
    hand.key(KEY.Key_L)
    area = canvas.view.visible_area()
    assert all(area.contains(canvas.scene.nodes[i].body) for i in hand.document.selection)


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
    assert hand.undo_texts() == ["Line up 3 modules"]
    hand.undo_and_redo(before)
    hand.key(KEY.Key_Up, ALT | SHIFT)
    assert {hand.graph.nodes[i].at[1] for i in hand.document.selection} == {0}


@pytest.mark.parametrize(
    ("key", "modifiers", "line"),
    [
        (KEY.Key_C, ALT, lambda body: body.center().x()),
        (KEY.Key_M, ALT, lambda body: body.center().y()),
        (KEY.Key_Right, ALT | SHIFT, lambda body: body.right()),
        (KEY.Key_Down, ALT | SHIFT, lambda body: body.bottom()),
    ],
)
def test_every_line_has_its_key(hand, still, key, modifiers, line):
    before = hand.graph
    ids = ("mnist", "dense", "relu")
    hand.document.select(ids)
    hand.key(key, modifiers)
    places = [line(hand.canvas.scene.nodes[i].body) for i in ids]
    assert places == pytest.approx([places[0]] * 3, abs=0.02)
    hand.undo_and_redo(before)


def test_alt_shift_d_makes_gaps_alike_from_top_to_bottom(hand, still):
    before = hand.graph
    hand.document.edit(
        "move", edits.move_nodes(before, {"flatten": (240, 240), "relu": (480, 640)})
    )
    before, ids = hand.graph, ("mnist", "flatten", "relu")
    hand.document.select(ids)
    hand.key(KEY.Key_D, ALT | SHIFT)
    bodies = [hand.canvas.scene.nodes[i].body for i in ids]
    gaps = [b.top() - a.bottom() for a, b in pairwise(bodies)]
    assert gaps[0] == pytest.approx(gaps[1], abs=0.02)
    hand.undo_and_redo(before)


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


def test_c_folds_to_the_title_bar_keeps_ports_and_wires_and_undoes(hand):
    item = hand.canvas.scene.nodes["flatten"]
    before = hand.graph
    hand.document.select(["flatten", "dense"])
    hand.key(KEY.Key_C)
    assert hand.undo_texts() == ["Fold 2 modules"]
    assert item.look.height == 32
    line = hand.canvas.scene.wires[Wire("mnist.image", "flatten.input")]
    assert line.way.path.pointAtPercent(1.0) == QPointF(240, 16)
    hand.undo_and_redo(before)
    hand.wire("flatten.output", "dense.input")
    assert Wire("flatten.output", "dense.input") in hand.graph.wires
    hand.key(KEY.Key_C)
    assert hand.graph.nodes == before.nodes


def test_a_folded_node_with_several_ports_keeps_them_apart(make_hand, graph_of):
    hand = make_hand(graph_of({"loss": Node("categorical_crossentropy", at=(0, 0))}))
    hand.document.select(["loss"])
    hand.key(KEY.Key_C)
    item = hand.canvas.scene.nodes["loss"]
    heights = [item.port_point("in", row).y() for row in range(len(item.look.inputs))]
    assert heights == [16, 32, 48]
    assert item.look.height == 64
    assert item.look.has_sign
    assert not item.look.has_footer
    assert item.look.pills == ()


def test_shift_n_writes_the_note_of_a_module_which_a_sign_and_the_tip_show(hand):
    before = hand.graph
    hand.document.select(["dense"])
    hand.key(KEY.Key_N, SHIFT)
    editor = hand.canvas.framing.editor
    QTest.keyClicks(editor, "wide on purpose")
    QTest.keyClick(editor, KEY.Key_Return, CTRL)
    assert hand.graph.nodes["dense"].note == "wide on purpose"
    assert hand.undo_texts() == ["Write note of Dense"]
    assert hand.canvas.scene.nodes["dense"].look.has_note
    at = hand.canvas.scene.nodes["dense"].pos() + QPointF(60, 16)
    assert tip_at(hand.canvas.view, at) == "wide on purpose"
    hand.undo_and_redo(before)


def test_the_menu_says_what_it_would_do_to_all_that_is_selected(hand):
    hand.document.select(["dense"])
    hand.key(KEY.Key_B)
    hand.key(KEY.Key_F, SHIFT)
    hand.key(KEY.Key_C)
    hand.document.select(["dense", "relu"])
    menu = build_menu(hand.canvas, hand.canvas.scene.nodes["dense"].body.center())
    words = [action.text().partition("\t")[0] for action in menu.actions()]
    assert {"Freeze weights", "Bypass", "Fold to the title bar"} <= set(words)
    next(a for a in menu.actions() if a.text().startswith("Fold")).trigger()
    assert all(is_collapsed(hand.graph.nodes[i]) for i in ("dense", "relu"))
    menu.deleteLater()


@pytest.mark.parametrize("was_whole", [True, False])
def test_everything_is_in_view_after_it_was_arranged_in_motion(hand, qtbot, was_whole):
    """Asked while nodes glide, the view was fitted to where they came from."""
    view, bounds = hand.canvas.view, hand.canvas.scene.bounds
    hand.canvas.resize(700, 500)
    spread = {i: (0.0, 900.0 * n) for n, i in enumerate(hand.graph.nodes)}
    hand.document.edit("spread", edits.move_nodes(hand.graph, spread))
    hand.canvas.sight.fit_all()
    if not was_whole:
        view.zoom_to(1.0)
    hand.key(Qt.Key.Key_L)
    glide = hand.canvas.arranging.glide
    assert glide.is_on
    qtbot.waitUntil(lambda: not glide.is_on)
    assert view.shows_still(bounds())
