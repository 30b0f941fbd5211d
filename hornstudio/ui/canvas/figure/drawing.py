"""A graph drawn for paper: everything that it holds, nothing of the window around it."""

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QRectF, QSizeF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyleOptionGraphicsItem

from hornstudio.engine.check import check
from hornstudio.engine.graph import Graph
from hornstudio.ui.canvas import geometry
from hornstudio.ui.canvas.layer.frame_item import FrameItem
from hornstudio.ui.canvas.paint import wire as stroke
from hornstudio.ui.canvas.paint.look import Side
from hornstudio.ui.canvas.paint.node import NodeStroke
from hornstudio.ui.canvas.paint.port import paint_port
from hornstudio.ui.canvas.scene.node_item import NodeItem
from hornstudio.ui.canvas.scene.scene import Scene
from hornstudio.ui.canvas.scene.wire_item import WireItem
from hornstudio.ui.theme import current

MARGIN = 24.0


class Drawing:
    """Paints a graph in the light colours, as curves, so that it is sharp at any size.

    Needs a QGuiApplication, but no window. area: what it covers, in px of the canvas.
    """

    def __init__(self, graph: Graph) -> None:
        with self._colours():
            scene = Scene(check(graph))
        self._scene = scene
        self.nodes: tuple[NodeItem, ...] = tuple(scene.nodes.values())
        self.wires: tuple[WireItem, ...] = tuple(scene.wires.values())
        self.frames = tuple(sorted(scene.frames.items.values(), key=FrameItem.zValue))
        covered = [
            *(item.body for item in self.frames),
            *(item.body for item in self.nodes),
            *(line.way.path.boundingRect() for line in self.wires),
        ]
        whole = geometry.union(covered)
        self.area = whole.adjusted(-MARGIN, -MARGIN, MARGIN, MARGIN)

    @property
    def size(self) -> QSizeF:
        """Width and height in px at 100 %."""
        return self.area.size()

    def paint_into(self, painter: QPainter, room: QRectF) -> None:
        """Paint as large as there is room, in the middle of it."""
        if self.area.isEmpty() or room.isEmpty():
            return
        scale = min(room.width() / self.area.width(), room.height() / self.area.height())
        shift = room.center() - self.area.center() * scale
        painter.save()
        painter.translate(shift)
        painter.scale(scale, scale)
        self.paint(painter)
        painter.restore()

    def paint(self, painter: QPainter) -> None:
        """Paint at 100 %, each thing at its place on the canvas."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        with self._colours():
            for frame in self.frames:
                frame.paint(painter, QStyleOptionGraphicsItem())
            for line in self.wires:
                self._paint_wire(painter, line)
            for frame in self.frames:
                if frame.is_title_free():
                    frame.paint_over_wires(painter)
            for item in self.nodes:
                self._paint_node(painter, item)

    def _paint_wire(self, painter: QPainter, line: WireItem) -> None:
        beside = [b.way.path for b in line.branches if b.look.status == ""]
        stroke.paint_wire(painter, line.way.path, line.look, beside=beside)
        if line.look.is_branch:
            stroke.paint_branch(painter, line.branch_point, line.look)

    def _paint_node(self, painter: QPainter, item: NodeItem) -> None:
        painter.save()
        painter.translate(item.pos())
        NodeStroke(painter, item.look, selected=False, hovered=False, flat=True).paint()
        sides: tuple[Side, Side] = ("in", "out")
        for side in sides:
            for row, port in enumerate(item.look.ports(side)):
                if port.is_linked or not port.is_add:
                    place = item.look.port_point(side, row)
                    paint_port(painter, place, port.type, is_linked=port.is_linked)
        painter.restore()

    @staticmethod
    @contextmanager
    def _colours() -> Iterator[None]:
        with current().borrowed("light"):
            yield
