"""A canvas with a mouse and a keyboard."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from hornstudio.engine.graph import Graph, Node, Wire, freeze
from hornstudio.ui.canvas import Canvas
from hornstudio.ui.document import Document
from hornstudio.ui.mime import KIND

LEFT = Qt.MouseButton.LeftButton
NONE = Qt.MouseButton.NoButton
PLAIN = Qt.KeyboardModifier.NoModifier


class Hand:
    """Real events on the viewport of a canvas."""

    def __init__(self, canvas: Canvas) -> None:
        self.canvas = canvas
        self.viewport = canvas.view.viewport()
        self._shown = [self.graph]
        canvas.document.opened.connect(lambda: self._shown.__setitem__(slice(None), [self.graph]))
        canvas.document.graph_changed.connect(lambda _, new: self._shown.append(new))

    @property
    def document(self) -> Document:
        return self.canvas.document

    @property
    def graph(self) -> Graph:
        return self.canvas.document.graph

    def at(self, x: float, y: float) -> QPoint:
        """Point of the viewport over a point of the canvas."""
        return self.canvas.view.mapFromScene(QPointF(x, y))

    def port(self, end: str) -> QPoint:
        return self.canvas.port_position(*end.split("."))

    def _send(self, kind, at, button, buttons, modifiers) -> None:
        at = QPointF(at)
        everywhere = QPointF(self.viewport.mapToGlobal(at.toPoint()))
        event = QMouseEvent(kind, at, everywhere, button, buttons, modifiers)
        QApplication.sendEvent(self.viewport, event)

    def press(self, at: QPoint, button=LEFT, modifiers=PLAIN) -> None:
        self._send(QEvent.Type.MouseButtonPress, at, button, button, modifiers)

    def move(self, at: QPoint, button=LEFT, modifiers=PLAIN) -> None:
        self._send(QEvent.Type.MouseMove, at, NONE, button, modifiers)

    def release(self, at: QPoint, button=LEFT, modifiers=PLAIN) -> None:
        self._send(QEvent.Type.MouseButtonRelease, at, button, NONE, modifiers)

    def hold(self, start: QPoint, end: QPoint, button=LEFT, modifiers=PLAIN) -> None:
        """Press and drag, without letting go."""
        self.press(start, button, modifiers)
        for step in range(1, 6):
            self.move(start + (end - start) * (step / 5), button, modifiers)

    def drag(self, start: QPoint, end: QPoint, button=LEFT, modifiers=PLAIN) -> None:
        self.hold(start, end, button, modifiers)
        self.release(end, button, modifiers)

    def click(self, at: QPoint, modifiers=PLAIN) -> None:
        QTest.mouseClick(self.viewport, LEFT, modifiers, at)

    def double_click(self, at: QPoint) -> None:
        QTest.mouseDClick(self.viewport, LEFT, PLAIN, at)

    def key(self, key, modifiers=PLAIN) -> None:
        QTest.keyClick(self.canvas.view, key, modifiers)

    def drop(self, kind: bytes, at: QPoint) -> None:
        """Let a module of the palette go."""
        data = QMimeData()
        data.setData(KIND, kind)
        args = (Qt.DropAction.CopyAction, data, LEFT, PLAIN)
        QApplication.sendEvent(self.viewport, QDragEnterEvent(at, *args))
        QApplication.sendEvent(self.viewport, QDragMoveEvent(at, *args))
        QApplication.sendEvent(self.viewport, QDropEvent(QPointF(at), *args))

    def undo_and_redo(self, before: Graph) -> None:
        """The last step, taken back and done again, to the very same documents."""
        after = self.graph
        assert after is not before
        self.document.undo_stack.undo()
        assert self.graph is before
        self.document.undo_stack.redo()
        assert self.graph is after

    def undo_all_and_redo_all(self) -> None:
        """Every step back leads to a graph that was shown, every step on to the very same again."""
        stack, first, behind = self.document.undo_stack, self._shown[0], []
        known = {id(graph) for graph in self._shown}
        while stack.canUndo():
            behind.append(self.graph)
            stack.undo()
            assert id(self.graph) in known
        assert self.graph is first
        while behind:
            stack.redo()
            assert self.graph is behind.pop()
            assert self.canvas.scene.nodes.keys() == self.graph.nodes.keys()
            assert self.canvas.scene.wires.keys() == set(self.graph.wires)

    def undo_texts(self) -> list[str]:
        stack = self.document.undo_stack
        return [stack.text(i) for i in range(stack.count())]

    def wire(self, source: str, target: str) -> None:
        self.drag(self.port(source), self.port(target))


def make_graph(nodes: dict[str, Node], *wires: tuple[str, str]) -> Graph:
    placed = {i: replace(n, at=(float(n.at[0]), float(n.at[1]))) for i, n in nodes.items()}
    return Graph(nodes=freeze(placed), wires=tuple(Wire(*w) for w in wires))


def chain() -> Graph:
    """MNIST -> Flatten, with a Dense and a ReLU beside them."""
    nodes = {
        "mnist": Node("mnist", at=(0, 0)),
        "flatten": Node("flatten", at=(240, 0)),
        "dense": Node("dense", at=(480, 0)),
        "relu": Node("relu", at=(480, 200)),
    }
    return make_graph(nodes, ("mnist.image", "flatten.input"))


@pytest.fixture
def graph_of():
    """Makes a graph of nodes by id, and wires as pairs of `node.port`."""
    return make_graph


@pytest.fixture
def make_hand(qtbot) -> Iterator:
    made = []

    def make(graph: Graph | None = None) -> Hand:
        canvas = Canvas(Document(graph))
        qtbot.addWidget(canvas)
        canvas.resize(1200, 800)
        canvas.show()
        qtbot.waitExposed(canvas)
        canvas.view.centerOn(320, 120)
        canvas.view.setFocus()
        made.append(Hand(canvas))
        return made[-1]

    yield make
    for hand in made:
        hand.canvas.popup.leave()
        hand.document.deleteLater()  # what it is connected to holds it, and the canvas with it
        hand.undo_all_and_redo_all()


@pytest.fixture
def hand(make_hand) -> Hand:
    return make_hand(chain())
