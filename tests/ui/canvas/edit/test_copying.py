"""Deleting, copying and pasting."""

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent, QGuiApplication
from PySide6.QtWidgets import QApplication, QLabel

from hornstudio.engine.editing import edits
from hornstudio.engine.editing.frame import Frame, add_frame, frames_of
from hornstudio.engine.editing.reroute import with_points
from hornstudio.engine.graph import Node, Wire
from hornstudio.engine.storage import files
from hornstudio.engine.storage.templates import find_template

CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
KEY = Qt.Key


@pytest.mark.parametrize("key", [KEY.Key_Delete, KEY.Key_Backspace])
def test_delete_takes_nodes_with_their_wires(hand, key):
    hand.document.select(["flatten"])
    hand.key(key)
    assert "flatten" not in hand.graph.nodes
    assert hand.graph.wires == ()
    assert hand.canvas.scene.wires == {}
    assert hand.undo_texts() == ["Delete Flatten"]


def test_a_wire_is_selected_by_click_and_deleted(hand):
    hand.click(hand.at(204, 44))
    assert hand.canvas.scene.chosen_wires == {Wire("mnist.image", "flatten.input")}
    hand.key(KEY.Key_Delete)
    assert hand.graph.wires == ()
    assert set(hand.graph.nodes) == {"mnist", "flatten", "dense", "relu"}
    assert hand.undo_texts() == ["Delete wire"]


def test_paste_twice_gives_two_copies_aside(hand):
    hand.document.select(["mnist", "flatten"])
    hand.key(KEY.Key_C, CTRL)
    hand.key(KEY.Key_V, CTRL)
    assert set(hand.document.selection) == {"mnist_2", "flatten_2"}
    hand.key(KEY.Key_V, CTRL)
    assert hand.graph.nodes["mnist_2"].at == (24, 24)
    assert hand.graph.nodes["mnist_3"].at == (48, 48)
    assert Wire("mnist_3.image", "flatten_3.input") in hand.graph.wires
    assert hand.undo_texts() == ["Paste 2 modules"] * 2


def test_cut_and_paste_returns_to_the_same_place(hand):
    hand.document.select(["relu"])
    hand.key(KEY.Key_X, CTRL)
    assert "relu" not in hand.graph.nodes
    hand.key(KEY.Key_V, CTRL)
    assert hand.graph.nodes["relu"].at == (480, 200)


def test_copies_are_text_that_can_be_pasted_elsewhere(hand, make_hand):
    hand.document.select(["mnist"])
    hand.key(KEY.Key_C, CTRL)
    assert '"kind": "mnist"' in QGuiApplication.clipboard().text()
    other = make_hand()
    other.key(KEY.Key_V, CTRL)
    assert [n.kind for n in other.graph.nodes.values()] == ["mnist"]


def test_a_sharer_can_be_copied_without_its_owner(make_hand, graph_of):
    nodes = {"first": Node("dense"), "second": Node("dense", weights_of="first", at=(0, 200))}
    hand = make_hand(graph_of(nodes))
    hand.document.select(["second"])
    hand.key(KEY.Key_C, CTRL)
    hand.key(KEY.Key_V, CTRL)
    assert [n.weights_of for n in hand.graph.nodes.values()] == ["", "first", "first"]
    other = make_hand(graph_of({"first": Node("dense")}))  # the name says nothing elsewhere
    other.key(KEY.Key_V, CTRL)
    assert [n.weights_of for n in other.graph.nodes.values()] == ["", ""]


def test_a_sharer_that_is_cut_and_pasted_shares_as_before(make_hand, graph_of):
    nodes = {"first": Node("dense"), "second": Node("dense", weights_of="first", at=(0, 200))}
    hand = make_hand(graph_of(nodes))
    hand.document.select(["second"])
    hand.key(KEY.Key_X, CTRL)
    hand.key(KEY.Key_V, CTRL)
    assert hand.graph.nodes["second"].weights_of == "first"


def test_foreign_text_is_refused_in_words(hand, qtbot):
    before = hand.graph
    QGuiApplication.clipboard().setText("milk, bread, butter")
    with qtbot.waitSignal(hand.canvas.said) as said:
        hand.key(KEY.Key_V, CTRL)
    assert "clipboard" in said.args[0]
    assert hand.graph is before


def test_pasting_with_inputs_wires_the_copy_to_the_same_sources(hand):
    before = hand.graph
    hand.document.select(["flatten"])
    hand.key(KEY.Key_C, CTRL)
    hand.key(KEY.Key_V, CTRL | SHIFT)
    assert Wire("mnist.image", "flatten_2.input") in hand.graph.wires
    assert hand.graph.extra == before.extra
    assert hand.document.selection == ("flatten_2",)
    hand.undo_and_redo(before)
    hand.key(KEY.Key_V, CTRL)
    assert not hand.graph.wires_into("flatten_3")


def test_duplicating_with_inputs_keeps_their_order(make_hand, graph_of):
    nodes = {"a": Node("input", at=(0, 0)), "b": Node("input", at=(0, 200))}
    nodes["sum"] = Node("add", at=(240, 0))
    hand = make_hand(graph_of(nodes, ("b.output", "sum.inputs"), ("a.output", "sum.inputs")))
    before = hand.graph
    hand.document.select(["sum"])
    hand.key(KEY.Key_D, CTRL | SHIFT)
    sources = [w.source for w in hand.graph.wires_into("sum_2")]
    assert sources == ["b.output", "a.output"]
    assert hand.undo_texts() == ["Duplicate Add sum"]
    hand.undo_and_redo(before)


def test_in_another_window_inputs_come_from_nodes_that_fit_and_no_others(hand, make_hand, graph_of):
    hand.document.select(["flatten"])
    hand.key(KEY.Key_C, CTRL)
    for kind, count in (("mnist", 1), ("dense", 0)):
        other = make_hand(graph_of({"mnist": Node(kind)}))
        other.key(KEY.Key_V, CTRL | SHIFT)
        assert len(other.graph.wires_into("flatten")) == count


def test_the_whole_text_of_a_file_can_be_pasted(hand):
    before = hand.graph
    graph = find_template("mnist_mlp").graph()
    QGuiApplication.clipboard().setText(files.to_text(graph))
    hand.key(KEY.Key_V, CTRL)
    assert len(hand.graph.nodes) == len(before.nodes) + len(graph.nodes)
    assert len(hand.graph.wires) == len(before.wires) + len(graph.wires)
    hand.undo_and_redo(before)


@pytest.mark.parametrize("into", ['"x"', '[["nowhere.y"]]', '[["mnist.image", 3]]', "[[]]"])
def test_damaged_wires_of_a_text_are_passed_over(hand, into):
    text = '{"hornstudio": 1, "nodes": {"relu": {"kind": "relu"}}, "wires_into": ' + into + "}"
    QGuiApplication.clipboard().setText(text)
    hand.key(KEY.Key_V, CTRL | SHIFT)
    assert not hand.graph.wires_into("relu_2")


def test_duplicate_keeps_weights_shared_and_selects_the_copy(hand):
    hand.document.select(["dense"])
    hand.key(KEY.Key_D, CTRL)
    assert hand.graph.nodes["dense_2"].at == (504, 24)
    assert hand.document.selection == ("dense_2",)


def test_the_text_of_a_file_brings_its_frames_and_reroute_points(hand):
    wire = Wire("mnist.image", "flatten.input")
    frame = Frame("Part", at=(-20.0, -40.0), size=(600.0, 300.0))
    whole = add_frame(with_points(hand.graph, {wire: [(200.0, 90.0)]}), frame)
    QGuiApplication.clipboard().setText(files.to_text(whole))
    before = hand.graph
    hand.key(KEY.Key_V, CTRL)
    (pasted,) = frames_of(hand.graph).values()
    assert pasted.title == "Part"
    copy = Wire("mnist_2.image", "flatten_2.input")
    (point,) = hand.graph.reroutes[copy]
    corner, at = hand.graph.nodes["mnist_2"].at, pasted.at
    assert (point[0] - corner[0], point[1] - corner[1]) == (200.0, 90.0)
    assert (at[0] - corner[0], at[1] - corner[1]) == (-20.0, -40.0)
    hand.undo_and_redo(before)


def test_a_note_is_pasted_aside_or_into_view_where_that_is_elsewhere(hand, make_hand):
    far = Frame(text="far", at=(4000.0, 900.0), size=(200.0, 96.0), is_note=True)
    hand.document.edit("note", add_frame(hand.graph, far))
    hand.canvas.view.centerOn(4100, 950)
    hand.click(hand.at(4100, 950))
    hand.key(KEY.Key_C, CTRL)
    hand.key(KEY.Key_V, CTRL)
    assert frames_of(hand.graph)[1].at == (4024.0, 924.0)
    other = make_hand()
    other.key(KEY.Key_V, CTRL)
    (pasted,) = other.canvas.scene.frames.items.values()
    assert other.canvas.view.visible_area().contains(pasted.body)


def drop_text(hand, text: str, x: float, y: float) -> Qt.DropAction:
    """Text of another program is dragged over the canvas and let go; as what it was taken."""
    data, at = QMimeData(), hand.at(x, y)
    data.setText(text)
    both = Qt.DropAction.CopyAction | Qt.DropAction.MoveAction
    how = (both, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ShiftModifier)
    enter = QDragEnterEvent(at, *how)
    QApplication.sendEvent(hand.viewport, enter)
    if not enter.isAccepted():
        return Qt.DropAction.IgnoreAction
    QApplication.sendEvent(hand.viewport, QDragMoveEvent(at, *how))
    drop = QDropEvent(QPointF(at), *how)
    QApplication.sendEvent(hand.viewport, drop)
    return drop.dropAction()


def test_the_text_of_a_network_can_be_dropped_and_is_not_taken_away_elsewhere(hand):
    before = hand.graph
    text = files.to_text(edits.extract(before, ["mnist", "flatten"]))
    assert drop_text(hand, text, 96, 320) is Qt.DropAction.CopyAction
    assert hand.graph.nodes["mnist_2"].at == (96.0, 320.0)
    assert Wire("mnist_2.image", "flatten_2.input") in hand.graph.wires
    assert set(hand.document.selection) == {"mnist_2", "flatten_2"}
    assert hand.undo_texts() == ["Paste 2 modules"]
    hand.undo_and_redo(before)


def test_other_text_is_not_taken_and_a_damaged_network_refused_in_words(hand):
    before = hand.graph
    assert drop_text(hand, "hello", 0, 300) is Qt.DropAction.IgnoreAction
    drop_text(hand, '{"hornstudio": 1, "nodes": {"a": {"kind": "relu", "at": "x"}}}', 0, 300)
    said = " ".join(label.text() for label in hand.canvas.advice.bubble.findChildren(QLabel))
    assert "The text that was dropped is no network: nodes.a.at" in said
    assert hand.graph is before


def test_what_is_pasted_into_an_empty_canvas_is_all_in_view(make_hand):
    text = files.to_text(find_template("mnist_cnn").graph())
    hand = make_hand()
    QGuiApplication.clipboard().setText(text)
    hand.canvas.copying.paste()
    area = hand.canvas.view.visible_area()
    assert all(area.contains(item.body) for item in hand.canvas.scene.nodes.values())
    hand.canvas.view.zoom_to(2.0)
    hand.canvas.copying.paste()
    assert hand.canvas.view.zoom == 2.0, "where something is already the view stays"


def test_what_comes_from_another_network_lies_on_nothing_here(hand, make_hand, graph_of):
    other = make_hand(graph_of({"first": Node("dense"), "second": Node("relu", at=(240, 0))}))
    other.document.select(["first", "second"])
    other.key(KEY.Key_C, CTRL)
    for _ in range(2):
        before, old = hand.graph, [item.body for item in hand.canvas.scene.nodes.values()]
        hand.key(KEY.Key_V, CTRL)
        new = [hand.canvas.scene.nodes[i].body for i in hand.document.selection]
        assert len(new) == 2
        assert not any(body.intersects(there) for body in new for there in old)
        hand.undo_and_redo(before)


@pytest.mark.parametrize("again", [(KEY.Key_V, CTRL), (KEY.Key_D, CTRL)])
def test_a_copy_that_would_lie_across_the_edge_is_brought_into_view(hand, again):
    view, body = hand.canvas.view, hand.canvas.scene.nodes["dense"].body
    hand.document.select(["dense"])
    hand.canvas.copying.copy()
    area = view.visible_area()
    view.centerOn(body.right() - area.width() / 2 + 4, area.center().y())
    before = hand.graph
    hand.key(*again)
    (copy,) = hand.document.selection
    assert view.visible_area().contains(hand.canvas.scene.nodes[copy].body)
    hand.undo_and_redo(before)
