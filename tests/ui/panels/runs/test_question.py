"""What is asked about runs."""

from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QPlainTextEdit, QPushButton

from hornstudio.engine.text import Text
from hornstudio.ui import theme
from hornstudio.ui.panels.runs.question import ask_checkpoint, ask_words
from hornstudio.ui.theme import current, style_sheet


def ask_note(panel, act) -> str | None:
    """Ask for a note, and let `act` answer in the field."""

    def answer() -> None:
        dialog = QApplication.activeModalWidget()
        if dialog is None:
            QTimer.singleShot(20, answer)
            return
        field = dialog.findChild(QPlainTextEdit)
        assert QTest.qWaitForWindowActive(field.window())
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


def ask_with(panel, fits, act) -> str:
    def answer() -> None:
        act(QApplication.activeModalWidget())

    QTimer.singleShot(50, answer)
    return ask_checkpoint(panel, "a run", ["epoch-0001", "epoch-0002"], fits)


def test_what_will_be_kept_is_told_before_it_begins_also_aloud(panel):
    lines = ["weights kept: scores", "begun anew: hidden.bias (5 there, 7 here)"]
    told = []

    def by_keys(dialog):
        field = dialog.findChild(QComboBox)
        told.extend([dialog.labelText(), field.accessibleDescription()])
        field.setFocus()
        QTest.keyClick(field, Qt.Key_Down)
        QTest.keyClick(field, Qt.Key_Return)

    fits = {name: [*map(Text, lines)] for name in ("best", "last")}
    assert ask_with(panel, fits, by_keys) == "last"
    assert all(line in words for line in lines for words in told)


def test_of_many_weights_that_begin_anew_the_first_are_told(panel):
    told = []

    def look(dialog):
        told.append(dialog.labelText())
        dialog.reject()

    assert ask_with(panel, {"best": [Text(f"begun anew: w{n}") for n in range(40)]}, look) == ""
    assert "w11\nand 28 more\n" in told[0]
    assert "w12" not in told[0]


def test_what_will_be_kept_is_that_of_the_checkpoint_that_is_chosen_also_aloud(panel):
    told = []

    def by_keys(dialog):
        field = dialog.findChild(QComboBox)
        field.setFocus()
        for _ in range(3):
            told.append((field.accessibleDescription(), dialog.labelText().partition("\n\n")[0]))
            QTest.keyClick(field, Qt.Key_Down)
        QTest.keyClick(field, Qt.Key_Return)

    fits = {name: [Text(f"weights kept: {name}")] for name in ("best", "last", "epoch-0002")}
    assert ask_with(panel, fits, by_keys) == "epoch-0001"
    assert told == [(words := f"weights kept: {name}", words) for name in fits]


def test_the_best_checkpoint_is_said_to_be_one_since_a_turn(panel):
    offered = []

    def look():
        dialog = QApplication.activeModalWidget()
        offered.extend(dialog.comboBoxItems())
        dialog.accept()

    QTimer.singleShot(50, look)
    assert ask_checkpoint(panel, "a run", ["epoch-0001"], {}, best_since=4) == "best"
    assert offered[:2] == ["The best one since epoch 4", "The last one"]
