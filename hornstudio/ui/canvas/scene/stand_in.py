"""What stands for a wire of a network that has just been opened, until the wire has its item."""

from collections.abc import Mapping
from itertools import pairwise

from PySide6.QtCore import QLineF

from hornstudio.engine.graph import Graph, Points, Wire
from hornstudio.ui.canvas.paint.look import WireLook
from hornstudio.ui.canvas.scene.node_item import NodeItem
from hornstudio.ui.canvas.way.route import rows_of


class StandIn:
    """From afar a line from port to port, through the wire's points, says as much as a wire.

    A large network is seen whole when it is opened: its wires take their time after that.
    """

    def __init__(
        self,
        graph: Graph,
        wire: Wire,
        look: WireLook,
        nodes: Mapping[str, NodeItem],
        points: Points,
    ) -> None:
        self._graph, self._wire, self._nodes, self._points = graph, wire, nodes, points
        self.look = look
        self.node_ids = (wire.source_node, wire.target_node)

    def lines_now(self) -> list[QLineF]:
        """Where it is shown."""
        source, target = (self._nodes[i] for i in self.node_ids)
        out_row, in_row = rows_of(self._graph, self._wire, source.look, target.look)
        left, right = source.body, target.body
        start = left.right(), left.top() + source.look.port_y(out_row)
        end = right.left(), right.top() + target.look.port_y(in_row)
        return [QLineF(*a, *b) for a, b in pairwise((start, *self._points, end))]
