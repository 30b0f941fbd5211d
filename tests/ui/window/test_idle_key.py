"""What keys say whose actions cannot be done now."""

import pytest
from PySide6.QtCore import Qt

from hornstudio.engine.graph import Graph, Node

Key, Held = Qt.Key, Qt.KeyboardModifier


@pytest.fixture
def view(window, qtbot):
    """The canvas of a network with one module, which is not selected, with the keyboard."""
    window.document.open(Graph(nodes={"relu": Node("relu")}), None)
    window.show_work()
    view = window.workspace.canvas.view
    view.setFocus()
    qtbot.waitUntil(view.hasFocus)
    return view


@pytest.mark.parametrize(
    ("key", "held", "reason"),
    [
        (Key.Key_W, Held.NoModifier, "No module is selected."),
        (Key.Key_Z, Held.ControlModifier, "There is nothing to take back."),
        (Key.Key_F6, Held.NoModifier, "No training is running."),
    ],
)
def test_a_key_that_can_do_nothing_now_says_why(window, view, qtbot, announced, key, held, reason):
    qtbot.keyClick(view, key, held)
    assert window.status.hint.text() == reason
    qtbot.keyClick(view, key, held)
    assert announced == [reason, reason]


def test_a_key_of_the_canvas_means_nothing_elsewhere(window, view, qtbot, announced):
    button = window.workspace.tool_bar.train
    button.setFocus()
    qtbot.waitUntil(button.hasFocus)
    qtbot.keyClick(button, Key.Key_W)
    assert announced == []


def test_the_start_page_says_that_a_network_is_to_be_opened_first(window, qtbot, announced):
    qtbot.keyClick(window.welcome, Key.Key_F5)
    assert announced == ["The start page is shown. Open a network first."]


def test_a_key_of_nothing_is_silent(window, view, qtbot, announced):
    qtbot.keyClick(view, Key.Key_F9)
    assert announced == []
