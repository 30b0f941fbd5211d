"""Items of menus that cannot be chosen say why."""

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication

from hornstudio.engine.graph import Graph

pytestmark = pytest.mark.qt_log_ignore("does not support")  # menus, on the offscreen platform


def move_onto(menu, at: QPoint) -> None:
    """What the pointer sends on its way over a menu."""
    none, plain = Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier
    place = (QPointF(at), QPointF(menu.mapToGlobal(at)))
    QApplication.sendEvent(menu, QMouseEvent(QEvent.Type.MouseMove, *place, none, none, plain))


def test_the_pointer_on_an_item_that_cannot_be_chosen_has_the_reason_told(window):
    window.filing.open_copy(Graph())
    (menu,) = [a.menu() for a in window.menuBar().actions() if a.text().endswith("Train")]
    menu.popup(window.mapToGlobal(QPoint(20, 20)))
    hint = window.status.hint
    before = hint.whole_text

    def onto(action_id: str) -> str:
        move_onto(menu, menu.actionGeometry(window.table[action_id]).center())
        QApplication.processEvents()
        return hint.whole_text

    assert onto("predict") == "The network has no trained weights yet. Train it first."
    assert onto("stop") == "No training is running."
    assert onto("runs") == window.table["runs"].statusTip()
    assert onto("measure") == "The network has no trained weights yet. Train it first."
    menu.close()
    QApplication.processEvents()
    assert hint.whole_text == before
