"""Whatever can be done to a network can be done inside a composite, and undone from there."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from hornstudio.engine.graph import PORT_OUT
from hornstudio.ui.canvas import Canvas
from hornstudio.ui.document import Document
from hornstudio.ui.level import Level
from hornstudio.ui.theme import current
from tests.engine.composite.sample_composite import residual
from tests.ui.canvas.conftest import Hand

KEY = Qt.Key
PLAIN = Qt.KeyboardModifier.NoModifier
ALT = Qt.KeyboardModifier.AltModifier
CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def hand(qtbot, monkeypatch) -> Hand:
    """Over the inside of one of two uses: input, Dense wide, composite normal, Add, output."""
    monkeypatch.setattr(current(), "reduced_motion", True)
    level = Level(Document(residual()))
    canvas = Canvas(level)
    qtbot.addWidget(canvas)
    canvas.resize(1200, 800)
    canvas.show()
    qtbot.waitExposed(canvas)
    hand = Hand(canvas)
    hand.key(KEY.Key_L)
    hand.double_click(canvas.node_position("block_1"))
    assert level.trail == ("block_1",)
    hand.key(KEY.Key_L)
    canvas.sight.fit_all()
    level.undo_stack.clear()
    return hand


def keys(*pressed: tuple[KEY, Qt.KeyboardModifier]) -> Callable[[Hand], None]:
    """These keys with the Dense selected."""

    def act(hand: Hand) -> None:
        hand.document.select(["wide"])
        for key, modifiers in pressed:
            hand.key(key, modifiers)

    return act


def typed(editor: str, *opening: tuple[KEY, Qt.KeyboardModifier]) -> Callable[[Hand], None]:
    """What these keys open is typed into."""

    def act(hand: Hand) -> None:
        keys(*opening)(hand)
        field = {"title": hand.canvas.naming.editor, "note": hand.canvas.framing.editor}[editor]
        QTest.keyClicks(field, "x")
        QTest.keyClick(field, KEY.Key_Return, CTRL if editor == "note" else PLAIN)

    return act


def set_value(hand: Hand) -> None:
    keys((KEY.Key_Return, PLAIN))(hand)
    box = hand.canvas.valuing.editor.field.box
    QTest.keyClicks(box, "5")
    QTest.keyClick(box, KEY.Key_Return)


def search(hand: Hand) -> None:
    keys((KEY.Key_Tab, PLAIN))(hand)
    QTest.keyClicks(hand.canvas.popup.field, "dropout")
    QTest.keyClick(hand.canvas.popup.field, KEY.Key_Return)


def drag(hand: Hand, modifiers: Qt.KeyboardModifier = PLAIN) -> None:
    start = hand.canvas.node_position("wide")
    hand.drag(start, start + QPoint(0, 160), modifiers=modifiers)


def unplug(hand: Hand) -> None:
    hand.drag(hand.port("wide.input"), hand.port("wide.input") + QPoint(0, 240))


def cut(hand: Hand) -> None:
    at = hand.canvas.view.mapFromScene(hand.canvas.scene.wires[hand.graph.wires[0]].middle)
    right = Qt.MouseButton.RightButton
    hand.drag(at - QPoint(0, 40), at + QPoint(0, 40), button=right, modifiers=CTRL)


def line_up(hand: Hand) -> None:
    drag(hand)
    hand.document.undo_stack.clear()
    hand.document.select(["wide", "add"])
    hand.key(KEY.Key_Up, ALT | SHIFT)


GESTURES: dict[str, Callable[[Hand], None]] = {
    "move by hand": drag,
    "take out by hand": lambda hand: drag(hand, ALT),
    "nudge": keys((KEY.Key_Right, PLAIN), (KEY.Key_Right, PLAIN)),
    "line up": line_up,
    "arrange": lambda hand: hand.key(KEY.Key_L, SHIFT),
    "wire": lambda hand: hand.wire("wide.output", "add.inputs"),
    "wire by keys": keys((KEY.Key_W, PLAIN), (KEY.Key_Return, PLAIN)),
    "unplug": unplug,
    "cut wires": cut,
    "bend": keys((KEY.Key_R, PLAIN)),
    "delete": keys((KEY.Key_Delete, PLAIN)),
    "cut and paste": keys((KEY.Key_X, CTRL), (KEY.Key_V, CTRL)),
    "duplicate": keys((KEY.Key_D, CTRL)),
    "duplicate with inputs": keys((KEY.Key_D, CTRL | SHIFT)),
    "search": search,
    "drop": lambda hand: hand.drop(b"relu", hand.at(0, 400)),
    "drop a port": lambda hand: hand.drop(PORT_OUT.encode(), hand.at(0, 400)),
    "freeze": keys((KEY.Key_F, SHIFT)),
    "bypass": keys((KEY.Key_B, PLAIN)),
    "disable": keys((KEY.Key_B, SHIFT)),
    "fold": keys((KEY.Key_C, PLAIN)),
    "rename": typed("title", (KEY.Key_F2, PLAIN)),
    "write a note of the module": typed("note", (KEY.Key_N, SHIFT)),
    "frame": typed("title", (KEY.Key_C, SHIFT)),
    "note": typed("note", (KEY.Key_N, PLAIN)),
    "set a value": set_value,
}


@pytest.mark.parametrize("name", GESTURES)
def test_it_is_done_inside_and_undone_to_the_very_same_document(hand, name):
    level = hand.document
    root, stack = level.root, level.undo_stack
    GESTURES[name](hand)
    steps, after = stack.count(), root.graph
    assert 1 <= steps <= 2, hand.undo_texts()
    assert level.trail == ("block_1",)
    assert hand.canvas.scene.nodes.keys() == hand.graph.nodes.keys()
    level.leave()
    stack.setIndex(0)
    assert level.trail == ("block_1",), "undoing leads to where the step was made"
    before = root.graph
    assert before.groups["residual_block"] != after.groups["residual_block"]
    stack.setIndex(steps)
    assert root.graph is after
    stack.setIndex(0)
    assert root.graph is before
    assert hand.canvas.scene.wires.keys() == set(hand.graph.wires)
