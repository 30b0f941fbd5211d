"""A graph drawn for paper: everything that it holds, nothing of the window around it."""

import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from functools import partial

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
_TURN_S = 0.008
"""Of a turn: between two of them, the window draws a frame."""


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
        for _ in self.in_turns(painter, room):
            pass

    def in_turns(
        self,
        painter: QPainter,
        room: QRectF,
        around: Callable[[], AbstractContextManager[object]] = nullcontext,
    ) -> Iterator[float]:
        """The same in short turns; after each one comes the share that is painted.

        around: what each turn is done in.
        """
        if self.area.isEmpty() or room.isEmpty():
            return
        scale = min(room.width() / self.area.width(), room.height() / self.area.height())
        painter.save()
        painter.translate(room.center() - self.area.center() * scale)
        painter.scale(scale, scale)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paintings = self._paintings(painter)
        count, left = len(paintings), deque(paintings)
        while left:
            until = time.perf_counter() + _TURN_S
            with self._colours(), around():
                while left and time.perf_counter() < until:
                    left.popleft()()
            yield 1 - len(left) / count
        painter.restore()

    def _paintings(self, painter: QPainter) -> list[Callable[[], None]]:
        """What is painted one after another, each thing at its place on the canvas."""
        option = QStyleOptionGraphicsItem()
        free = [frame for frame in self.frames if frame.is_title_free()]
        return [
            *(partial(frame.paint, painter, option) for frame in self.frames),
            *(partial(self._paint_wire, painter, line) for line in self.wires),
            *(partial(frame.paint_over_wires, painter) for frame in free),
            *(partial(self._paint_node, painter, item) for item in self.nodes),
        ]

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
