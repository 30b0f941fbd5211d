"""How wires are drawn."""

from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath

from hornstudio.ui.canvas.paint.look import WireLook
from hornstudio.ui.canvas.paint.wire import paint_wire
from hornstudio.ui.theme import current, mix


def test_a_whole_wire_keeps_its_colour_beside_a_broken_one_of_its_port(qapp):
    """The broken one draws the whole one once more, over its own casing."""
    whole, broken = QPainterPath(QPointF(0, 10)), QPainterPath(QPointF(0, 30))
    whole.lineTo(60, 10)
    broken.lineTo(60, 30)
    image = QImage(60, 40, QImage.Format.Format_ARGB32)
    painter = QPainter(image)
    paint_wire(painter, broken, WireLook("image", "error"), beside=[whole])
    painter.end()
    assert image.pixelColor(30, 10) == current().wire("image")


def test_the_glow_of_a_wire_covers_what_lies_below(qapp):
    """Of what lets through, Qt draws a curve four times as slowly."""
    path = QPainterPath(QPointF(0, 10))
    path.lineTo(60, 10)
    image = QImage(60, 20, QImage.Format.Format_ARGB32)
    image.fill(QColor("red"))
    painter = QPainter(image)
    paint_wire(painter, path, WireLook("image", ""), hot=True)
    painter.end()
    ink, ground = current().wire("image"), current().color("wire.casing")
    assert image.pixelColor(30, 10) == ink
    assert image.pixelColor(30, 13) == QColor.fromRgb(mix(ink, ground, 0.28).rgb())
