"""Rows of lists: the ground is filled, and a line never leaves its room."""

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from hornstudio.ui.theme import current, font
from hornstudio.ui.widgets.row_painting import LEFT, RIGHT, paint_ground, paint_line

ROOM = QRectF(20, 0, 60, 30)


def drawn(paint) -> QImage:
    """A white picture of 120 by 30 pixels after something was painted on it."""
    picture = QImage(120, 30, QImage.Format.Format_RGB32)
    picture.fill(QColor("white"))
    painter = QPainter(picture)
    paint(painter)
    painter.end()
    return picture


def inked(picture: QImage) -> list[int]:
    """Columns in which anything is drawn."""
    white = QColor("white").rgb()
    rows, columns = range(picture.height()), range(picture.width())
    return [x for x in columns if any(picture.pixel(x, y) != white for y in rows)]


def test_the_ground_has_the_tone_of_the_theme(qapp) -> None:
    picture = drawn(lambda painter: paint_ground(painter, ROOM, "selection.row"))
    assert picture.pixelColor(50, 15) == current().color("selection.row")
    assert inked(picture) == list(range(20, 80))


@pytest.mark.parametrize("side", [LEFT, RIGHT])
def test_a_long_line_is_cut_to_its_room(qapp, side) -> None:
    widths = []
    words = "much more than fits in here"
    picture = drawn(
        lambda painter: widths.append(
            paint_line(painter, ROOM, words, font("small"), "text.primary", side)
        )
    )
    columns = inked(picture)
    assert 0 < widths[0] <= ROOM.width()
    assert ROOM.left() - 1 <= columns[0]
    assert columns[-1] <= ROOM.right() + 1
