"""How frames are drawn."""

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QStyleOptionGraphicsItem

from hornstudio.engine.editing.coloring import COLORS
from hornstudio.engine.editing.frame import Frame
from hornstudio.ui.canvas.layer.frame_item import FrameItem
from hornstudio.ui.canvas.paint.painting import Painting
from hornstudio.ui.theme import current


def picture(frame: Frame) -> QImage:
    image = QImage(260, 180, QImage.Format.Format_RGB32)
    image.fill(current().color("bg.canvas"))
    painter = QPainter(image)
    FrameItem(frame, Painting()).paint(painter, QStyleOptionGraphicsItem())
    painter.end()
    return image


@pytest.mark.parametrize("color", COLORS)
def test_every_colour_differs_from_the_ground_and_from_the_others(qapp, color):
    assert picture(Frame("x", color=color)).pixelColor(200, 100) != current().color("bg.canvas")
    tint = current().tint
    assert [c for c in COLORS if tint(c) == tint(color)] == [color]


def test_a_colour_of_another_version_is_drawn_grey(qapp):
    assert picture(Frame("x", color="plaid")) == picture(Frame("x", color="grey"))


def test_title_and_text_are_drawn(qapp):
    assert picture(Frame("Encoder")) != picture(Frame("Decoder"))
    assert picture(Frame(text="a", is_note=True)) != picture(Frame(text="b", is_note=True))


def test_the_handle_is_the_band_of_a_frame_and_all_of_a_note(qapp):
    assert FrameItem(Frame("x"), Painting()).handle == QRectF(0, 0, 240, 32)
    note = FrameItem(Frame(is_note=True), Painting())
    assert note.handle == note.body
