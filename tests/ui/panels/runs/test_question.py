"""What is asked about runs."""

from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QPushButton

from hornstudio.ui import theme
from hornstudio.ui.panels.runs.question import ask_words
from hornstudio.ui.theme import current, style_sheet


def ask_note(panel, act) -> str | None:
    """Ask for a note, and let `act` answer in the field."""

    def answer() -> None:
        field = QApplication.activeModalWidget().findChild(QPlainTextEdit)
        field.setFocus()
        act(field)

    QTimer.singleShot(50, answer)
    return ask_words(panel, "Note", "Note on a run", "before", is_long=True)


def test_the_keyboard_leaves_a_note_by_tab_and_keeps_it(panel):
    def by_tab(field):
        QTest.keyClicks(field, " now")
        QTest.keyClick(field, Qt.Key_Tab)
        button = QApplication.focusWidget()
        assert isinstance(button, QPushButton)
        QTest.keyClick(button, Qt.Key_Return)

    def by_return(field):
        QTest.keyClick(field, Qt.Key_Return)
        QTest.keyClick(field, Qt.Key_Return, Qt.ControlModifier)

    assert ask_note(panel, by_tab) == "before now"
    assert ask_note(panel, by_return) == "before\n"


def test_a_note_is_written_in_a_field_that_is_seen(panel):
    seen = []

    def look(field):
        image = field.grab().toImage()
        seen.append({image.pixelColor(x, 40).name() for x in (0, image.width() // 2)})
        field.window().reject()

    panel.setStyleSheet(style_sheet.build(theme.current()))
    ask_note(panel, look)
    frame, ground = current().color("focus.ring").name(), current().color("bg.input").name()
    assert seen == [{frame, ground}]
