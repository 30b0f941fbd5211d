"""Dragging a module out of the list."""

import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, Qt
from PySide6.QtGui import QDrag, QHoverEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from hornstudio.engine.catalog import catalog
from hornstudio.ui.mime import KIND
from hornstudio.ui.panels.palette.entry import Role, fill
from hornstudio.ui.panels.palette.tree import ModuleTree, mime_of


@pytest.fixture
def tree(qtbot):
    made = ModuleTree()
    fill(made.entries, catalog(), "")
    made.expandAll()
    qtbot.addWidget(made)
    made.resize(236, 900)
    made.show()
    qtbot.waitExposed(made)
    return made


class Departures(QObject):
    """Counts how often the mouse leaves what it watches."""

    count = 0

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        self.count += event.type() is QEvent.Type.Leave
        return False


def test_what_is_dragged_is_the_kind():
    data = mime_of(catalog().get("dense"))
    assert data.formats() == [KIND]
    assert bytes(data.data(KIND)).decode() == "dense"


def test_a_drag_begins_with_the_mouse_and_leaves_no_row_lit(tree, qtbot, monkeypatch):
    begun = []
    left = Departures()
    tree.viewport().installEventFilter(left)

    def begin(drag: QDrag, *_: object) -> Qt.DropAction:
        begun.append((bytes(drag.mimeData().data(KIND)).decode(), drag.pixmap().isNull()))
        return Qt.DropAction.CopyAction

    monkeypatch.setattr(QDrag, "exec", begin)
    first = tree.first_module()
    start = tree.visualRect(first).center()
    viewport = tree.viewport()
    QTest.mousePress(viewport, Qt.MouseButton.LeftButton, pos=start)
    for step in range(1, 8):
        QTest.mouseMove(viewport, start + QPoint(6 * step, 0))
        qtbot.wait(1)
    QTest.mouseRelease(viewport, Qt.MouseButton.LeftButton, pos=start + QPoint(42, 0))
    assert begun == [(first.data(Role.MODULE).kind, False)]
    assert left.count == 1


def test_the_move_that_begins_a_drag_lights_no_row_after_it(tree, qtbot, monkeypatch):
    """Qt tells the row under it of the mouse once more, when the drag is over."""
    monkeypatch.setattr(QDrag, "exec", lambda *_: Qt.DropAction.CopyAction)
    viewport = tree.viewport()
    index = tree.first_module()
    tree.setCurrentIndex(index)
    tree.startDrag(Qt.DropAction.CopyAction)
    at = QPointF(tree.visualRect(index).center())
    hover = QHoverEvent(QEvent.Type.HoverMove, at, viewport.mapToGlobal(at), at)
    QApplication.sendEvent(viewport, hover)
    left = Departures()
    viewport.installEventFilter(left)
    qtbot.waitUntil(lambda: left.count == 1)


def test_a_category_cannot_be_dragged(tree, monkeypatch):
    monkeypatch.setattr(QDrag, "exec", lambda *_: pytest.fail("dragged a category"))
    tree.setCurrentIndex(tree.entries.index(0, 0))
    tree.startDrag(Qt.DropAction.CopyAction)
