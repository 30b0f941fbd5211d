"""A hand that is called off in all ways, at any time, leaves no ghosts and loses nothing."""

from collections.abc import Callable
from random import Random

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QFocusEvent, QWheelEvent
from PySide6.QtWidgets import QApplication

from hornstudio.engine.storage.templates import find_template
from tests.ui.canvas.conftest import LEFT, NONE, PLAIN, Hand

KEY, MODIFIER = Qt.Key, Qt.KeyboardModifier
RIGHT, MIDDLE = Qt.MouseButton.RightButton, Qt.MouseButton.MiddleButton
CTRL = MODIFIER.ControlModifier
HELD = (PLAIN, PLAIN, PLAIN, MODIFIER.AltModifier, CTRL, MODIFIER.ShiftModifier)
KEYS = (
    *((KEY.Key_A, CTRL), (KEY.Key_D, CTRL), (KEY.Key_C, CTRL), (KEY.Key_V, CTRL)),
    *((KEY.Key_X, PLAIN), (KEY.Key_B, PLAIN), (KEY.Key_R, PLAIN), (KEY.Key_Delete, PLAIN)),
    *((KEY.Key_C, PLAIN), (KEY.Key_Left, CTRL), (KEY.Key_W, PLAIN), (KEY.Key_Escape, PLAIN)),
)
STEPS = 60


class ClumsyHand:
    """Begins gestures anywhere, and is interrupted in the middle of some."""

    def __init__(self, hand: Hand, seed: int) -> None:
        self.hand = hand
        self.chance = Random(seed)
        self.interruptions: tuple[Callable[[QPoint, Qt.MouseButton], object], ...] = (
            lambda at, held: hand.key(KEY.Key_Escape),
            lambda at, held: self.press_beside(at, held, RIGHT),
            lambda at, held: self.press_beside(at, held, MIDDLE),
            lambda at, held: hand.document.undo_stack.undo(),
            lambda at, held: hand.document.undo_stack.redo(),
            lambda at, held: self.turn_the_wheel(at, held),
            lambda at, held: self.lose_the_focus(),
            lambda at, held: hand.key(*self.chance.choice(KEYS)),
            lambda at, held: hand.move(at, NONE),  # let go where nobody told us
        )

    def do_something(self) -> None:
        """A key, or a gesture from anywhere to anywhere."""
        if self.chance.random() < 0.3:
            self.hand.key(*self.chance.choice(KEYS))
        button = self.chance.choice([LEFT] * 6 + [RIGHT, MIDDLE])
        held = CTRL if button is RIGHT else self.chance.choice(HELD)
        start, end = self.anywhere(), self.anywhere()
        self.hand.press(start, button, held)
        for part in (1, 2, 3, 4):
            at = start + (end - start) * (part / 4)
            self.hand.move(at, button, self.chance.choice((held, held, *HELD)))
            if self.chance.random() < 0.15:
                self.chance.choice(self.interruptions)(at, button)
        self.hand.release(end, button, held)
        self.put_away_what_opened()

    def anywhere(self) -> QPoint:
        """A node, the middle of a wire, or a place in or around the window."""
        canvas, graph, kind = self.hand.canvas, self.hand.graph, self.chance.random()
        if graph.nodes and kind < 0.5:
            return canvas.node_position(self.chance.choice(list(graph.nodes)))
        if graph.wires and kind < 0.8:
            path = canvas.scene.wires[self.chance.choice(graph.wires)].way.path
            return canvas.view.mapFromScene(path.pointAtPercent(self.chance.random()))
        room = self.hand.viewport.rect().adjusted(-60, -60, 60, 60)
        across = self.chance.randint(room.left(), room.right())
        return QPoint(across, self.chance.randint(room.top(), room.bottom()))

    def press_beside(self, at: QPoint, held: Qt.MouseButton, button: Qt.MouseButton) -> None:
        self.hand._send(QEvent.Type.MouseButtonPress, at, button, held | button, PLAIN)
        self.hand._send(QEvent.Type.MouseButtonRelease, at, button, held, PLAIN)

    def turn_the_wheel(self, at: QPoint, held: Qt.MouseButton) -> None:
        place, turn = QPointF(at), QPoint(0, self.chance.choice([120, -120]))
        phase = Qt.ScrollPhase.NoScrollPhase
        event = QWheelEvent(place, place, QPoint(), turn, held, PLAIN, phase, False)
        QApplication.sendEvent(self.hand.viewport, event)

    def lose_the_focus(self) -> None:
        reason = Qt.FocusReason.ActiveWindowFocusReason
        QApplication.sendEvent(self.hand.canvas.view, QFocusEvent(QEvent.Type.FocusOut, reason))

    def put_away_what_opened(self) -> None:
        while menu := QApplication.activePopupWidget():
            menu.close()
        self.hand.canvas.popup.leave()
        self.hand.canvas.view.setFocus()


def _compare(hand: Hand) -> None:
    """What the canvas shows is the graph, and nothing else."""
    scene, graph = hand.canvas.scene, hand.graph
    assert set(scene.nodes) == set(graph.nodes)
    assert set(scene.wires) == set(graph.wires)
    assert set(hand.document.selection) <= set(graph.nodes)
    assert set(scene.chosen_wires) <= set(graph.wires)
    if hand.canvas.view.gesture is None:
        assert {i: item.pos().toTuple() for i, item in scene.nodes.items()} == {
            i: pytest.approx(node.at) for i, node in graph
        }
        assert scene.painting.hint is None


@pytest.mark.qt_log_level_fail("CRITICAL")
@pytest.mark.parametrize("template", ["mnist_cnn", "two_in_two_out"])
@pytest.mark.parametrize("seed", [47, 56])
def test_whatever_is_called_off_nothing_is_lost(make_hand, template, seed):
    graph = find_template(template).graph()
    hand = make_hand(graph)
    clumsy = ClumsyHand(hand, seed)
    for _ in range(STEPS):
        clumsy.do_something()
        _compare(hand)
    for _ in range(2):
        hand.key(KEY.Key_Escape)
    assert hand.canvas.view.gesture is None
    history = hand.document.undo_stack
    while history.canUndo():
        history.undo()
        _compare(hand)
    assert hand.graph == graph
