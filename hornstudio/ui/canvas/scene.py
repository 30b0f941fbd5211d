"""The scene: items for nodes and wires, kept level with the document by what changed."""

from collections.abc import Collection, Iterable, Mapping

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtWidgets import QGraphicsItem, QGraphicsScene

from hornstudio.engine.check import Report
from hornstudio.engine.graph import Wire
from hornstudio.ui.canvas import geometry
from hornstudio.ui.canvas.blocks import BlockGrid
from hornstudio.ui.canvas.frame.layer import FrameLayer
from hornstudio.ui.canvas.lanes import Lanes
from hornstudio.ui.canvas.node_item import NodeItem, Painting
from hornstudio.ui.canvas.paint.look import NodeLook, Side
from hornstudio.ui.canvas.paint.reading import Former, node_looks, wire_looks
from hornstudio.ui.canvas.route import Blocks, Ends, ends_of
from hornstudio.ui.canvas.wire_item import WireItem
from hornstudio.ui.theme import current

_EXTENT = 200_000.0
_MANY = 64
_BY_BOX = Qt.ItemSelectionMode.IntersectsItemBoundingRect


class Scene(QGraphicsScene):
    """A view of a report; it edits nothing."""

    def __init__(self, report: Report) -> None:
        super().__init__()
        self.setSceneRect(-_EXTENT / 2, -_EXTENT / 2, _EXTENT, _EXTENT)
        self.painting = Painting()
        self.report = report
        self.nodes: dict[str, NodeItem] = {}
        self.wires: dict[Wire, WireItem] = {}
        self.chosen_wires: set[Wire] = set()
        self.live: dict[str, str] = {}
        self.is_training = False
        self.blocks = BlockGrid()
        self.lanes = Lanes()
        self.frames = FrameLayer(self)
        self.revision = 0
        self._former: Former = {}
        self._wires_at: dict[str, list[WireItem]] = {}
        self._chosen: set[str] = set()
        self.show_report(report)

    def show_report(self, report: Report) -> None:
        """Follow the document: add, remove and change only what differs."""
        old, self.report = self.report, report
        self.revision += 1
        facts_kept = report.facts is old.facts and bool(self.nodes)
        moved, changed = self._sync_nodes(report, facts_kept)
        added: list[WireItem] = []
        if not facts_kept or report.graph.wires is not old.graph.wires:
            added = self._sync_wires(report)
        self._lay_wires(moved, changed, added)
        self.frames.follow(report.graph)
        self._mark()

    def _sync_nodes(self, report: Report, facts_kept: bool) -> tuple[dict[str, QRectF], set[str]]:
        """Former areas of nodes that came, went or moved, and ids of those that look different."""
        touched: dict[str, QRectF] = {}
        changed: set[str] = set()
        for node_id in [i for i in self.nodes if i not in report.graph.nodes]:
            item = self.nodes.pop(node_id)
            touched[node_id] = item.body
            self.blocks.take(node_id)
            self.removeItem(item)
        looks = {} if facts_kept else self._looks(report)
        for node_id, node in report.graph:
            item = self.nodes.get(node_id) or self._add_node(node_id, looks[node_id])
            before = item.body if item.scene() else QRectF()
            if item.scene() is None:
                self.addItem(item)
            resized = False
            if not facts_kept and item.look != looks[node_id]:
                changed.add(node_id)
                resized = item.show_look(looks[node_id])
            if resized or before.isNull() or before.topLeft() != QPointF(*node.at):
                item.setPos(*node.at)
                touched[node_id] = before
                self.blocks.put(node_id, item.body)
        return touched, changed

    def _add_node(self, node_id: str, look: NodeLook) -> NodeItem:
        item = NodeItem(node_id, look, self.painting)
        self.nodes[node_id] = item
        return item

    def _sync_wires(self, report: Report) -> list[WireItem]:
        """Items of wires that are new."""
        looks = wire_looks(report)
        added = []
        for wire in [w for w in self.wires if w not in looks]:
            self.removeItem(self.wires.pop(wire))
            self.lanes.take(wire)
            self.chosen_wires.discard(wire)
        for wire, look in looks.items():
            if wire.source_node not in self.nodes or wire.target_node not in self.nodes:
                continue
            item = self.wires.get(wire)
            if item is None:
                item = self.wires[wire] = WireItem(wire, look, self.painting)
                self.addItem(item)
                added.append(item)
            item.show_look(look)
        self._wires_at = {i: [] for i in self.nodes}
        for wire, item in self.wires.items():
            self._wires_at[wire.source_node].append(item)
            if wire.target_node != wire.source_node:
                self._wires_at[wire.target_node].append(item)
            beside = self._wires_at[wire.source_node] if item.look.is_branch else ()
            item.branches = [b for b in beside if b.wire.source == wire.source and b is not item]
        return added

    def _lay_wires(
        self, moved: dict[str, QRectF], changed: Iterable[str] = (), added: Iterable[WireItem] = ()
    ) -> None:
        """Lay new wires, those at changed nodes, and those that moved nodes were or are near."""
        areas = [r for r in moved.values() if not r.isNull()]
        areas += [self.nodes[i].body for i in moved if i in self.nodes]
        if len(areas) < _MANY:
            anew = {w for area in areas for w in self.wires_near(area)}
        else:
            anew = set(self.wires.values())
        at_nodes = {w for i in (*moved, *changed) for w in self._wires_at.get(i, ())}
        # In the graph's order, so that lanes are dealt alike each time.
        touched = {*anew, *at_nodes, *added}
        for item in [w for w in self.wires.values() if w in touched]:
            item.lay(self._ends(item), self.blocks.touching, self.lanes, anew=item in anew)

    def wires_near(self, area: QRectF) -> list[WireItem]:
        """Wires whose box touches an area."""
        return [i for i in self.items(area, _BY_BOX) if isinstance(i, WireItem)]

    def _ends(self, item: WireItem) -> Ends:
        wire = item.wire
        source, target = self.nodes[wire.source_node], self.nodes[wire.target_node]
        places = ((source.look, source.pos()), (target.look, target.pos()))
        return ends_of(self.report.graph, wire, *places, is_branch=item.look.is_branch)

    def ends(self, wire: Wire) -> tuple[QPointF, QPointF]:
        """Where a wire begins and ends."""
        ends = self._ends(self.wires[wire])
        return ends.start, ends.end

    def drag_nodes(self, ids: Collection[str], step: QPointF) -> None:
        """Show nodes a step away for now; the document stays as it is."""
        nodes = self.report.graph.nodes
        for node_id in ids:
            self.nodes[node_id].setPos(QPointF(*nodes[node_id].at) + step)
            self.blocks.take(node_id)
        self.revision += 1
        many = len(ids) > _MANY
        self.painting.is_hurried = many
        blocks: Blocks = _no_blocks if many else self.blocks.touching
        for item in {w for node_id in ids for w in self._wires_at[node_id]}:
            if item.wire.source_node in ids and item.wire.target_node in ids:
                item.setPos(step)
            else:
                item.lay(self._ends(item), blocks, self.lanes)

    def place_nodes(self, places: Mapping[str, QPointF]) -> None:
        """Show nodes at these places for now; the document stays as it is."""
        self.revision += 1
        self.painting.is_hurried = True
        for node_id, at in places.items():
            self.nodes[node_id].setPos(at)
            self.blocks.take(node_id)
        for item in {w for node_id in places for w in self._wires_at[node_id]}:
            item.lay(self._ends(item), _no_blocks, self.lanes)

    def settle(self, *, relay: bool = True) -> None:
        """Show every node where the document has it; relay: its wires, too."""
        if self.painting.is_hurried:
            self.painting.is_hurried = False
            self.update()
        self.revision += 1
        nodes = self.report.graph.nodes
        gone = [i for i in self.nodes if i not in self.blocks]
        for node_id in gone:
            item = self.nodes[node_id]
            item.setPos(*nodes[node_id].at)
            self.blocks.put(node_id, item.body)
        lines = [w for i in gone for w in self._wires_at[i]]
        for line in lines:
            line.setPos(0, 0)
        if relay:
            for line in lines:
                line.lay(self._ends(line), self.blocks.touching, self.lanes, anew=True)

    def choose(self, ids: Collection[str]) -> None:
        """Show these nodes as selected."""
        self._chosen = set(ids)
        self._mark()

    def choose_wires(self, wires: Iterable[Wire]) -> None:
        """Select wires; a selection of wires is the canvas' own."""
        self.chosen_wires = {w for w in wires if w in self.wires}
        self._mark()

    def _mark(self) -> None:
        self.revision += 1
        for node_id, item in self.nodes.items():
            item.choose(node_id in self._chosen)
        for wire, line in self.wires.items():
            at_chosen = wire.source_node in self._chosen or wire.target_node in self._chosen
            line.mark(chosen=wire in self.chosen_wires, at_chosen=at_chosen)

    def _looks(self, report: Report) -> dict[str, NodeLook]:
        return node_looks(report, self.live, self._former, self.is_training)

    def set_live(self, live: dict[str, str], is_training: bool) -> None:
        """Show figures of a run in nodes; those of a run that is over stay, but look quiet."""
        changed = {i for i in {*live, *self.live} if live.get(i, "") != self.live.get(i, "")}
        if is_training != self.is_training:
            changed |= live.keys()
        self.live, self.is_training = dict(live), is_training
        if not changed & self.nodes.keys():
            return
        looks = self._looks(self.report)
        moved = {}
        for node_id in changed & self.nodes.keys():
            before = self.nodes[node_id].body
            if self.nodes[node_id].show_look(looks[node_id]):
                moved[node_id] = before
        if moved:
            self._lay_wires(moved)

    def renew(self) -> None:
        """Draw everything anew: the colours have changed."""
        self.revision += 1
        for item in self.nodes.values():
            item.forget_picture()
        self.update()

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
        return self.items(area, _BY_BOX)

    def nodes_in(self, area: QRectF) -> list[str]:
        """Ids of the nodes whose bodies touch an area."""
        found = (i for i in self.items(area, _BY_BOX) if isinstance(i, NodeItem))
        return [i.node_id for i in found if i.body.intersects(area)]

    def bounds(self, ids: Iterable[str] = ()) -> QRectF:
        """Area of these nodes, or of all nodes and frames."""
        chosen = [i for i in ids if i in self.nodes]
        if chosen:
            return geometry.union(self.nodes[i].body for i in chosen)
        bodies = geometry.union(item.body for item in self.nodes.values())
        return bodies.united(self.frames.bounds())

    @property
    def hit_px(self) -> float:
        """Reach of a port's hit area, in px of the window."""
        return current().number("port.hit") / 2


def _no_blocks(area: QRectF) -> list[QRectF]:
    """Nothing is in the way: finding out would be too slow for now."""
    return []
