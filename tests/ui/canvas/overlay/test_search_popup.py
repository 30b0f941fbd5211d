"""The search at the cursor: where it is, how large, and a network built with nothing else."""

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from hornstudio.engine.graph import Node, Wire

KEY = Qt.Key


def write(field, word):
    """Latin letters are typed, Hangul comes from an input method."""
    if word.isascii():
        QTest.keyClicks(field, word)
        return
    event = QInputMethodEvent("", [])
    event.setCommitString(word)
    QApplication.sendEvent(field, event)


@pytest.mark.parametrize("height", [220, 320, 800])
def test_it_fits_into_the_canvas_however_low_that_is(hand, height):
    hand.canvas.resize(600, height)
    for corner in ((0, 0), (599, 0), (0, height - 1), (599, height - 1)):
        hand.canvas.ask_module(hand.canvas.view.to_scene(QPointF(*corner)))
        popup = hand.canvas.popup
        assert hand.canvas.rect().contains(popup.geometry())
        assert popup.list.count() > 100
        popup.leave()


def test_a_network_is_built_with_the_keyboard_alone(make_hand):
    hand = make_hand()
    words = (
        "mnist",
        "conv2d",
        "maxpool",
        "nn.Flatten",
        "dense",
        "softmax",
        "교차 엔트로피",
        "정확도",
        "adam",
    )
    for word in words:
        hand.key(KEY.Key_Tab)
        write(hand.canvas.popup.field, word)
        QTest.keyClick(hand.canvas.popup.field, KEY.Key_Return)
    assert [node.kind for _, node in hand.graph] == [
        *("mnist", "conv2d", "max_pooling2d", "flatten", "dense", "softmax"),
        *("categorical_crossentropy", "accuracy", "adam"),
    ]
    assert hand.document.report.errors == []
    assert hand.undo_texts()[0] == "Add MNIST"
    assert len(hand.undo_texts()) == 9
    bodies = [item.body for item in hand.canvas.scene.nodes.values()]
    assert not any(a.intersects(b) for i, a in enumerate(bodies) for b in bodies[:i])
    built = hand.graph
    for _ in words:
        hand.document.undo_stack.undo()
    assert not hand.graph.nodes
    for _ in words:
        hand.document.undo_stack.redo()
    assert hand.graph is built


def test_what_is_usual_stands_first_until_somebody_has_habits(hand):
    hand.canvas.ask_module(QPointF(700, 300))
    popup = hand.canvas.popup
    assert popup.kinds()[0] == "dense"
    QTest.keyClicks(popup.field, "soft")
    assert popup.kinds()[0] == "softmax"
    popup.leave()
    hand.canvas.uses["softsign"] = 1
    hand.canvas.ask_module(QPointF(700, 300))
    assert popup.kinds()[:2] == ["softsign", "dense"]


@pytest.fixture
def behind_conv2d(make_hand, graph_of):
    nodes = {"digits": Node("digits"), "conv2d": Node("conv2d", at=(240, 0))}
    return make_hand(graph_of(nodes, ("digits.image", "conv2d.input")))


def test_what_fits_a_loose_wire_best_stands_first(behind_conv2d):
    hand = behind_conv2d
    hand.drag(hand.port("conv2d.output"), hand.at(620, 300))
    popup = hand.canvas.popup
    QTest.keyClicks(popup.field, "max")
    assert popup.kinds()[:2] == ["max_pooling2d", "maximum"]  # it alone, before what merges
    QTest.keyClick(popup.field, KEY.Key_Return)
    assert Wire("conv2d.output", "max_pooling2d.input") in hand.graph.wires
    hand.drag(hand.port("max_pooling2d.output"), hand.at(620, 500))
    assert popup.kinds()[0] == "conv2d"  # what usually follows
    QTest.keyClicks(popup.field, "maximum")
    assert popup.kinds()[0] == "maximum"  # who types it all means it
    popup.leave()


def test_what_follows_the_selected_node_best_stands_first(behind_conv2d):
    hand = behind_conv2d
    hand.document.select(["conv2d"])
    hand.key(KEY.Key_Tab)
    popup = hand.canvas.popup
    assert popup.kinds()[:2] == ["batch_normalization", "max_pooling2d"]
    QTest.keyClicks(popup.field, "max")
    assert popup.kinds()[0] == "max_pooling2d"
    popup.leave()
    hand.canvas.uses["maximum"] = 8
    hand.key(KEY.Key_Tab)
    QTest.keyClicks(popup.field, "max")
    assert popup.kinds()[0] == "maximum"  # a habit
    popup.leave()


def test_a_habit_puts_nothing_before_what_can_be_wired(behind_conv2d):
    hand = behind_conv2d
    hand.document.select(["conv2d"])
    hand.canvas.uses["digits"] = 8
    hand.key(KEY.Key_Tab)
    popup = hand.canvas.popup
    QTest.keyClicks(popup.field, "d")
    entries = [entry for entry in popup.list.entries() if entry.text.startswith("D")]
    quiet = [entry.is_quiet for entry in entries]
    assert quiet == sorted(quiet)
    assert "digits" in [entry.id for entry in entries if entry.is_quiet]
    popup.leave()
