"""How wires are drawn."""

from PySide6.QtCore import QPointF
from PySide6.QtGui import QImage, QPainter, QPainterPath

from hornstudio.ui.canvas.paint.look import WireLook
from hornstudio.ui.canvas.paint.wire import paint_wire
from hornstudio.ui.theme import current


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
