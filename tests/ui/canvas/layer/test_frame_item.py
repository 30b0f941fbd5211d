"""How frames are drawn."""

import pytest
from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QStyleOptionGraphicsItem

from hornstudio.engine.editing.coloring import COLORS
from hornstudio.engine.editing.frame import Frame, add_frame
from hornstudio.engine.graph import Graph, Node, Wire
from hornstudio.ui.canvas.layer.frame_item import LARGEST_TITLE, FrameItem
from hornstudio.ui.canvas.paint.painting import Painting
from hornstudio.ui.theme import current

WIRE = Wire("mnist.image", "flatten.input")


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


def crossed(graph_of):
    """A wire that runs level through the title of a frame, and out of it at the right."""
    nodes = {"mnist": Node("mnist", at=(0, 0)), "flatten": Node("flatten", at=(1200, 0))}
    graph = graph_of(nodes, WIRE)
    return add_frame(graph, Frame("Encoder", at=(400.0, 36.0), size=(400.0, 200.0)))


def test_a_wire_runs_under_a_title_and_is_not_taken_for_it(make_hand, graph_of):
    hand = make_hand(crossed(graph_of))
    canvas, item = hand.canvas, hand.canvas.scene.frames.items[0]
    y = canvas.scene.wires[WIRE].middle.y()
    words, beside = QPointF(item.plate().right() - 2, y), QPointF(700, y)
    assert item.handle.contains(words)
    assert item.handle.contains(beside)
    assert canvas.scene.wire_at(beside, 6.0) is canvas.scene.wires[WIRE]
    assert canvas.scene.wire_at(words, 6.0) is None
    hand.click(canvas.view.mapFromScene(words))
    assert canvas.scene.frames.chosen == (0,)
    assert not canvas.scene.chosen_wires

    picture = canvas.view.viewport().grab().toImage()
    shade = [picture.pixelColor(canvas.view.mapFromScene(at)) for at in (words, beside)]
    band = picture.pixelColor(canvas.view.mapFromScene(words + QPointF(0, 8)))
    assert shade[0] == band
    assert shade[1] != band
    hand.drag(canvas.view.mapFromScene(words), canvas.view.mapFromScene(words) + QPoint(0, 96))
    assert canvas.scene.wire_at(words, 6.0) is canvas.scene.wires[WIRE], "the title goes along"


def test_a_title_that_is_written_larger_takes_presses_on_all_of_it(make_hand, graph_of):
    hand = make_hand(crossed(graph_of))
    canvas, item = hand.canvas, hand.canvas.scene.frames.items[0]
    canvas.view.zoom_to(0.75)
    y = canvas.scene.wires[WIRE].middle.y()
    end = item.plate(1 / 0.75).right()
    assert canvas.scene.wire_at(QPointF(end - 4, y), 2.0) is None
    assert canvas.scene.wire_at(QPointF(end + 4, y), 2.0) is canvas.scene.wires[WIRE]


def test_from_afar_the_band_is_as_high_as_its_title(make_hand, graph_of):
    hand = make_hand(crossed(graph_of))
    canvas, item = hand.canvas, hand.canvas.scene.frames.items[0]
    canvas.view.zoom_to(0.4)
    plate, band = item.plate(2.5), item.band(2.5)
    assert plate.height() == 50
    assert band.contains(plate)
    assert item.handle == band
    hand.click(canvas.view.mapFromScene(QPointF(band.right() - 20, band.bottom() - 6)))
    assert canvas.scene.frames.chosen == (0,)
    canvas.scene.frames.choose(())
    picture = canvas.view.viewport().grab().toImage()
    places = [QPointF(band.right() - 20, y) for y in (band.bottom() - 6, band.top() + 8)]
    shades = [picture.pixelColor(canvas.view.mapFromScene(at)) for at in places]
    assert shades[0] == shades[1]


def test_a_note_beside_a_title_hides_it_once_that_is_written_so_large(make_hand, graph_of):
    graph = crossed(graph_of)
    item = make_hand(graph).canvas.scene.frames.items[0]
    at = (item.plate().right() + 4, 30.0)
    note = Frame(text="why", at=at, size=(120.0, 60.0), is_note=True)
    item = make_hand(add_frame(graph, note)).canvas.scene.frames.items[0]
    assert item.is_title_free()
    assert not item.is_title_free(2.0)


def test_a_note_on_a_title_hides_it(make_hand, graph_of):
    graph = crossed(graph_of)
    note = Frame(text="why", at=(396.0, 30.0), size=(120.0, 60.0), is_note=True)
    hand = make_hand(add_frame(graph, note))
    scene, item = hand.canvas.scene, hand.canvas.scene.frames.items[0]
    assert not item.is_title_free()
    y = scene.wires[WIRE].middle.y()
    assert scene.wire_at(QPointF(item.plate().center().x(), y), 6.0) is scene.wires[WIRE]
    assert scene.frames.items[1].is_title_free() is False, "a note has no title"


def test_a_frame_in_a_frame_does_not_cover_its_title_from_afar(make_hand):
    outer = Frame("The whole of it", at=(0.0, 0.0), size=(800.0, 400.0))
    inner = Frame("A part", at=(24.0, 40.0), size=(400.0, 200.0))
    hand = make_hand(add_frame(add_frame(Graph(), outer), inner))
    view, items = hand.canvas.view, hand.canvas.scene.frames.items
    view.zoom_to(0.3)
    words = items[0].plate(items[0].seen_growth())
    assert not words.intersects(items[1].body)
    assert items[0].is_title_free(items[0].seen_growth())
    assert items[1].seen_growth() == LARGEST_TITLE
    hand.canvas.framing.choose(1)
    for _ in range(3):
        QTest.keyClick(view, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert items[1].body.top() > 54
    assert items[0].seen_growth() == LARGEST_TITLE
