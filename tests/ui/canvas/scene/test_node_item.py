"""What a node of the canvas keeps of how it looked."""

from dataclasses import replace

from PySide6.QtGui import QPainter, QPixmap

from hornstudio.ui.canvas.paint.look import NodeLook
from hornstudio.ui.canvas.paint.painting import Painting
from hornstudio.ui.canvas.scene.node_item import NodeItem


def painted(item: NodeItem) -> int:
    """Bytes of pictures that are kept after it is painted."""
    ground = QPixmap(400, 200)
    painter = QPainter(ground)
    item.paint(painter, None)
    painter.end()
    return item.painting.pictures.size_bytes


def test_figures_of_a_run_leave_no_pictures_behind(qapp):
    """A loss that moves four times a second filled 64 MB within minutes."""
    item = NodeItem("loss", NodeLook("loss", "", "loss"), Painting())
    still = painted(item)
    one = replace(item.look, live="0.9")
    item.show_look(one)
    most = painted(item)
    for number in range(20):
        item.show_look(replace(one, live=f"0.{100 + number}"))
        assert painted(item) <= most
    item.show_look(replace(one, live=""))
    assert painted(item) == still
