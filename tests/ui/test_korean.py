"""Hangul arrives through an input method: parts of a syllable first, then whole syllables."""

import pytest
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit

from hornstudio.engine.storage import files
from hornstudio.engine.storage.templates import find_template
from hornstudio.ui.panels.runs.question import ask_words

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


def _compose(line: QLineEdit | QPlainTextEdit, *words: str) -> None:
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


def test_a_frame_is_titled_and_a_note_written_on_the_canvas(working):
    framing, naming = working.workspace.canvas.framing, working.workspace.canvas.naming
    framing.add()
    if not naming.editor.isVisible():
        framing.rename()
    _compose(naming.editor, " 부분")
    QTest.keyClick(naming.editor, Qt.Key.Key_Return)
    framing.add_note()
    if not framing.editor.isVisible():
        framing.rename()
    _compose(framing.editor, " 메모")
    QTest.keyClick(framing.editor, Qt.Key.Key_Return)
    _compose(framing.editor)
    QTest.keyClick(framing.editor, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    frame, note = working.document.graph.frames
    assert frame["title"] == "한글 부분"
    assert note["text"] == "한글 메모\n한글"


@pytest.mark.parametrize(("is_long", "kept"), [(False, "한글, 실험"), (True, "한글, 실험\n한글")])
def test_tags_and_notes_of_runs_are_written_in_dialogs(working, is_long, kept):
    def answer() -> None:
        field = QApplication.focusWidget()
        _compose(field, ", ", "실험")
        if is_long:
            QTest.keyClick(field, Qt.Key.Key_Return)
            _compose(field)
        keys = Qt.KeyboardModifier.ControlModifier if is_long else Qt.KeyboardModifier.NoModifier
        QTest.keyClick(field, Qt.Key.Key_Return, keys)

    QTimer.singleShot(50, answer)
    assert ask_words(working, "Tags", "Tags", "", is_long=is_long) == kept
