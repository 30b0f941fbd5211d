"""Letters behind a refused name are no shortcuts."""

import pytest
from PySide6.QtCore import Qt

from hornstudio.engine.graph import Graph, Node

Key = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def view(window, qtbot):
    """The canvas of a network that cannot be grouped whole, with the keyboard."""
    nodes = {"mnist": Node("mnist", at=(0.0, 0.0)), "relu": Node("relu", at=(300.0, 0.0))}
    window.document.open(Graph(nodes=nodes), None)
    window.show_work()
    view = window.workspace.canvas.view
    view.setFocus()
    qtbot.waitUntil(view.hasFocus)
    return view


def type_name(qtbot, view) -> None:
    qtbot.keyClicks(view, "stem b")
    qtbot.keyClick(view, Key.Key_Backspace)
    qtbot.keyClick(view, Key.Key_Return)


@pytest.mark.parametrize("chosen", [["mnist", "relu"], []])
@pytest.mark.parametrize("key", [(Key.Key_G, CTRL), (Key.Key_F2, Qt.KeyboardModifier.NoModifier)])
def test_a_name_that_is_typed_where_none_is_asked_does_nothing(window, view, qtbot, chosen, key):
    window.document.select(chosen)
    before, canvas = window.document.graph, window.workspace.canvas
    qtbot.keyClick(view, *key)
    assert not canvas.naming.editor.isVisible()
    type_name(qtbot, view)
    assert window.document.graph is before
    assert canvas.minimap.isVisible()
    assert not canvas.popup.isVisible()
    assert list(window.document.selection) == chosen
    qtbot.keyClick(view, Key.Key_M)  # the name has ended
    assert not canvas.minimap.isVisible()


def test_other_keys_the_mouse_and_a_pause_end_it(window, view, qtbot):
    canvas = window.workspace.canvas
    window.document.select(["mnist", "relu"])
    canvas.composites.group()
    qtbot.keyClick(view, Key.Key_Escape)
    qtbot.keyClick(view, Key.Key_M)
    assert not canvas.minimap.isVisible()
    window.document.select(["mnist", "relu"])
    canvas.composites.group()
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=view.rect().center())
    qtbot.keyClick(view, Key.Key_M)
    assert canvas.minimap.isVisible()
    window.document.select(["mnist", "relu"])
    canvas.composites.group()
    qtbot.waitUntil(lambda: not canvas.typing_on.is_expected)
    qtbot.keyClick(view, Key.Key_M)
    assert not canvas.minimap.isVisible()
    window.document.select(["relu"])
    qtbot.keyClick(view, Key.Key_Backspace)
    assert "relu" not in window.document.graph.nodes


def test_several_modules_are_not_renamed_and_it_is_said_why(window, view, qtbot):
    window.document.select(["mnist", "relu"])
    qtbot.keyClick(view, Key.Key_F2)
    assert "Select one module alone" in window.workspace.canvas.advice.bubble.accessibleName()
