"""Gestures of a hand on the canvas, as real events."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QContextMenuEvent, QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from hornstudio.engine import edits
from hornstudio.engine.graph import Graph, Node, Wire, freeze
from hornstudio.engine.problem import Problem
from hornstudio.ui.canvas import KIND_MIME
from hornstudio.ui.canvas.edit.context_menu import build_menu
from hornstudio.ui.canvas.paint.node import more_rect

CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
MIDDLE = Qt.MouseButton.MiddleButton
KEY = Qt.Key


def graph_of(nodes: dict[str, Node], *wires: tuple[str, str]) -> Graph:
    placed = {i: replace(n, at=(float(n.at[0]), float(n.at[1]))) for i, n in nodes.items()}
    return Graph(nodes=freeze(placed), wires=tuple(Wire(*w) for w in wires))


def undo_texts(hand):
    stack = hand.document.undo_stack
    return [stack.text(i) for i in range(stack.count())]


# Wires.


def test_drag_from_output_to_input_wires(hand):
    hand.wire("flatten.output", "dense.input")
    assert Wire("flatten.output", "dense.input") in hand.graph.wires
    assert undo_texts(hand) == ["Connect flatten → dense"]


def test_drag_from_free_input_back_to_output_wires(hand):
    hand.wire("dense.input", "flatten.output")
    assert Wire("flatten.output", "dense.input") in hand.graph.wires


def test_wire_snaps_to_a_port_within_24_px(hand):
    hand.drag(hand.port("flatten.output"), hand.port("dense.input") + QPoint(-18, 10))
    assert Wire("flatten.output", "dense.input") in hand.graph.wires


def test_wire_dropped_on_a_body_takes_the_port_that_is_meant(make_hand):
    nodes = {
        "mnist": Node("mnist", at=(0, 0)),
        "loss": Node("categorical_crossentropy", at=(400, 100)),
    }
    hand = make_hand(graph_of(nodes))
    hand.drag(hand.port("mnist.label"), hand.canvas.node_position("loss"))
    assert hand.graph.wires == (Wire("mnist.label", "loss.target"),)


def test_new_wire_replaces_the_old_one_of_a_single_port(hand):
    hand.wire("flatten.output", "dense.input")
    hand.wire("flatten.output", "relu.input")
    hand.wire("relu.output", "dense.input")
    assert hand.graph.wires_into("dense") == [Wire("relu.output", "dense.input")]


def test_growing_port_takes_one_wire_after_another(make_hand):
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


def refused_hand(make_hand):
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


def test_remedy_in_the_tip_connects_and_mends_in_one_step(make_hand):
    hand = refused_hand(make_hand)
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
    assert len(undo_texts(hand)) == 1


def test_dragging_off_a_connected_input_to_nowhere_unplugs_it(hand):
    hand.drag(hand.port("flatten.input"), hand.at(300, 400))
    assert hand.graph.wires == ()
    assert undo_texts(hand) == ["Disconnect mnist → flatten"]


def test_plugging_a_wire_back_where_it_was_changes_nothing(hand):
    before = hand.graph
    start = hand.port("flatten.input")
    hand.hold(start, hand.at(300, 300))
    hand.move(start)
    hand.release(start)
    assert hand.graph is before
    assert undo_texts(hand) == []


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
    assert undo_texts(hand) == ["Add Dropout"]
    assert hand.document.selection == ("dropout",)


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
    assert undo_texts(hand) == []
    assert not hand.canvas.popup.isVisible()


def test_escape_leaves_the_search_without_adding(hand):
    hand.drag(hand.port("flatten.output"), hand.at(500, 420))
    QTest.keyClick(hand.canvas.popup.field, KEY.Key_Escape)
    assert not hand.canvas.popup.isVisible()
    assert hand.canvas.view.held is None
    assert undo_texts(hand) == []


# Selecting and moving.


def test_rubber_band_selects_what_it_touches(hand):
    hand.drag(hand.at(200, -40), hand.at(540, 60))
    assert set(hand.document.selection) == {"flatten", "dense"}


def test_rubber_band_with_shift_adds(hand):
    hand.document.select(["mnist"])
    hand.drag(hand.at(460, 180), hand.at(600, 320), modifiers=SHIFT)
    assert set(hand.document.selection) == {"mnist", "relu"}


def test_escape_takes_a_rubber_band_back(hand):
    hand.document.select(["mnist"])
    hand.hold(hand.at(200, -40), hand.at(540, 60))
    hand.key(KEY.Key_Escape)
    assert hand.document.selection == ("mnist",)


def test_click_selects_and_shift_click_adds_and_removes(hand):
    position = hand.canvas.node_position
    hand.click(position("dense"))
    hand.click(position("relu"), SHIFT)
    assert set(hand.document.selection) == {"dense", "relu"}
    hand.click(position("dense"), CTRL)
    assert hand.document.selection == ("relu",)
    hand.click(hand.at(700, 420))
    assert hand.document.selection == ()


def test_drag_moves_in_one_step_on_the_snap_grid_and_undoes(hand):
    before = hand.graph
    start = hand.canvas.node_position("dense")
    hand.drag(start, start + QPoint(53, 30))
    assert hand.graph.nodes["dense"].at == (536.0, 32.0)
    assert undo_texts(hand) == ["Move Dense"]
    item = hand.canvas.scene.nodes["dense"]
    assert item.pos() == QPointF(536, 32)
    hand.document.undo_stack.undo()
    assert hand.graph is before
    assert item.pos() == QPointF(480, 0)


def test_drag_moves_all_that_is_selected(hand):
    hand.document.select(["dense", "relu"])
    start = hand.canvas.node_position("dense")
    hand.drag(start, start + QPoint(0, 80))
    assert hand.graph.nodes["dense"].at == (480, 80)
    assert hand.graph.nodes["relu"].at == (480, 280)
    assert undo_texts(hand) == ["Move 2 nodes"]


def test_two_drags_are_two_steps(hand):
    for _ in range(2):
        start = hand.canvas.node_position("dense")
        hand.drag(start, start + QPoint(0, 40))
    assert len(undo_texts(hand)) == 2


def test_escape_while_moving_puts_everything_back(hand):
    before = hand.graph
    start = hand.canvas.node_position("dense")
    hand.hold(start, start + QPoint(80, 80))
    assert hand.canvas.scene.nodes["dense"].pos() == QPointF(560, 80)
    hand.key(KEY.Key_Escape)
    hand.release(start + QPoint(80, 80))
    assert hand.graph is before
    assert hand.canvas.scene.nodes["dense"].pos() == QPointF(480, 0)
    assert hand.document.selection == ()


def test_moving_asks_no_shape_rule(hand, monkeypatch):
    facts = hand.document.report.facts
    start = hand.canvas.node_position("dense")
    hand.drag(start, start + QPoint(0, 80))
    assert hand.document.report.facts is facts
    assert hand.document.report.graph is hand.graph


def test_wires_follow_a_node_while_it_is_dragged(hand):
    line = hand.canvas.scene.wires[Wire("mnist.image", "flatten.input")]
    start = hand.canvas.node_position("flatten")
    hand.hold(start, start + QPoint(40, 160))
    end = line.way.path.pointAtPercent(1.0)
    assert (end.x(), end.y()) == (280.0, 204.0)
    hand.key(KEY.Key_Escape)


def test_keys_nudge_and_presses_in_a_row_are_one_step(hand):
    hand.document.select(["dense"])
    for _ in range(3):
        hand.key(KEY.Key_Right)
    hand.key(KEY.Key_Down, SHIFT)
    assert hand.graph.nodes["dense"].at == (504, 24)
    assert undo_texts(hand) == ["Move Dense"]


def test_control_and_arrows_walk_along_wires(hand):
    hand.document.select(["mnist"])
    hand.key(KEY.Key_Right, CTRL)
    assert hand.document.selection == ("flatten",)
    hand.key(KEY.Key_Left, CTRL)
    assert hand.document.selection == ("mnist",)
    hand.document.select(["dense"])
    hand.key(KEY.Key_Down, CTRL)
    assert hand.document.selection == ("relu",)


def test_select_all(hand):
    hand.key(KEY.Key_A, CTRL)
    assert set(hand.document.selection) == set(hand.graph.nodes)


# Deleting and copying.


@pytest.mark.parametrize("key", [KEY.Key_Delete, KEY.Key_Backspace])
def test_delete_takes_nodes_with_their_wires(hand, key):
    hand.document.select(["flatten"])
    hand.key(key)
    assert "flatten" not in hand.graph.nodes
    assert hand.graph.wires == ()
    assert hand.canvas.scene.wires == {}
    assert undo_texts(hand) == ["Delete Flatten"]


def test_a_wire_is_selected_by_click_and_deleted(hand):
    hand.click(hand.at(204, 44))
    assert hand.canvas.scene.chosen_wires == {Wire("mnist.image", "flatten.input")}
    hand.key(KEY.Key_Delete)
    assert hand.graph.wires == ()
    assert set(hand.graph.nodes) == {"mnist", "flatten", "dense", "relu"}
    assert undo_texts(hand) == ["Delete wire"]


def test_paste_twice_gives_two_copies_aside(hand):
    hand.document.select(["mnist", "flatten"])
    hand.key(KEY.Key_C, CTRL)
    hand.key(KEY.Key_V, CTRL)
    assert set(hand.document.selection) == {"mnist_2", "flatten_2"}
    hand.key(KEY.Key_V, CTRL)
    assert hand.graph.nodes["mnist_2"].at == (24, 24)
    assert hand.graph.nodes["mnist_3"].at == (48, 48)
    assert Wire("mnist_3.image", "flatten_3.input") in hand.graph.wires
    assert undo_texts(hand) == ["Paste 2 nodes"] * 2


def test_cut_and_paste_returns_to_the_same_place(hand):
    hand.document.select(["relu"])
    hand.key(KEY.Key_X, CTRL)
    assert "relu" not in hand.graph.nodes
    hand.key(KEY.Key_V, CTRL)
    assert hand.graph.nodes["relu"].at == (480, 200)


def test_copies_are_text_that_can_be_pasted_elsewhere(hand, make_hand):
    hand.document.select(["mnist"])
    hand.canvas.copy()
    assert '"kind": "mnist"' in QGuiApplication.clipboard().text()
    other = make_hand()
    other.canvas.paste()
    assert [n.kind for n in other.graph.nodes.values()] == ["mnist"]


def test_a_sharer_can_be_copied_without_its_owner(make_hand):
    nodes = {"first": Node("dense"), "second": Node("dense", weights_of="first", at=(0, 200))}
    hand = make_hand(graph_of(nodes))
    hand.document.select(["second"])
    hand.canvas.copy()
    hand.canvas.paste()
    assert len(hand.graph.nodes) == 3


def test_foreign_text_is_refused_in_words(hand, qtbot):
    before = hand.graph
    QGuiApplication.clipboard().setText("milk, bread, butter")
    with qtbot.waitSignal(hand.canvas.said) as said:
        hand.key(KEY.Key_V, CTRL)
    assert "clipboard" in said.args[0]
    assert hand.graph is before


def test_duplicate_keeps_weights_shared_and_selects_the_copy(hand):
    hand.document.select(["dense"])
    hand.key(KEY.Key_D, CTRL)
    assert hand.graph.nodes["dense_2"].at == (504, 24)
    assert hand.document.selection == ("dense_2",)


# Adding.


def drop(hand, kind: bytes, at: QPoint) -> None:
    data = QMimeData()
    data.setData(KIND_MIME, kind)
    args = (Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier(0))
    QApplication.sendEvent(hand.viewport, QDragEnterEvent(at, *args))
    QApplication.sendEvent(hand.viewport, QDropEvent(QPointF(at), *args))


def test_drop_from_the_palette_adds_at_the_pointer_on_the_grid(hand):
    drop(hand, b"softmax", hand.at(700, 300))
    x, y = hand.graph.nodes["softmax"].at
    assert (x % 8, y % 8) == (0, 0)
    assert abs(x + 82 - 700) <= 8
    assert abs(y + 16 - 300) <= 8
    assert undo_texts(hand) == ["Add Softmax"]


def test_drop_on_a_wire_puts_the_module_into_it(hand):
    drop(hand, b"dropout", hand.at(204, 44))
    assert [w for w in hand.graph.wires if "dropout" in w[0] + w[1]] == [
        Wire("mnist.image", "dropout.input"),
        Wire("dropout.output", "flatten.input"),
    ]


def test_drop_of_an_unknown_kind_changes_nothing(hand):
    before = hand.graph
    drop(hand, b"warp_drive", hand.at(700, 300))
    assert hand.graph is before


def test_add_module_follows_the_selected_node(hand):
    hand.document.select(["flatten"])
    node_id = hand.canvas.add_module("dropout")
    assert Wire("flatten.output", f"{node_id}.input") in hand.graph.wires
    assert hand.graph.nodes[node_id].at[0] > hand.graph.nodes["flatten"].at[0]
    assert hand.document.selection == (node_id,)


def test_added_modules_do_not_cover_others(make_hand):
    hand = make_hand()
    for _ in range(6):
        hand.document.select(())
        hand.canvas.add_module("mnist")
    bodies = [item.body for item in hand.canvas.scene.nodes.values()]
    assert not any(a.intersects(b) for i, a in enumerate(bodies) for b in bodies[:i])


def test_double_click_on_nothing_searches_and_adds_there(hand):
    hand.double_click(hand.at(700, 300))
    popup = hand.canvas.popup
    QTest.keyClicks(popup.field, "elu")
    QTest.keyClick(popup.field, KEY.Key_Return)
    assert hand.graph.nodes["relu_2"].at == (616, 288)
    assert hand.canvas.focusWidget() is hand.canvas.view


def test_tab_searches(hand):
    hand.key(KEY.Key_Tab)
    assert hand.canvas.popup.isVisible()
    row = hand.canvas.popup.list.currentRow()
    QTest.keyClick(hand.canvas.popup.field, KEY.Key_Down)
    assert hand.canvas.popup.list.currentRow() == row + 1


def test_a_click_elsewhere_closes_the_search(hand):
    hand.key(KEY.Key_Tab)
    hand.click(hand.at(700, 420))
    assert not hand.canvas.popup.isVisible()


def test_empty_canvas_shows_a_hint_until_something_is_there(make_hand):
    hand = make_hand()
    assert hand.canvas._hint.isVisible()
    hand.canvas.add_module("mnist")
    assert not hand.canvas._hint.isVisible()


# Names, states, menus.


def test_f2_renames_in_place_with_korean(hand):
    hand.document.select(["dense"])
    hand.key(KEY.Key_F2)
    editor = hand.canvas.naming.editor
    assert editor.isVisible()
    editor.setText("은닉층")
    QTest.keyClick(editor, KEY.Key_Return)
    assert hand.graph.nodes["dense"].title == "은닉층"
    assert hand.canvas.scene.nodes["dense"].look.title == "은닉층"
    assert not editor.isVisible()


def test_escape_leaves_the_title(hand):
    hand.double_click(hand.canvas.node_position("dense"))
    editor = hand.canvas.naming.editor
    QTest.keyClicks(editor, "x")
    QTest.keyClick(editor, KEY.Key_Escape)
    assert hand.graph.nodes["dense"].title == ""
    assert hand.canvas.focusWidget() is hand.canvas.view


def test_a_setting_is_typed_over_on_the_node(hand):
    item = hand.canvas.scene.nodes["dense"]
    pill = item.look.pill_rects()[0].translated(item.pos()).center()
    hand.double_click(hand.at(pill.x(), pill.y()))
    editor = hand.canvas.naming.editor
    editor.setText("0")
    QTest.keyClick(editor, KEY.Key_Return)
    assert editor.isVisible()  # 0 units are refused
    assert "units" not in hand.graph.nodes["dense"].params
    editor.setText("10")
    QTest.keyClick(editor, KEY.Key_Return)
    assert hand.graph.nodes["dense"].params["units"] == 10


def test_freeze_and_bypass_by_key(hand):
    hand.document.select(["dense", "relu"])
    hand.key(KEY.Key_F, SHIFT)
    assert all(hand.graph.nodes[i].frozen for i in ("dense", "relu"))
    hand.key(KEY.Key_B)
    assert all(hand.graph.nodes[i].bypassed for i in ("dense", "relu"))
    hand.key(KEY.Key_B)
    assert undo_texts(hand) == ["Freeze 2 nodes", "Bypass 2 nodes", "Use 2 nodes again"]


def test_menu_shares_weights_between_nodes_of_a_kind(make_hand):
    nodes = {"first": Node("dense"), "second": Node("dense", at=(0, 200))}
    hand = make_hand(graph_of(nodes))
    menu = build_menu(hand.canvas, QPointF(82, 216))
    sharing = next(a.menu() for a in menu.actions() if a.menu())
    sharing.actions()[0].trigger()
    assert hand.graph.nodes["second"].weights_of == "first"
    looks = [item.look.shared for item in hand.canvas.scene.nodes.values()]
    assert looks == [2, 2]
    menu.deleteLater()


def test_menu_key_opens_a_menu_for_the_selection(hand, qtbot):
    hand.document.select(["dense"])
    hand.canvas.view.menu_asked.disconnect(hand.canvas._on_menu_asked)  # no pop-up offscreen
    event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(0, 0), QPoint(0, 0))
    with qtbot.waitSignal(hand.canvas.view.menu_asked) as asked:
        QApplication.sendEvent(hand.viewport, event)
    assert hand.canvas.scene.nodes["dense"].body.contains(asked.args[1])


def test_the_sign_in_the_header_opens_the_menu(hand, qtbot):
    hand.canvas.view.menu_asked.disconnect(hand.canvas._on_menu_asked)  # no pop-up offscreen
    item = hand.canvas.scene.nodes["flatten"]
    at = more_rect(item.look).translated(item.pos()).center()
    with qtbot.waitSignal(hand.canvas.view.menu_asked):
        hand.click(hand.at(at.x(), at.y()))
    assert hand.document.selection == ("flatten",)


def test_wire_menu_inserts_a_module(hand):
    wire = Wire("mnist.image", "flatten.input")
    hand.canvas.ask_insert(wire, QPointF(204, 44))
    assert "categorical_crossentropy" not in hand.canvas.popup.kinds()
    QTest.keyClicks(hand.canvas.popup.field, "relu")
    QTest.keyClick(hand.canvas.popup.field, KEY.Key_Return)
    assert Wire("relu_2.output", "flatten.input") in hand.graph.wires


def test_readers_hear_what_is_selected(hand):
    hand.document.select(["dense"])
    assert "Dense" in hand.canvas.view.accessibleName()


# Pan and zoom.


def test_middle_button_pans(hand):
    before = hand.canvas.node_position("dense")
    hand.drag(hand.at(700, 400), hand.at(700, 400) + QPoint(60, -25), button=MIDDLE)
    assert hand.canvas.node_position("dense") == before + QPoint(60, -25)
    assert undo_texts(hand) == []


def test_space_and_left_button_pan_even_over_a_node(hand):
    before = hand.canvas.node_position("dense")
    QTest.keyPress(hand.canvas.view, KEY.Key_Space)
    hand.drag(before, before + QPoint(30, 30))
    QTest.keyRelease(hand.canvas.view, KEY.Key_Space)
    assert hand.canvas.node_position("dense") == before + QPoint(30, 30)
    assert hand.graph.nodes["dense"].at == (480, 0)


def test_zoom_keeps_the_point_under_the_pointer_and_its_limits(hand):
    view = hand.canvas.view
    anchor = QPointF(300, 200)
    kept = view.to_scene(anchor)
    view.zoom_by(1.5, anchor)
    moved = view.mapFromScene(kept) - anchor.toPoint()
    assert moved.manhattanLength() <= 2
    view.zoom_by(100)
    assert view.zoom == 4.0
    view.zoom_by(0.0001)
    assert view.zoom == 0.1
    hand.key(KEY.Key_0)
    assert view.zoom == 1.0
    hand.key(KEY.Key_Plus)
    assert hand.canvas.zoom_box.scale.text() == "120 %"


def test_fit_shows_every_node(hand):
    hand.canvas.view.centerOn(5000, 5000)
    hand.key(KEY.Key_F)
    assert hand.canvas.view.visible_area().contains(hand.canvas.scene.bounds())


def test_show_place_brings_a_problem_into_view(hand):
    hand.canvas.view.centerOn(9000, 9000)
    hand.document.place_requested.emit(Problem("error", "x", "relu"))
    assert hand.document.selection == ("relu",)
    body = hand.canvas.scene.nodes["relu"].body
    assert hand.canvas.view.visible_area().contains(body)
    assert hand.canvas.view.flash.area == body


# Following the document.


def test_unknown_kinds_and_circles_are_shown(make_hand):
    nodes = {"odd": Node("warp_drive"), "a": Node("relu", at=(240, 0)), "b": Node("relu")}
    wires = (("a.output", "b.input"), ("b.output", "a.input"), ("odd.output", "a.input"))
    hand = make_hand(graph_of(nodes, *wires))
    assert hand.canvas.scene.nodes["odd"].look.status == "error"
    hand.viewport.grab()
    hand.canvas.view.zoom_to(0.2)
    hand.viewport.grab()


def test_items_of_unchanged_nodes_are_kept(hand):
    before = dict(hand.canvas.scene.nodes)
    graph = edits.set_param(hand.graph, "dense", "units", 7)
    hand.document.edit("Set units", graph)
    hand.document.undo_stack.undo()
    hand.document.undo_stack.redo()
    assert hand.canvas.scene.nodes == before


def test_an_edit_from_elsewhere_ends_a_gesture(hand):
    start = hand.canvas.node_position("dense")
    hand.hold(start, start + QPoint(80, 80))
    hand.document.edit("Delete", edits.remove_nodes(hand.graph, ["dense"]))
    hand.release(start)
    assert "dense" not in hand.canvas.scene.nodes
    assert len(undo_texts(hand)) == 1


def test_opening_another_graph_replaces_everything(hand):
    hand.document.open(graph_of({"only": Node("relu", at=(8, 8))}), None)
    assert list(hand.canvas.scene.nodes) == ["only"]
    assert hand.canvas.scene.wires == {}


def test_live_values_show_and_go(hand):
    hand.canvas.set_live({"dense": "0.0489"})
    assert hand.canvas.scene.nodes["dense"].look.live == "0.0489"
    hand.canvas.set_live({})
    assert hand.canvas.scene.nodes["dense"].look.live == ""


def test_click_on_a_sign_opens_reason_and_remedy(make_hand):
    nodes = {
        "mnist": Node("mnist", at=(0, 0)),
        "scores": Node("dense", at=(240, 0)),
        "loss": Node("categorical_crossentropy", at=(560, 0)),
    }
    wires = (
        ("mnist.image", "scores.input"),
        ("mnist.label", "loss.target"),
        ("scores.output", "loss.prediction"),
    )
    hand = make_hand(graph_of(nodes, *wires))
    line = hand.canvas.scene.wires[Wire("scores.output", "loss.prediction")]
    item = hand.canvas.scene.nodes["loss"]
    assert item.look.status == "error"
    if line.look.status == "error":
        place = line.middle
    else:
        place = item.look.footer_rect().translated(item.pos()).center()
    hand.click(hand.at(place.x(), place.y()))
    buttons = hand.canvas.advice.bubble.buttons()
    assert buttons
    QTest.mouseClick(buttons[0], Qt.MouseButton.LeftButton)
    assert hand.canvas.scene.nodes["loss"].look.status != "error"
