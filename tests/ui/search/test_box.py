"""The field over a list that all searches are made of."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QWidget

from hornstudio.ui.search.box import SearchBox
from hornstudio.ui.search.entry_list import Entry

KEY = Qt.Key
WORDS = ("apple", "apricot", "pear")


class Fruits(SearchBox):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, "Find", "Find fruits", "Fruits")
        self.taken: list[str] = []

    def entries(self, text: str) -> list[Entry]:
        return [Entry(id=w, text=w) for w in WORDS if w.startswith(text)]

    def take(self, entry: Entry) -> bool:
        self.taken.append(entry.id)
        return True

    def counted(self, count: int) -> str:
        return f"{count} fruits"

    def place(self) -> None:
        self.move(10, 10)


@pytest.fixture
def box(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(500, 500)
    window.elsewhere = QLineEdit(window)
    made = Fruits(window)
    window.show()
    qtbot.waitUntil(window.isActiveWindow)
    made.begin()
    yield made
    made.leave()


def test_typing_filters_and_enter_takes(box):
    QTest.keyClicks(box.field, "ap")
    assert box.count.text() == "2 fruits"
    QTest.keyClick(box.field, KEY.Key_Down)
    assert box.field.accessibleDescription() == "apricot"
    QTest.keyClick(box.field, KEY.Key_Return)
    assert box.taken == ["apricot"]


def test_where_nothing_fits_it_says_so_and_enter_takes_nothing(box):
    QTest.keyClicks(box.field, "x")
    assert box.empty.isVisible()
    assert box.list.isHidden()
    QTest.keyClick(box.field, KEY.Key_Return)
    assert box.taken == []


def test_escape_and_another_focus_leave(box, qtbot):
    with qtbot.waitSignal(box.left):
        QTest.keyClick(box.field, KEY.Key_Escape)
    assert box.isHidden()
    box.begin()
    assert box.field.text() == ""
    with qtbot.waitSignal(box.left):
        box.parentWidget().elsewhere.setFocus()


def test_it_is_emptied_as_it_goes_not_as_it_comes(box, monkeypatch):
    """A caret that moves before the focus is told keeps Orca from saying the field's name."""
    QTest.keyClicks(box.field, "pe")
    box.leave()
    assert box.field.text() == ""
    moved = []
    box.field.cursorPositionChanged.connect(lambda *places: moved.append(places))
    monkeypatch.setattr(box.field, "clear", lambda: moved.append("cleared"))
    box.begin()
    assert moved == []
    assert [entry.id for entry in box.list.entries()] == list(WORDS)


def test_a_row_is_said_once_and_the_first_with_the_field_that_is_described_by_it(box, announced):
    assert box.field.accessibleDescription() == "apple"
    QTest.keyClick(box.field, KEY.Key_Down)
    QTest.keyClick(box.field, KEY.Key_Down)
    assert announced == ["apricot", "pear"]


@pytest.mark.parametrize(("room", "width"), [(1000, 360), (300, 284), (60, 180)])
def test_it_is_no_wider_than_what_it_floats_over(box, room, width):
    box.window().resize(room, 500)
    box.around.setFixedWidth(room)
    box.renew("")
    assert box.width() == width
