"""The ground that nodes and wires stand on: what is where."""

from collections.abc import Iterable
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtWidgets import QGraphicsItem, QGraphicsScene

from hornstudio.ui.canvas import geometry
from hornstudio.ui.canvas.layer.frame_item import FrameTitle
from hornstudio.ui.canvas.paint.look import Side
from hornstudio.ui.canvas.scene.node_item import NodeItem
from hornstudio.ui.canvas.scene.wire_item import WireItem
from hornstudio.ui.theme import current

_BY_BOX = Qt.ItemSelectionMode.IntersectsItemBoundingRect
_NODE_REACH = 1.0
_SIDES: tuple[Side, Side] = ("in", "out")
Port = tuple[NodeItem, Side, int]


class Under(NamedTuple):
    """What lies under the pointer: a port and its node, or a node, or a wire, or nothing."""

    port: Port | None
    node: NodeItem | None
    wire: WireItem | None


class Ground(QGraphicsScene):
    """Finds items by place."""

    def items_in(self, area: QRectF) -> list[QGraphicsItem]:
        """Items whose box touches an area, the uppermost first."""
        return self.items(area, _BY_BOX)

    def wires_near(self, area: QRectF) -> list[WireItem]:
        """Wires whose box touches an area."""
        return [i for i in self.items_in(area) if isinstance(i, WireItem)]

    def under(self, point: QPointF, port_reach: float | None, wire_reach: float | None) -> Under:
        """What a pointer at a point means, give or take so many px; None: no port, or no wire.

        All is sought at once, which takes less than half the time.
        """
        found = self._items_at(point, max(port_reach or 0.0, wire_reach or 0.0, _NODE_REACH))
        port = None if port_reach is None else next(iter(_ports(found, point, port_reach)), None)
        node = port[0] if port else _node(found, point)
        wire = None if node or wire_reach is None else _wire(found, point, wire_reach)
        return Under(port, node, wire)

    def node_at(self, point: QPointF) -> NodeItem | None:
        """The uppermost node whose body is at a point."""
        return _node(self._items_at(point, _NODE_REACH), point)

    def ports_at(self, point: QPointF, reach: float) -> list[Port]:
        """Ports within `reach` px of a point, the nearest first."""
        return _ports(self._items_at(point, reach), point, reach)

    def wire_at(self, point: QPointF, reach: float) -> WireItem | None:
        """The uppermost wire at a point, give or take `reach` px; none below a frame's title."""
        return _wire(self._items_at(point, reach), point, reach)

    def _items_at(self, point: QPointF, reach: float) -> list[QGraphicsItem]:
        area = QRectF(point - QPointF(reach, reach), QSizeF(2 * reach, 2 * reach))
        return self.items_in(area)

    def nodes_in(self, area: QRectF) -> list[str]:
        """Ids of the nodes whose bodies touch an area."""
        found = (i for i in self.items_in(area) if isinstance(i, NodeItem))
        return [i.node_id for i in found if i.body.intersects(area)]

    @property
    def hit_px(self) -> float:
        """Reach of a port's hit area, in px of the window."""
        return current().number("port.hit") / 2


def _node(items: Iterable[QGraphicsItem], point: QPointF) -> NodeItem | None:
    return next((i for i in items if isinstance(i, NodeItem) and i.body.contains(point)), None)


def _ports(items: Iterable[QGraphicsItem], point: QPointF, reach: float) -> list[Port]:
    found: list[tuple[float, Port]] = []
    for item in items:
        if not isinstance(item, NodeItem):
            continue
        for side in _SIDES:
            for row in range(len(item.look.ports(side))):
                away = geometry.distance(item.port_point(side, row), point)
                if away <= reach:
                    found.append((away, (item, side, row)))
    return [port for _, port in sorted(found, key=lambda f: f[0])]


def _wire(items: Iterable[QGraphicsItem], point: QPointF, reach: float) -> WireItem | None:
    for item in items:
        if isinstance(item, WireItem) and item.is_near(point, reach):
            return item
        if isinstance(item, FrameTitle) and item.covers(point):
            return None
    return None
