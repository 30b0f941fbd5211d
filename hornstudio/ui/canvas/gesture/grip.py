"""What a wire in the hand hangs on."""

from dataclasses import dataclass

from PySide6.QtCore import QPointF

from hornstudio.engine.graph import Graph, Wire
from hornstudio.ui.canvas import geometry
from hornstudio.ui.canvas.paint.look import Side
from hornstudio.ui.canvas.scene.node_item import NodeItem
from hornstudio.ui.canvas.scene.scene import Scene
from hornstudio.ui.canvas.scene.wire_item import WireItem

_NEAR_END_PX = 48.0
_NEAR_END_SHARE = 0.4
"""Of a short wire's length: its very middle belongs to no end."""


@dataclass(frozen=True)
class Grip:
    """The fixed end of a wire whose other end is in the hand.

    end: the port, of a side. old: the wire that is there and whose loose end moves, or None for
    a new one.
    """

    end: str
    side: Side
    old: Wire | None = None

    @property
    def node_id(self) -> str:
        """The node that the wire hangs on."""
        return self.end.partition(".")[0]

    def place(self, scene: Scene) -> tuple[QPointF, str]:
        """Where that is, and the type of port it is."""
        item = scene.nodes[self.node_id]
        port = self.end.partition(".")[2]
        row = item.look.row_of(self.side, port, self._index(scene, port))
        return item.port_point(self.side, row), item.look.ports(self.side)[row].type

    def _index(self, scene: Scene, port: str) -> int:
        """Which wire of a growing input it is; of a new one, the open row behind the others."""
        if self.side == "out":
            return 0
        wires = scene.report.graph.wires_into(self.node_id, port)
        return wires.index(self.old) if self.old else len(wires)


def at_port(graph: Graph, item: NodeItem, side: Side, row: int) -> Grip:
    """From a port: a new wire, or the end of the one that is in this row of an input."""
    port = item.look.ports(side)[row]
    if side == "in" and not port.is_add:
        wires = graph.wires_into(item.node_id, port.name)
        if port.index < len(wires):
            old = wires[port.index]
            return Grip(old.source, "out", old)
    return Grip(f"{item.node_id}.{port.name}", side)


def near_end(line: WireItem, at: QPointF) -> Grip | None:
    """From a wire, not far from one of its ends: that end; None further along."""
    path = line.way.path
    start, end = path.pointAtPercent(0.0), path.pointAtPercent(1.0)
    from_start, from_end = geometry.distance(at, start), geometry.distance(at, end)
    if min(from_start, from_end) > min(_NEAR_END_PX, _NEAR_END_SHARE * path.length()):
        return None
    wire = line.wire
    if from_end <= from_start:
        return Grip(wire.source, "out", wire)
    return Grip(wire.target, "in", wire)
