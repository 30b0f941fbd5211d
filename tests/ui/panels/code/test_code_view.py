"""The script in the window: live, to copy and to save."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from hornstudio.engine.codegen.jax_script import export_jax
from hornstudio.engine.editing import edits
from hornstudio.engine.graph import Graph
from hornstudio.engine.storage.files import load
from hornstudio.paths import resource
from hornstudio.ui.document import Document
from hornstudio.ui.panels.code import CodeView


@pytest.fixture
def document(qapp):
    return Document(load(resource("templates", "mnist_mlp.horn")))


@pytest.fixture
def view(document, qtbot):
    made = CodeView(document)
    qtbot.addWidget(made)
    made.resize(700, 500)
    made.show()
    qtbot.waitExposed(made)
    return made


def test_shows_the_very_script_of_the_graph(view, document):
    assert view.live.text.toPlainText() == export_jax(document.graph)


def test_follows_the_graph_after_a_moment(view, document, qtbot):
    before = view.live.code
    document.edit("x", edits.set_param(document.graph, "hidden", "units", 99))
    assert view.live.code == before
    qtbot.waitUntil(lambda: view.live.code != before)
    assert "99" in view.live.text.toPlainText()


def test_a_burst_of_edits_is_written_once(view, document, qtbot):
    written = []
    view.live.code_changed.connect(written.append)
    for units in range(65, 75):
        document.edit("x", edits.set_param(document.graph, "hidden", "units", units))
    qtbot.waitUntil(lambda: bool(written))
    qtbot.wait(200)
    assert len(written) == 1


def test_what_nobody_sees_is_not_written(view, document, qtbot):
    view.hide()
    written = []
    view.live.code_changed.connect(written.append)
    document.edit("x", edits.set_param(document.graph, "hidden", "units", 99))
    qtbot.wait(250)
    assert written == []
    view.show()
    assert len(written) == 1


def test_a_graph_that_cannot_be_trained_says_why(view, document, qtbot):
    document.edit("x", edits.remove_nodes(document.graph, ["sgd"]))
    trouble = view.live.trouble
    qtbot.waitUntil(trouble.isVisible)
    assert trouble.reason.text()
    words = trouble.reason.text() + trouble.first.text()
    assert "there is no optimizer" in words
    assert not view.copy_button.isEnabled()
    assert not view.save_button.isEnabled()
    places = []
    document.place_requested.connect(places.append)
    qtbot.mouseClick(trouble.show_place, Qt.MouseButton.LeftButton)
    assert places == [document.report.errors[0]]
    document.undo_stack.undo()
    qtbot.waitUntil(view.live.text.isVisible)
    assert view.copy_button.isEnabled()


def test_an_empty_graph_has_no_script(qtbot):
    view = CodeView(Document(Graph()))
    qtbot.addWidget(view)
    view.show()
    assert view.live.trouble.isVisible()


def test_copy_takes_the_script_of_now(view, document, qtbot):
    document.edit("x", edits.set_param(document.graph, "hidden", "units", 99))
    qtbot.mouseClick(view.copy_button, Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text() == export_jax(document.graph)
    assert view.copy_button.text() == "Copied"
    qtbot.waitUntil(lambda: view.copy_button.text() == "Copy", timeout=3000)


def test_save_opens_the_dialog(view, qtbot):
    qtbot.mouseClick(view.save_button, Qt.MouseButton.LeftButton)
    assert view.dialog.isVisible()
    view.dialog.close()


def test_the_remark_is_whole_where_the_pane_is_narrow(view):
    view.resize(360, 500)
    QApplication.processEvents()
    need = view.remark.heightForWidth(view.remark.width())
    assert view.remark.wordWrap()
    assert view.remark.height() >= need
    assert view.width() == 360


def test_who_comes_by_key_is_at_the_script_or_at_what_leads_to_the_problem(view, document, qtbot):
    view.activateWindow()
    view.setFocus(Qt.FocusReason.OtherFocusReason)
    qtbot.waitUntil(view.live.text.hasFocus)
    document.edit("x", edits.set_param(document.graph, "hidden", "units", 0))
    view.live.refresh()
    view.setFocus(Qt.FocusReason.OtherFocusReason)
    qtbot.waitUntil(view.live.trouble.show_place.hasFocus)
