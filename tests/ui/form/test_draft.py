"""A draft counts when it is finished."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QLineEdit, QPushButton, QVBoxLayout, QWidget

from hornstudio.ui.form.draft import Draft


@pytest.fixture
def window(shown):
    made = QWidget()
    layout = QVBoxLayout(made)
    made.line, made.other = QLineEdit(), QLineEdit()
    layout.addWidget(made.line)
    layout.addWidget(made.other)
    made.draft = Draft(made.line, lambda text: "" if text.isdigit() else "a number, please")
    made.accepted, made.judged = [], []
    made.draft.accepted.connect(made.accepted.append)
    made.draft.judged.connect(made.judged.append)
    made.draft.show_text("7")
    shown(made)
    made.line.setFocus()
    return made


def test_enter_accepts_a_good_text(window, qtbot):
    qtbot.keyClicks(window.line, "5")
    assert window.accepted == []
    qtbot.keyClick(window.line, Qt.Key.Key_Return)
    assert window.accepted == ["75"]


def test_enter_refuses_a_bad_text_and_leaves_it_to_be_mended(window, qtbot):
    qtbot.keyClicks(window.line, "x")
    qtbot.keyClick(window.line, Qt.Key.Key_Return)
    assert window.accepted == []
    assert window.line.text() == "7x"
    assert window.judged[-1] == "a number, please"


def test_enter_in_a_good_text_presses_the_default_button_of_a_dialog(shown, qtbot):
    dialog, line, button = QDialog(), QLineEdit(), QPushButton("Go on")
    column = QVBoxLayout(dialog)
    for each in (line, button):
        column.addWidget(each)
    button.setDefault(True)
    draft = Draft(line, lambda text: "" if text.isdigit() else "a number, please")
    seen = []
    draft.accepted.connect(seen.append)
    button.clicked.connect(lambda: seen.append("pressed"))
    shown(dialog)
    qtbot.keyClicks(line, "x")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert seen == []
    qtbot.keyClick(line, Qt.Key.Key_Backspace)
    qtbot.keyClicks(line, "7")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert seen == ["7", "pressed"]
    qtbot.keyClick(line, Qt.Key.Key_Enter)
    assert seen == ["7", "pressed", "pressed"]


def test_leaving_accepts_a_good_text(window, qtbot):
    qtbot.keyClicks(window.line, "5")
    qtbot.keyClick(window.line, Qt.Key.Key_Tab)
    assert window.other.hasFocus()
    assert window.accepted == ["75"]


def test_leaving_restores_after_a_bad_text(window, qtbot):
    qtbot.keyClicks(window.line, "x")
    qtbot.keyClick(window.line, Qt.Key.Key_Tab)
    assert window.accepted == []
    assert window.line.text() == "7"
    assert window.judged[-1] == ""


def test_esc_restores(window, qtbot):
    qtbot.keyClicks(window.line, "5")
    qtbot.keyClick(window.line, Qt.Key.Key_Escape)
    assert window.line.text() == "7"
    assert window.accepted == []


def test_the_true_value_does_not_disturb_what_is_being_typed(window, qtbot):
    qtbot.keyClicks(window.line, "5")
    window.draft.show_text("7")
    assert window.line.text() == "75"
    window.draft.show_text("8")
    assert window.line.text() == "8"


def test_undo_is_the_window_s_while_nothing_is_pending(window, qtbot):
    undone = []
    shortcut = QShortcut(QKeySequence(QKeySequence.StandardKey.Undo), window)
    shortcut.activated.connect(lambda: undone.append(True))
    qtbot.keyClicks(window.line, "5")
    qtbot.keyClick(window.line, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert undone == []
    assert window.line.text() == "7"
    qtbot.keyClick(window.line, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert undone == [True]
