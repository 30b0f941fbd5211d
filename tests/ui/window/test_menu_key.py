from typing import ClassVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QLineEdit

KEYS = (Qt.Key.Key_F10, Qt.KeyboardModifier.ShiftModifier)


@pytest.fixture
def asked(window, monkeypatch) -> list[QContextMenuEvent.Reason]:
    """Why menus of a module that is selected are asked for."""
    window.show_work()
    reasons: list[QContextMenuEvent.Reason] = []
    window.workspace.canvas.view.chosen_menu_asked.disconnect()
    window.workspace.canvas.view.chosen_menu_asked.connect(lambda: reasons.append("chosen"))
    return reasons


def test_shift_and_f10_ask_for_the_menu_of_what_is_selected(window, asked, qtbot):
    view = window.workspace.canvas.view
    view.setFocus()
    qtbot.waitUntil(view.hasFocus)
    qtbot.keyClick(view, *KEYS)
    assert asked == ["chosen"]
    qtbot.keyClick(view, Qt.Key.Key_F9, KEYS[1])
    assert asked == ["chosen"]


def test_they_ask_whatever_has_the_keyboard(window, asked, qtbot):
    class Field(QLineEdit):
        reasons: ClassVar[list[QContextMenuEvent.Reason]] = []

        def contextMenuEvent(self, event: QContextMenuEvent) -> None:
            self.reasons.append(event.reason())

    field = Field(window.workspace)
    field.show()
    field.setFocus()
    qtbot.waitUntil(field.hasFocus)
    qtbot.keyClick(field, *KEYS)
    assert field.reasons == [QContextMenuEvent.Reason.Keyboard]
    assert asked == []
