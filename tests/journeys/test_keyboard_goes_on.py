"""Who turns from one thing that is typed into to another is not thrown back onto the canvas.

There, the letters that follow would be shortcuts.
"""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from hornstudio.engine.storage.templates import find_template
from hornstudio.ui.panels.command_palette import CommandPalette
from tests.ending import forget_work

OPENERS = {"title": "F2", "note": "N", "module": "Tab", "find": "Ctrl+F"}


@pytest.fixture
def working(person):
    person.window.filing.open_copy(find_template("mnist_mlp").graph())
    person.window.workspace.canvas.view.setFocus()
    return person.window


def press(keys: str) -> None:
    QTest.keySequence(QApplication.focusWidget(), keys)
    QTest.qWait(1)


def target(window, name: str) -> QWidget:
    """Turn to it, as a person does; what is to have the keyboard then."""
    if name == "commands":
        press("Ctrl+Shift+P")
        return window.findChild(CommandPalette).field
    if name == "find":
        press("Ctrl+F")
        return window.workspace.finder.field
    field = window.workspace.palette_panel.search
    QTest.mouseClick(field, Qt.MouseButton.LeftButton)
    return field


@pytest.mark.parametrize("opener", OPENERS)
@pytest.mark.parametrize("name", ["commands", "find", "list"])
def test_letters_go_where_one_has_turned(working, opener, name):
    if opener == name:
        return
    try:
        turn(working, opener, name)
    finally:
        working.commit()  # the window would ask about it at its end
        forget_work(working)


def turn(working, opener: str, name: str) -> None:
    working.document.select(["hidden"])
    press(OPENERS[opener])
    field = QApplication.focusWidget()
    assert field is not working.workspace.canvas.view
    QTest.keyClicks(field, "x")
    wanted = target(working, name)
    held = QApplication.focusWidget()
    assert held is wanted or wanted.isAncestorOf(held)
    assert wanted.isVisible()
    nodes = set(working.document.graph.nodes)
    QTest.keyClicks(held, "xx")
    assert set(working.document.graph.nodes) == nodes, "X takes modules out"
    assert "xx" in held.text()
