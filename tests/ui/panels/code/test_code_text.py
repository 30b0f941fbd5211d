"""The text of the code."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from hornstudio.ui.panels.code.code_text import CodeText
from hornstudio.ui.theme import Mode, current

CODE = "\n".join(f"value_{n} = {n}  # a line" for n in range(400))


@pytest.fixture
def text(qtbot):
    made = CodeText()
    qtbot.addWidget(made)
    made.resize(500, 300)
    made.show()
    qtbot.waitExposed(made)
    made.show_code(CODE)
    return made


def test_it_cannot_be_changed_but_selected_by_keys(text, qtbot):
    text.setFocus()
    qtbot.keyClicks(text, "x")
    assert text.toPlainText() == CODE
    qtbot.keyClick(text, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(text, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == CODE


def test_another_code_stays_at_the_same_line(text):
    text.verticalScrollBar().setValue(200)
    text.show_code(CODE.replace("value_7 ", "value_seven "))
    assert text.verticalScrollBar().value() == 200
    text.show_code("x = 1")
    assert text.verticalScrollBar().value() == 0


def ink_at(text, line: int, column: int) -> str:
    block = text.document().findBlockByNumber(line)
    for span in block.layout().formats():
        if span.start <= column < span.start + span.length:
            return span.format.foreground().color().name()
    return ""


def test_colours_follow_the_theme(text):
    mode = current().mode
    try:
        for each in (Mode.DARK, Mode.LIGHT):
            current().set_mode(each)
            assert ink_at(text, 3, 20) == current().color("text.muted").name()
    finally:
        current().set_mode(mode)


def test_the_numbers_have_room_for_every_line(text):
    narrow = text.numbers_width()
    text.show_code("\n" * 20_000)
    assert text.numbers_width() > narrow
    assert text.viewport().x() >= text.numbers_width()
