"""Cutting wires with a stroke, with real events."""

from itertools import pairwise

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QApplication

from hornstudio.engine.graph import Wire

CTRL = Qt.KeyboardModifier.ControlModifier
RIGHT = Qt.MouseButton.RightButton
KEY = Qt.Key


def cut(hand, *points):
    hand.press(points[0], RIGHT, CTRL)
    for start, end in pairwise(points):
        for step in range(1, 6):
            hand.move(start + (end - start) * (step / 5), RIGHT, CTRL)
    hand.release(points[-1], RIGHT, CTRL)


def test_every_wire_that_is_crossed_goes_in_one_step(hand):
    hand.wire("flatten.output", "dense.input")
    before = hand.graph
    cut(hand, hand.at(204, -30), hand.at(204, 90), hand.at(440, 90), hand.at(440, -30))
    assert hand.graph.wires == ()
    assert hand.undo_texts()[-1] == "Cut 2 wires"
    hand.undo_and_redo(before)


def test_a_wire_that_is_not_crossed_stays(hand):
    hand.wire("flatten.output", "dense.input")
    before = hand.graph
    cut(hand, hand.at(440, -30), hand.at(444, 90))
    assert hand.graph.wires == (Wire("mnist.image", "flatten.input"),)
    assert hand.undo_texts()[-1] == "Disconnect flatten → dense"
    hand.undo_and_redo(before)


def test_crossed_wires_step_back_and_escape_leaves_them(hand):
    before = hand.graph
    line = hand.canvas.scene.wires[Wire("mnist.image", "flatten.input")]
    hand.hold(hand.at(204, -30), hand.at(204, 90), RIGHT, CTRL)
    assert line.is_dimmed
    hand.key(KEY.Key_Escape)
    hand.release(hand.at(204, 90), RIGHT, CTRL)
    assert not line.is_dimmed
    assert hand.graph is before


def test_a_stroke_through_nothing_is_no_step_and_opens_no_menu(hand):
    asked = []
    hand.canvas.view.menu_asked.disconnect(hand.canvas.menus.ask_at)  # no pop-up offscreen
    hand.canvas.view.menu_asked.connect(lambda *_: asked.append(True))
    at = hand.at(700, 420)
    cut(hand, at, at + QPoint(40, 0))
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, at)
    QApplication.sendEvent(hand.viewport, event)
    assert (asked, hand.undo_texts()) == ([], [])
    hand.press(at, RIGHT)
    hand.release(at, RIGHT)
    QApplication.sendEvent(hand.viewport, event)
    assert asked == [True]
