"""Deleting, copying and pasting."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from hornstudio.engine.graph import Node, Wire

CTRL = Qt.KeyboardModifier.ControlModifier
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
    assert hand.undo_texts() == ["Paste 2 nodes"] * 2


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


def test_a_sharer_can_be_copied_without_its_owner(make_hand, graph_of):
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
