import pytest
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QLabel, QStackedWidget

from hornstudio.ui.widgets.pages import Pages


@pytest.fixture
def pages(qtbot):
    pages = Pages()
    qtbot.addWidget(pages)
    for words in ("one", "two"):
        pages.addWidget(QLabel(words))
    pages.show()
    return pages


def test_the_first_page_is_seen_until_another_is_brought_to_the_front(pages, qtbot):
    assert pages.currentIndex() == 0
    first = pages.currentWidget()
    with qtbot.waitSignal(pages.currentChanged):
        pages.setCurrentIndex(1)
    assert not first.isVisible()
    assert pages.currentWidget().text() == "two"
    pages.setCurrentWidget(first)
    assert first.isVisible()
    assert pages.currentIndex() == 0


def test_screen_readers_find_no_pane_around_the_pages(pages, window):
    assert QAccessible.queryAccessibleInterface(pages).role() != QAccessible.Role.LayeredPane
    assert window.workspace
    assert not window.findChildren(QStackedWidget)
