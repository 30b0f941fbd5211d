"""The ground that nodes and wires stand on: what is where."""

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtWidgets import QGraphicsItem, QGraphicsScene

from hornstudio.ui.canvas import geometry
from hornstudio.ui.canvas.paint.look import Side
from hornstudio.ui.canvas.scene.node_item import NodeItem
from hornstudio.ui.canvas.scene.wire_item import WireItem
from hornstudio.ui.theme import current

_BY_BOX = Qt.ItemSelectionMode.IntersectsItemBoundingRect


class Ground(QGraphicsScene):
    """Finds items by place."""

    def items_in(self, area: QRectF) -> list[QGraphicsItem]:
        """Items whose box touches an area, the uppermost first."""
        return self.items(area, _BY_BOX)

    def wires_near(self, area: QRectF) -> list[WireItem]:
        """Wires whose box touches an area."""
        return [i for i in self.items_in(area) if isinstance(i, WireItem)]

    def node_at(self, point: QPointF) -> NodeItem | None:
        """The uppermost node whose body is at a point."""
        for item in self._items_at(point, 1.0):
            if isinstance(item, NodeItem) and item.body.contains(point):
                return item
        return None

    def port_at(self, point: QPointF, reach: float) -> tuple[NodeItem, Side, int] | None:
        """The port that is nearest to a point, within `reach` px."""
        return next(iter(self.ports_at(point, reach)), None)

    def ports_at(self, point: QPointF, reach: float) -> list[tuple[NodeItem, Side, int]]:
        """Ports within `reach` px of a point, the nearest first."""
        found: list[tuple[float, tuple[NodeItem, Side, int]]] = []
        sides: tuple[Side, Side] = ("in", "out")
        for item in self._items_at(point, reach):
            if not isinstance(item, NodeItem):
                continue
            for side in sides:
                for row in range(len(item.look.ports(side))):
                    away = geometry.distance(item.port_point(side, row), point)
                    if away <= reach:
                        found.append((away, (item, side, row)))
        return [port for _, port in sorted(found, key=lambda f: f[0])]

    def wire_at(self, point: QPointF, reach: float) -> WireItem | None:
        """The uppermost wire at a point, give or take `reach` px."""
        for item in self._items_at(point, reach):
            if isinstance(item, WireItem) and item.is_near(point, reach):
                return item
        return None

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
