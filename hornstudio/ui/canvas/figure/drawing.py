"""A graph drawn for paper: everything that it holds, nothing of the window around it."""

from collections.abc import Callable, Generator, Sequence
from functools import partial

from PySide6.QtCore import QRectF, QSizeF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyleOptionGraphicsItem

from hornstudio.engine.check import Report, check
from hornstudio.engine.graph import Graph
from hornstudio.ui.canvas import geometry
from hornstudio.ui.canvas.figure.turn import at_once, in_turns, paper, slices, within
from hornstudio.ui.canvas.layer.frame_item import FrameItem
from hornstudio.ui.canvas.paint import wire as stroke
from hornstudio.ui.canvas.paint.look import Side
from hornstudio.ui.canvas.paint.node import NodeStroke
from hornstudio.ui.canvas.paint.port import paint_port
from hornstudio.ui.canvas.scene.node_item import NodeItem
from hornstudio.ui.canvas.scene.scene import Scene
from hornstudio.ui.canvas.scene.wire_item import WireItem

MARGIN = 24.0
_FILLED = 0.9
_SLICE = 8
"""Nodes, or wires, that are made ready at once."""


def drawing_in_turns(report: Report) -> Generator[float, None, "Drawing"]:
    """A drawing of a graph; after each short turn comes the share of it that is ready."""
    with paper():
        scene = Scene(check(Graph()))
    graph, scene.report = report.graph, report
    nodes, wires = slices(list(graph.nodes), _SLICE), slices(graph.wires, _SLICE)
    fillings = [
        *(partial(scene.follow_late, some, (), ()) for some in nodes),
        *(partial(scene.follow_late, (), some, ()) for some in wires),
        partial(scene.frames.follow, graph),
    ]
    yield from within(in_turns(fillings), 0.0, _FILLED)
    drawing = Drawing(scene)
    yield from within(in_turns(drawing.measurings()), _FILLED, 1.0)
    return drawing


def drawing_of(graph: Graph) -> "Drawing":
    """The same at once."""
    return at_once(drawing_in_turns(check(graph)))


class Drawing:
    """Paints what a scene shows in the light colours, as curves, so that it is sharp at any size.

    Needs a QGuiApplication, but no window. area: what it covers, in px of the canvas.
    """

    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        self.nodes: tuple[NodeItem, ...] = tuple(scene.nodes.values())
        self.wires: tuple[WireItem, ...] = tuple(scene.wires.values())
        self.frames = tuple(sorted(scene.frames.items.values(), key=FrameItem.zValue))
        self.area = QRectF()

    def measurings(self) -> list[Callable[[], None]]:
        """Steps in which the area becomes that of all that is drawn."""
        items: tuple[FrameItem | NodeItem, ...] = (*self.frames, *self.nodes)
        return [
            *(partial(self._measure_boxes, some) for some in slices(items, _SLICE)),
            *(partial(self._measure_wires, some) for some in slices(self.wires, _SLICE)),
        ]

    def _measure_boxes(self, items: Sequence[FrameItem | NodeItem]) -> None:
        self._measure([item.body for item in items])

    def _measure_wires(self, lines: Sequence[WireItem]) -> None:
        self._measure([line.way.path.boundingRect() for line in lines])

    def _measure(self, covered: list[QRectF]) -> None:
        whole = geometry.union(covered).adjusted(-MARGIN, -MARGIN, MARGIN, MARGIN)
        self.area = self.area.united(whole)

    @property
    def size(self) -> QSizeF:
        """Width and height in px at 100 %."""
        return self.area.size()

    def paint_into(self, painter: QPainter, room: QRectF) -> None:
        """Paint as large as there is room, in the middle of it."""
        for _ in self.in_turns(painter, room):
            pass

    def in_turns(self, painter: QPainter, room: QRectF) -> Generator[float, None, None]:
        """The same in short turns; after each one comes the share that is painted."""
        if self.area.isEmpty() or room.isEmpty():
            return
        painter.save()
        self.fit(painter, room)
        try:
            yield from in_turns(partial(paint, painter) for paint in self.paintings())
        finally:
            painter.restore()

    def fit(self, painter: QPainter, room: QRectF) -> None:
        """Let a painter paint as large as there is room, in the middle of it."""
        scale = min(room.width() / self.area.width(), room.height() / self.area.height())
        painter.translate(room.center() - self.area.center() * scale)
        painter.scale(scale, scale)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)

    def paintings(self) -> list[Callable[[QPainter], None]]:
        """What is painted one after another, each thing at its place on the canvas."""
        option = QStyleOptionGraphicsItem()
        free = [frame for frame in self.frames if frame.is_title_free()]
        return [
            *(partial(_paint_frame, frame, option) for frame in self.frames),
            *(partial(self._paint_wire, line) for line in self.wires),
            *(frame.paint_over_wires for frame in free),
            *(partial(self._paint_node, item) for item in self.nodes),
        ]

    def _paint_wire(self, line: WireItem, painter: QPainter) -> None:
        beside = [b.way.path for b in line.branches if b.look.status == ""]
        stroke.paint_wire(painter, line.way.path, line.look, beside=beside)
        if line.look.is_branch:
            stroke.paint_branch(painter, line.branch_point, line.look)

    def _paint_node(self, item: NodeItem, painter: QPainter) -> None:
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


def _paint_frame(item: FrameItem, option: QStyleOptionGraphicsItem, painter: QPainter) -> None:
    item.paint(painter, option)
