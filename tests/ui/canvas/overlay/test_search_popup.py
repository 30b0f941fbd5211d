"""The search at the cursor: where it is, how large, and a network built with nothing else."""

import pytest
from PySide6.QtCore import QPointF, QRect, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from hornstudio.engine.catalog import catalog
from hornstudio.engine.graph import Node, Wire
from hornstudio.engine.storage.templates import find_template

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


@pytest.mark.parametrize("x", [60, 600, 1190])
def test_it_covers_no_node_that_it_follows_where_there_is_room_beside(hand, x):
    """A click on the last node and Tab: the search lay on it, and hid what it would follow."""
    hand.document.select(["dense"])
    view, item = hand.canvas.view, hand.canvas.scene.nodes["dense"]
    view.centerOn(item.body.center())
    view.pan_by(x - 600, 0)
    hand.canvas.ask_module(item.body.center())
    popup, at = hand.canvas.popup, hand.canvas.to_window
    body = QRect(at(item.body.topLeft()), at(item.body.bottomRight()))
    assert not popup.geometry().intersects(body)
    assert hand.canvas.rect().contains(popup.geometry())
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


def test_on_an_empty_canvas_data_stands_first(make_hand):
    hand = make_hand()
    hand.key(KEY.Key_Tab)
    kinds = hand.canvas.popup.kinds()
    data = [m.kind for m in catalog().nodes() if m.role == "data"]
    assert set(kinds[: len(data)]) == set(data)
    QTest.keyClicks(hand.canvas.popup.field, "dense")
    assert hand.canvas.popup.kinds()[0] == "dense"


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


def test_what_merges_comes_after_what_goes_on_alone(make_hand):
    """In ready graphs more of what ReLU gives is added up than goes to Dense."""
    hand = make_hand(find_template("mnist_mlp").graph())
    hand.canvas.ask_module(QPointF(700, 500), "relu.output", "out")
    kinds = hand.canvas.popup.kinds()
    assert kinds[0] == "dense"
    assert "add" in kinds[1:8]
    hand.canvas.popup.leave()


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


def test_settings_typed_behind_a_name_are_shown_and_set(behind_conv2d):
    hand, popup = behind_conv2d, behind_conv2d.canvas.popup
    before = hand.graph
    hand.canvas.document.select(["conv2d"])
    hand.canvas.ask_module(QPointF(700, 300))
    QTest.keyClicks(popup.field, "conv2d 64 5 same")
    shown = popup.list.chosen()
    assert (shown.text, shown.detail) == ("Conv2D", "Filters 64 · Kernel size 5×5 · Padding same")
    assert shown.note == "→ 26×26×64"
    QTest.keyClick(popup.field, KEY.Key_Return)
    made = {"filters": 64, "kernel_size": [5, 5], "padding": "same"}
    assert dict(hand.graph.nodes["conv2d_2"].params) == made
    assert Wire("conv2d.output", "conv2d_2.input") in hand.graph.wires
    hand.undo_and_redo(before)


def test_settings_typed_are_set_at_a_loose_wire_and_in_a_wire(behind_conv2d):
    hand, popup = behind_conv2d, behind_conv2d.canvas.popup
    hand.drag(hand.port("conv2d.output"), hand.at(620, 300))
    QTest.keyClicks(popup.field, "dense 7")
    QTest.keyClick(popup.field, KEY.Key_Return)
    assert dict(hand.graph.nodes["dense"].params) == {"units": 7}
    hand.canvas.ask_insert(Wire("conv2d.output", "dense.input"), QPointF(500, 300))
    QTest.keyClicks(popup.field, "dropout .2")
    QTest.keyClick(popup.field, KEY.Key_Return)
    assert dict(hand.graph.nodes["dropout"].params) == {"rate": 0.2}
    assert Wire("dropout.output", "dense.input") in hand.graph.wires


def test_what_a_setting_cannot_be_is_told(behind_conv2d):
    popup = behind_conv2d.canvas.popup
    behind_conv2d.canvas.ask_module(QPointF(700, 300))
    QTest.keyClicks(popup.field, "dropout 5")
    assert popup.kinds() == []
    assert popup.empty.text() == "rate is 5; need a number at least 0 and below 1"
    popup.field.clear()
    QTest.keyClicks(popup.field, "zzzz")
    assert popup.empty.text() == "Nothing fits. Try another word."


def test_a_number_that_is_a_part_of_a_name_is_no_setting(behind_conv2d):
    popup = behind_conv2d.canvas.popup
    behind_conv2d.canvas.ask_module(QPointF(700, 300))
    QTest.keyClicks(popup.field, "conv 2")
    assert popup.list.chosen().detail == ""
    QTest.keyClicks(popup.field, "d 8")
    assert popup.list.chosen().detail == "Filters 8"


def test_shift_and_enter_go_on_with_what_follows(make_hand):
    """From an empty canvas to a network that trains: two actions a module."""
    hand = make_hand()
    popup = hand.canvas.popup
    hand.key(KEY.Key_Tab)
    *words, last = (
        *("mnist", "conv2d 32 3 relu", "maxpool", "conv2d 64 3 relu", "maxpool", "flatten"),
        *("dropout", "dense 10 softmax", "categorical", "accuracy", "adam"),
    )
    for word in words:
        QTest.keyClicks(popup.field, word)
        QTest.keyClick(popup.field, KEY.Key_Return, Qt.KeyboardModifier.ShiftModifier)
        assert popup.isVisible()
        assert popup.field.text() == ""
    QTest.keyClicks(popup.field, last)
    QTest.keyClick(popup.field, KEY.Key_Return)
    assert not popup.isVisible()
    assert hand.document.report.problems == ()
    bodies = [item.body for item in hand.canvas.scene.nodes.values()]
    assert not any(a.intersects(b) for i, a in enumerate(bodies) for b in bodies[:i])
