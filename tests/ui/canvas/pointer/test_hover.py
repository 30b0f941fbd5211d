"""What stands out under the pointer, also when the sheet moves and the pointer does not."""

from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from hornstudio.ui.canvas.paint.node import COMPACT_FROM
from hornstudio.ui.theme import current

NONE = Qt.MouseButton.NoButton
SHIFT = Qt.KeyboardModifier.ShiftModifier


def turn(hand, at: QPoint, degrees: int, modifiers=Qt.KeyboardModifier.NoModifier) -> None:
    """One notch of a wheel; with Shift it scrolls."""
    everywhere = QPointF(hand.viewport.mapToGlobal(at))
    event = QWheelEvent(
        QPointF(at), everywhere, QPoint(), QPoint(0, degrees), NONE, modifiers,
        Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(hand.viewport, event)


def hovered(canvas) -> list[str]:
    return [i for i, item in canvas.scene.nodes.items() if item.is_hovered]


def test_a_node_that_slides_away_from_the_pointer_is_let_go(hand, qtbot):
    canvas = hand.canvas
    at = canvas.node_position("mnist")
    hand.move(at, NONE)
    assert hovered(canvas) == ["mnist"]
    turn(hand, at, 120, SHIFT)
    turn(hand, at, 120, SHIFT)
    assert hovered(canvas) == []
    canvas.view.pan_by(canvas.node_position("mnist").x() - at.x(), 0)
    back = at - canvas.node_position("mnist")
    canvas.view.pan_by(back.x(), back.y())
    qtbot.waitUntil(lambda: hovered(canvas) == ["mnist"])


def test_keys_that_zoom_and_scroll_let_go_of_what_was_under_the_pointer(hand):
    canvas = hand.canvas
    hand.move(canvas.node_position("mnist"), NONE)
    QTest.keyClick(canvas.view, Qt.Key.Key_Left, SHIFT)
    assert hovered(canvas) == []
    hand.move(canvas.node_position("mnist"), NONE)
    for _ in range(6):
        QTest.keyClick(canvas.view, Qt.Key.Key_Plus)
    assert hovered(canvas) == []


def test_what_the_wheel_zooms_at_stays_under_the_pointer(hand):
    canvas = hand.canvas
    at = canvas.node_position("mnist")
    hand.move(at, NONE)
    turn(hand, at, 120)
    assert hovered(canvas) == ["mnist"]


def test_from_afar_too(hand):
    canvas = hand.canvas
    canvas.view.zoom_to(COMPACT_FROM / 2)
    at = hand.at(*canvas.scene.nodes["mnist"].body.center().toTuple())
    hand.move(at, NONE)
    assert hovered(canvas) == ["mnist"]
    turn(hand, at, -120)
    assert hovered(canvas) == ["mnist"]
    turn(hand, at, 120, SHIFT)
    assert hovered(canvas) == []


def test_the_sheet_moves_under_a_pointer_that_is_elsewhere(hand, qtbot):
    canvas = hand.canvas
    hand.move(canvas.node_position("mnist"), NONE)
    canvas.view.hover.leave()
    canvas.view.pan_by(30, 0)
    qtbot.wait(200)
    assert hovered(canvas) == []


def test_the_hand_that_holds_the_sheet_stays_a_hand(hand):
    canvas = hand.canvas
    QTest.keyPress(canvas.view, Qt.Key.Key_Space)
    hand.move(canvas.node_position("mnist"), NONE)
    assert hand.viewport.cursor().shape() is Qt.CursorShape.OpenHandCursor
    hand.press(canvas.node_position("mnist"))
    hand.release(canvas.node_position("mnist"))
    QTest.keyRelease(canvas.view, Qt.Key.Key_Space)


class Told(QObject):
    """Counts how often a widget is given a pointer."""

    def __init__(self, widget) -> None:
        super().__init__(widget)
        self.count = 0
        widget.installEventFilter(self)

    def eventFilter(self, watched, event) -> bool:
        self.count += event.type() is QEvent.Type.CursorChange
        return False


def test_a_pointer_that_stays_the_same_is_not_told_again(hand):
    on_port, free = hand.port("mnist.image"), hand.at(700, 420)
    hand.move(free, NONE)
    told = Told(hand.viewport)
    for step in range(3):
        hand.move(free + QPoint(step, 0), NONE)
    assert told.count == 0
    hand.move(on_port, NONE)
    assert told.count == 1
    assert hand.viewport.cursor().shape() is Qt.CursorShape.CrossCursor


def test_from_afar_a_line_goes_around_the_block_under_the_pointer(hand):
    hand.canvas.view.zoom_to(0.2)
    hand.canvas.view.centerOn(0, 0)
    QApplication.processEvents()
    bare = hand.viewport.grab().toImage()
    hand.move(hand.canvas.node_position("mnist"), NONE)
    QApplication.processEvents()
    body = hand.canvas.view.mapFromScene(hand.canvas.scene.nodes["mnist"].body).boundingRect()
    marked = hand.viewport.grab().toImage()
    ink = current().color("selection.outline")
    row = [marked.pixelColor(x, body.center().y()) for x in range(body.left() - 5, body.left())]
    assert ink.rgb() in [color.rgb() for color in row]
    hand.move(hand.at(1500, 900), NONE)
    QApplication.processEvents()
    assert hand.viewport.grab().toImage() == bare
