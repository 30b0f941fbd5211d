"""A double click on the start page does what one click does."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton

LEFT = Qt.MouseButton.LeftButton


def place_in(window, widget) -> QPoint:
    return widget.mapTo(window, widget.rect().center())


def click(window, at: QPoint) -> None:
    """As a person does: the system says where the mouse is, and not which widget lies there."""
    QTest.mouseClick(window.windowHandle(), LEFT, pos=at)


def double_click(window, at: QPoint) -> None:
    QTest.mouseDClick(window.windowHandle(), LEFT, pos=at)


def settle(window, qtbot) -> None:
    """As long as a second click would belong to a first one, and none more."""
    qtbot.wait(QApplication.doubleClickInterval() + 100)


def test_a_second_click_opens_nothing_on_the_page_that_the_first_one_has_brought(window, qtbot):
    at = place_in(window, window.welcome.new)
    double_click(window, at)
    assert window.is_working
    search = window.workspace.canvas.popup
    assert not search.isVisible()
    settle(window, qtbot)
    double_click(window, at)
    qtbot.waitUntil(search.isVisible)


def test_nor_does_it_begin_a_network_where_one_was_closed(window, qtbot):
    at = place_in(window, window.welcome.new)
    window.filing.new()
    settle(window, qtbot)
    cross = QPushButton("close", window)
    cross.move(at - QPoint(5, 5))
    cross.show()
    cross.clicked.connect(window.tabbing.close_current)
    cross.clicked.connect(cross.hide)
    double_click(window, at)
    assert cross.isHidden()
    assert not window.is_working


def test_a_click_of_its_own_counts_at_once(window, qtbot):
    window.filing.new()
    settle(window, qtbot)
    window.show_home()
    click(window, place_in(window, window.welcome.new))
    assert window.is_working
