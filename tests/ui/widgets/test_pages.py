import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QLabel, QStackedWidget, QWidget

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


class _Listener(QObject):
    def __init__(self) -> None:
        super().__init__()
        self.heard: list[QEvent.Type] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        self.heard.append(event.type())
        return False


def test_a_page_that_comes_to_the_front_asks_for_no_paint_later(pages):
    """It would come after the paint of all else that an edit changes, and be the second one."""
    page, listener = QWidget(), _Listener()
    pages.addWidget(page)
    pages.setCurrentWidget(page)
    page.installEventFilter(listener)
    QApplication.processEvents()
    assert QEvent.Type.Paint in listener.heard
    assert QEvent.Type.UpdateLater not in listener.heard
