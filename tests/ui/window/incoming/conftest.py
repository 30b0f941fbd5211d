"""Files that are dropped on the window, with the events that a desktop sends."""

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication


@pytest.fixture
def drop(qtbot):
    """`drop(window, *paths)`: what a desktop sends."""

    def _drop(window, *paths, over=None):
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
        plain = Qt.KeyboardModifier.NoModifier
        how = (Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, plain)
        enter = QDragEnterEvent(QPoint(5, 5), *how)
        # Qt goes on to the parents of a widget that ignores a drag.
        QApplication.sendEvent(over or window, enter)
        assert enter.isAccepted()
        QApplication.sendEvent(window, QDropEvent(QPointF(5, 5), *how))
        qtbot.wait(1)

    return _drop


@pytest.fixture
def drop_table(window, drop, qtbot):
    """`drop_table(path)`: until its module is there, and selected."""

    def _drop_table(path):
        drop(window, path)
        qtbot.waitUntil(lambda: window.has_document and bool(window.document.selection))

    return _drop_table
