"""The menu of what is under the pointer."""

import pytest
from PySide6.QtCore import QPoint

from hornstudio.ui.canvas.edit.context_menu import build_menu


@pytest.mark.qt_log_ignore("does not support")  # menus, on the offscreen platform
def test_a_menu_does_not_outlive_what_it_was_opened_for(hand) -> None:
    menu = build_menu(hand.canvas, hand.canvas.scene.nodes["flatten"].body.center())
    menu.popup(QPoint(0, 0))
    assert menu.isVisible()
    hand.canvas.delete_selection()
    assert "flatten" not in hand.graph.nodes
    assert not menu.isVisible()
    menu.deleteLater()
