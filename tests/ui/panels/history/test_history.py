"""The list of steps."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from hornstudio.engine.storage.templates import find_template
from hornstudio.ui.panels.history import History


@pytest.fixture
def working(window):
    window.filing.open_copy(find_template("mnist_mlp").graph())
    for kind in ("dropout", "dense", "relu"):
        window.workspace.canvas.add_module(kind)
    return window


def opened(window) -> History:
    window.table["history"].trigger()
    assert window.workspace.bottom.page == "history"
    view = window.findChild(History)
    assert QApplication.focusWidget() is view
    return view


def click(view: History, row: int) -> None:
    place = view.visualRect(view.model().index(row, 0)).center()
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)


def test_steps_have_names_and_a_click_goes_there_and_back_exactly(working):
    view, graphs = opened(working), []
    stack = working.document.undo_stack
    rows = [view.model().index(r, 0).data() for r in range(view.model().rowCount())]
    assert rows[1:] == ["Add Dropout", "Add Dense", "Add ReLU"]
    graphs = [working.document.graph]
    click(view, 1)
    assert stack.index() == 1
    assert "dropout" in working.document.graph.nodes
    assert "relu_2" not in working.document.graph.nodes
    click(view, 3)
    assert working.document.graph is graphs[0]


def test_the_arrow_keys_walk_the_steps(working):
    view, stack = opened(working), working.document.undo_stack
    QTest.keyClick(view, Qt.Key.Key_Up)
    assert stack.index() == 2
    QTest.keyClick(view, Qt.Key.Key_Home)
    assert stack.index() == 0
    QTest.keyClick(view, Qt.Key.Key_End)
    assert stack.index() == 3


def test_the_saved_step_and_those_taken_back_look_different(working, tmp_path):
    view, stack = opened(working), working.document.undo_stack
    before = view.grab().toImage()
    stack.setClean()
    assert view.grab().toImage() == before  # there is no file yet
    working.document.save(tmp_path / "mnist-mlp.horn")
    saved = view.grab().toImage()
    assert saved != before
    stack.setIndex(1)
    assert view.grab().toImage() != saved
