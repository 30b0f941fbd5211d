"""A person at the real window: presses, drags and types; the worker is the real one too."""

import os
import sys
from collections.abc import Callable, Iterator
from importlib.abc import MetaPathFinder
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt, QTimer, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QFileDialog,
    QLineEdit,
    QToolButton,
    QWidget,
)

from hornstudio.engine.catalog import catalog
from hornstudio.engine.graph import Graph
from hornstudio.ui.canvas.scene.node_item import NodeItem
from hornstudio.ui.main_window import MainWindow
from hornstudio.ui.panels.palette.tree import mime_of
from hornstudio.ui.settings import Settings
from tests.ending import forget_work

LEFT = Qt.MouseButton.LeftButton
CONTROL = Qt.KeyboardModifier.ControlModifier
PLAIN = Qt.KeyboardModifier.NoModifier
TRAINING_MS = 120_000


class NoJax(MetaPathFinder):
    """Refuses JAX to whoever imports it in this process, and remembers that somebody did."""

    NAMES = ("jax", "jaxlib", "optax")

    def __init__(self) -> None:
        self.refused: list[str] = []

    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in self.NAMES:
            self.refused.append(name)
            raise ImportError(f"the window's process imports {name}")


@pytest.fixture
def no_jax() -> Iterator[None]:
    """The process of the test is the window's: JAX must not be imported in it."""
    guard = NoJax()
    stashed = {n: m for n, m in sys.modules.items() if n.partition(".")[0] in guard.NAMES}
    for name in stashed:
        del sys.modules[name]
    sys.meta_path.insert(0, guard)
    yield
    sys.meta_path.remove(guard)
    found = [name for name in sys.modules if name.partition(".")[0] in guard.NAMES]
    sys.modules.update(stashed)
    assert not guard.refused
    assert not found


class Person:
    """Real events on the widgets of one window."""

    def __init__(self, window: MainWindow, qtbot) -> None:
        self.window = window
        self.qtbot = qtbot

    @property
    def graph(self) -> Graph:
        return self.window.document.graph

    @property
    def canvas(self):
        return self.window.workspace.canvas

    @property
    def training(self):
        return self.window.workspace.training

    # Mouse.

    def click(self, widget: QWidget, at: QPoint | None = None) -> None:
        assert widget.isVisible(), widget
        assert widget.isEnabled(), widget
        QTest.mouseClick(widget, LEFT, PLAIN, at or widget.rect().center())

    def _mouse(self, kind: QEvent.Type, at: QPoint, button, buttons) -> None:
        viewport = self.canvas.view.viewport()
        assert viewport.rect().contains(at), f"{at} is out of view"
        everywhere = QPointF(viewport.mapToGlobal(at))
        event = QMouseEvent(kind, QPointF(at), everywhere, button, buttons, PLAIN)
        QApplication.sendEvent(viewport, event)

    def drag(self, start: QPoint, end: QPoint) -> None:
        self._mouse(QEvent.Type.MouseButtonPress, start, LEFT, LEFT)
        for step in range(1, 9):
            at = start + (end - start) * (step / 8)
            self._mouse(QEvent.Type.MouseMove, at, Qt.MouseButton.NoButton, LEFT)
            QApplication.processEvents()
        self._mouse(QEvent.Type.MouseButtonRelease, end, LEFT, Qt.MouseButton.NoButton)

    def wire(self, source: str, target: str) -> None:
        before = self.graph
        start = self.canvas.port_position(*source.split("."))
        self.drag(start, self.canvas.port_position(*target.split(".")))
        assert (source, target) in self.graph.wires, f"{source} is not wired to {target}"
        assert len(self.graph.wires) == len(before.wires) + 1

    def select(self, node: str) -> None:
        self.click(self.canvas.view.viewport(), self.canvas.node_position(node))
        assert self.window.document.selection == (node,)

    def click_ground(self) -> None:
        viewport = self.canvas.view.viewport()
        x, view = viewport.width() // 2, self.canvas.view
        places = (QPoint(x, viewport.height() - 8), QPoint(x, 8))
        self.click(viewport, next(p for p in places if not isinstance(view.itemAt(p), NodeItem)))
        assert self.window.document.selection == ()

    def move_node(self, node: str, to: QPoint) -> None:
        self.drag(self.canvas.node_position(node), to)

    # Modules.

    def drop(self, kind: str, at: QPoint) -> str:
        """What a drag from the palette sends to the canvas; a QDrag needs a real pointer."""
        module = catalog().get(kind)
        assert module is not None
        before = set(self.graph.nodes)
        self._let_go(mime_of(module), at)
        return self._the_new_one(before)

    def drop_file(self, path: Path, at: QPoint) -> None:
        """What a file manager sends when a file is dropped on the canvas."""
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(path))])
        self._let_go(data, at)

    def _let_go(self, data: QMimeData, at: QPoint) -> None:
        viewport = self.canvas.view.viewport()
        how = (Qt.DropAction.CopyAction, data, LEFT, PLAIN)
        enter = QDragEnterEvent(at, *how)
        QApplication.sendEvent(viewport, enter)
        assert enter.isAccepted()
        QApplication.sendEvent(viewport, QDragMoveEvent(at, *how))
        QApplication.sendEvent(viewport, QDropEvent(QPointF(at), *how))

    def double_click(self, kind: str) -> str:
        before = set(self.graph.nodes)
        tree = self.window.workspace.palette_panel.tree
        index = self._index_of(kind)
        tree.scrollTo(index)
        at = tree.visualRect(index).center()
        QTest.mouseClick(tree.viewport(), LEFT, PLAIN, at)
        QTest.mouseDClick(tree.viewport(), LEFT, PLAIN, at)
        return self._the_new_one(before)

    def _index_of(self, kind: str):
        tree = self.window.workspace.palette_panel.tree
        index = tree.first_module()
        while index.isValid():
            module = tree.module_at(index)
            if module is not None and module.kind == kind:
                return index
            index = tree.indexBelow(index)
        raise LookupError(f"{kind} is not in the palette")

    def _the_new_one(self, before: set[str]) -> str:
        (new,) = set(self.graph.nodes) - before
        return new

    # Keys.

    def type_into(self, field: QWidget, text: str) -> None:
        """Click a field, replace what is in it, press Enter."""
        self.click(field)
        target = QApplication.focusWidget()
        assert target is not None
        QTest.keyClick(target, Qt.Key.Key_A, CONTROL)
        QTest.keyClicks(target, text)
        QTest.keyClick(target, Qt.Key.Key_Return)

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = PLAIN) -> None:
        target = QApplication.focusWidget() or self.window
        QTest.keyClick(target, key, modifiers)

    def field(self, panel: QWidget, name: str) -> QWidget:
        """The visible field of that name."""
        found = [
            w for w in panel.findChildren(QWidget) if w.accessibleName() == name and w.isVisible()
        ]
        assert found, f"no field {name}"
        return found[0]

    def set_param(self, node: str, name: str, text: str) -> None:
        self.select(node)
        inspector = self.window.workspace.inspector
        names = {w.accessibleName() for w in inspector.findChildren(QWidget) if w.isVisible()}
        if name not in names:
            self.unfold(inspector)
        self.type_into(self.field(inspector, name), text)

    def unfold(self, panel: QWidget) -> None:
        """Click every visible "More"."""
        for header in panel.findChildren(QToolButton):
            if header.text() == "More" and header.isVisible() and not header.isChecked():
                self.click(header)
        QTest.qWait(20)

    # Dialogs.

    def in_dialog(self, kind: type[QDialog], act: Callable, start: Callable) -> None:
        """Call `start`, which opens a modal dialog, and `act(dialog)` while it is open."""
        done: list[bool] = []
        errors: list[BaseException] = []

        def look() -> None:
            dialog = QApplication.activeModalWidget()
            if not isinstance(dialog, kind) or not dialog.isVisible() or done:
                return
            done.append(True)
            timer.stop()
            try:
                act(dialog)
                assert not dialog.isVisible(), "the dialog is still open"
            except BaseException as error:
                errors.append(error)
                dialog.reject()

        timer = QTimer(interval=20)
        timer.timeout.connect(look)
        timer.start()
        start()
        timer.stop()
        if errors:
            raise errors[0]
        assert done, f"no {kind.__name__} came"
        # Without a window manager nobody gives the window its focus back.
        self.window.activateWindow()
        self.qtbot.waitUntil(self.window.isActiveWindow)

    def choose_file(self, start: Callable, path: Path) -> None:
        """Type a path into the file dialog that `start` opens."""

        def act(dialog: QFileDialog) -> None:
            QTest.qWait(300)  # while it reads its folder, it takes what is typed for other things
            line = dialog.findChild(QLineEdit, "fileNameEdit")
            line.setCompleter(None)  # its list would take the Enter
            line.selectAll()
            QTest.keyClicks(line, str(path))
            QTest.keyClick(line, Qt.Key.Key_Return)

        self.in_dialog(QFileDialog, act, start)

    # Training.

    def train(self) -> dict:
        """Press Train, wait for the end; losses by epoch, and test figures."""
        epochs, grown = [], []
        client, trainer = self.window.client, self.training.trainer
        client.event_received.connect(epochs.append)
        growing = trainer.curves_changed.connect(lambda _: grown.append(_points(trainer)))
        self.click(self.window.workspace.tool_bar.train)
        self.qtbot.waitUntil(
            lambda: trainer.finished is not None or trainer.trouble is not None,
            timeout=TRAINING_MS,
        )
        assert trainer.trouble is None, trainer.trouble
        client.event_received.disconnect(epochs.append)
        trainer.disconnect(growing)  # whoever undoes all of the graph takes the curves away
        return {"events": epochs, "grown": grown, "finished": trainer.finished}


def _points(trainer) -> dict[str, tuple[int, int]]:
    run = trainer.history.current
    return {n: (len(t), len(run.validation.get(n, ()))) for n, t in run.train.items()}


@pytest.fixture
def person(qtbot) -> Person:
    """Somebody in front of an empty canvas of 1600 x 1000 px."""
    window = MainWindow(Settings(frame=[0, 0, 1600, 1000]))
    qtbot.addWidget(window, before_close_func=_close)
    window.resize(1600, 1000)  # the screen of the offscreen platform has no room for it
    window.show()
    qtbot.waitExposed(window)
    if os.environ.get("HORNSTUDIO_TEST_XCB"):
        window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    who = Person(window, qtbot)
    who.click(window.welcome.new)
    qtbot.waitUntil(lambda: window.is_working)
    qtbot.waitUntil(lambda: window.workspace.canvas.view.viewport().width() > 800)
    return who


def _close(window: MainWindow) -> None:
    window.client.shutdown()
    forget_work(window)
