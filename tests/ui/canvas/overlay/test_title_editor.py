import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QGraphicsView, QLineEdit

from hornstudio.ui.canvas.frame.editor import NoteEditor
from hornstudio.ui.canvas.overlay.title_editor import TitleEditor

EDITORS = pytest.mark.parametrize("kind", [TitleEditor, NoteEditor])


@pytest.fixture
def view(qtbot):
    view = QGraphicsView()
    qtbot.addWidget(view)
    view.resize(300, 200)
    view.show()
    qtbot.waitUntil(view.isActiveWindow)
    return view


@EDITORS
def test_it_is_filled_once_it_has_the_keyboard_and_all_of_it_is_chosen(kind, view, qtbot):
    """Orca says no name of a field in which the cursor moves before it has the keyboard."""
    editor, had_focus = kind(view), []
    editor.textChanged.connect(lambda *_: had_focus.append(editor.hasFocus()))
    editor.ask("Encoder", QRect(10, 10, 200, 60), "Title of relu", lambda _text: True)
    assert had_focus == [True]
    assert editor.accessibleName() == "Title of relu"
    qtbot.keyClicks(editor, "D")
    assert (editor.text() if kind is TitleEditor else editor.toPlainText()) == "D"
    editor.leave()


@EDITORS
@pytest.mark.parametrize("key", [Qt.Key.Key_Tab, Qt.Key.Key_Backtab])
def test_tab_takes_what_was_typed_and_leaves_the_keyboard_on_the_canvas(kind, key, view, qtbot):
    editor, typed = kind(view), []
    other = QLineEdit(view)
    other.show()
    editor.ask("", QRect(10, 10, 200, 60), "Title", lambda text: not typed.append(text))
    qtbot.keyClicks(editor, "ab")
    qtbot.keyClick(editor, key)
    assert typed == ["ab"]
    assert editor.isHidden()
    assert view.hasFocus()


@EDITORS
def test_screen_readers_find_it_where_it_says_that_it_is(kind, view):
    """Orca takes what is none of its parent's children for dead."""
    editor = kind(view)
    told = QAccessible.queryAccessibleInterface(editor)
    assert told.parent().indexOfChild(told) >= 0
