"""Hangul arrives through an input method: parts of a syllable first, then whole syllables."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from hornstudio.engine.storage import files
from hornstudio.engine.storage.templates import find_template

_PARTS = (("ㅎ", ""), ("하", ""), ("한", ""), ("ㄱ", "한"), ("그", ""), ("글", ""), ("", "글"))


@pytest.fixture
def working(window):
    window.filing.open_copy(find_template("mnist_mlp").graph())
    window.document.select(["hidden"])
    return window


def _send(preedit: str, commit: str) -> None:
    event = QInputMethodEvent(preedit, [])
    event.setCommitString(commit)
    QApplication.sendEvent(QApplication.focusWidget(), event)


def _compose(line: QLineEdit, *words: str) -> None:
    """Write 한글 by its parts, then words that come whole."""
    assert QApplication.focusWidget() is line
    assert line.testAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled)
    for preedit, commit in _PARTS:
        _send(preedit, commit)
    for word in words:
        _send("", word)


def _replace(line: QLineEdit, *words: str) -> None:
    line.setFocus()
    line.selectAll()
    _compose(line, *words)
    QTest.keyClick(line, Qt.Key.Key_Return)


def test_a_note_is_kept_and_read_back_from_the_file(working, tmp_path):
    _replace(working.workspace.inspector.node_page.traits.rows["note"].field.line, " ", "메모")
    assert working.document.graph.nodes["hidden"].note == "한글 메모"
    working.document.save(tmp_path / "한글.horn")
    assert files.load(tmp_path / "한글.horn").nodes["hidden"].note == "한글 메모"


def test_a_note_that_is_not_finished_counts_when_training_begins(working):
    line = working.workspace.inspector.node_page.traits.rows["note"].field.line
    line.setFocus()
    _compose(line)
    working.commit()
    assert working.document.graph.nodes["hidden"].note == "한글"


def test_a_title_is_written_in_the_inspector(working):
    _replace(working.workspace.inspector.node_page.header.title, " 층")
    assert working.document.graph.nodes["hidden"].title == "한글 층"


def test_the_graph_is_named(working):
    working.document.select([])
    _replace(working.workspace.inspector.graph_page.name, " 모델")
    assert working.document.graph.name == "한글 모델"


def test_a_node_is_renamed_on_the_canvas(working):
    working.table["rename"].trigger()
    editor = working.workspace.canvas.naming.editor
    _compose(editor, " 층")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    assert working.document.graph.nodes["hidden"].title == "한글 층"
    assert working.workspace.canvas.scene.nodes["hidden"].look.title == "한글 층"


def test_the_palette_is_searched(working):
    search = working.workspace.palette_panel.search
    search.setFocus()
    for word in ("손", "글", "씨"):
        _send("", word)
    tree = working.workspace.palette_panel.tree
    assert tree.module_at(tree.first_module()).kind == "mnist"


def test_the_search_on_the_canvas_is_written_in(working):
    canvas = working.workspace.canvas
    canvas.view.setFocus()
    QTest.keyClick(canvas.view, Qt.Key.Key_Tab, Qt.KeyboardModifier.NoModifier)
    assert canvas.popup.isVisible()
    assert canvas.popup.pos() != QPoint()
    canvas.popup.field.clear()
    _compose(canvas.popup.field)
    assert canvas.popup.field.text() == "한글"
    assert canvas.popup.kinds() == []
    canvas.popup.field.clear()
    for word in ("손", "글", "씨"):
        _send("", word)
    assert canvas.popup.kinds()[0] == "mnist"
    QTest.keyClick(canvas.popup.field, Qt.Key.Key_Return)
    assert "mnist" in {n.kind for i, n in working.document.graph if i != "mnist"}
