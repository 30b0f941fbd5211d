import pytest
from PySide6.QtCore import QRect

from hornstudio.ui.panels.welcome.card import Card
from hornstudio.ui.panels.welcome.shelf import GAP_PX, Shelf


@pytest.fixture
def shelf(qtbot):
    shelf = Shelf(4, 240, 0.4)
    qtbot.addWidget(shelf)
    shelf.show_cards([Card(str(i), "", None, lambda *_: None) for i in range(4)])
    shelf.show()
    return shelf


@pytest.mark.parametrize(("width", "columns"), [(1100, 4), (900, 2), (500, 2), (499, 1), (100, 1)])
def test_as_many_columns_as_fit_in_rows_of_equal_length(shelf, width, columns):
    assert shelf.columns_for(width) == columns


@pytest.mark.parametrize("width", [1300, 900, 300])
def test_cards_stay_inside_and_apart(shelf, width, qtbot):
    shelf.resize(width, shelf.height())
    qtbot.waitUntil(lambda: shelf.width() == width)
    room = QRect(0, 0, shelf.width(), shelf.minimumHeight())
    rects = [card.geometry() for card in shelf.cards]
    assert all(room.contains(rect) for rect in rects)
    for i, rect in enumerate(rects):
        near = rect.adjusted(-GAP_PX + 1, -GAP_PX + 1, GAP_PX - 1, GAP_PX - 1)
        assert not any(near.intersects(other) for other in rects[:i])


def test_other_cards_take_the_place_of_the_old_ones(shelf):
    card = Card("new", "", None, lambda *_: None)
    shelf.show_cards([card])
    assert shelf.cards == [card]
    assert card.isVisible()
    shelf.show_cards([])
    assert shelf.minimumHeight() == 0
