"""The wires of a scene: which of them there are, and where they run."""

from collections.abc import Callable, Iterable, Sequence

from PySide6.QtCore import QPointF, QRectF

from hornstudio.engine.check import Report
from hornstudio.engine.editing.reroute import leg_of
from hornstudio.engine.graph import Point, Wire
from hornstudio.ui.canvas.layer.reroutes import RerouteLayer
from hornstudio.ui.canvas.paint.look import WireLook
from hornstudio.ui.canvas.paint.painting import Painting
from hornstudio.ui.canvas.paint.reading import wire_looks
from hornstudio.ui.canvas.scene.backlog import MANY, Backlog
from hornstudio.ui.canvas.scene.carried import Carried
from hornstudio.ui.canvas.scene.ground import Ground, Under
from hornstudio.ui.canvas.scene.node_item import NodeItem
from hornstudio.ui.canvas.scene.stand_in import StandIn
from hornstudio.ui.canvas.scene.wire_item import WireItem
from hornstudio.ui.canvas.way.blocks import BlockGrid, cells
from hornstudio.ui.canvas.way.lanes import Lanes
from hornstudio.ui.canvas.way.route import Ends, ends_of, no_blocks

CROWD = 64
"""So many areas are handled together; fewer one by one."""


class Lines(Ground):
    """Keeps wires level with a report, and lays them around what is in between.

    Where many wires come to an empty scene, which is when a large network is opened, they get their
    items a few at a time; who asks for any wire meanwhile has all of them at once.

    blocks: bodies that wires go around. lanes: where other wires run already. carried: many nodes
    in the hand, which show their wires by themselves. move_listeners: called when what is in the
    hand moves, or is put down.
    """

    report: Report
    backlog: Backlog
    reroutes: RerouteLayer

    def __init__(self) -> None:
        super().__init__()
        self.area_in_view: Callable[[], QRectF] | None = None
        self.painting = Painting()
        self.nodes: dict[str, NodeItem] = {}
        self._items: dict[Wire, WireItem] = {}
        self._awaited: dict[Wire, WireLook] = {}
        self._chosen: set[str] = set()
        self.chosen_wires: set[Wire] = set()
        self.wire_listeners: list[Callable[[], object]] = []
        self.move_listeners: list[Callable[[], object]] = []
        self.blocks = BlockGrid()
        self.lanes = Lanes()
        self.carried: Carried | None = None
        self._wires_at: dict[str, list[WireItem]] = {}
        self._count = 0

    @property
    def wires(self) -> dict[Wire, WireItem]:
        """Items by wire."""
        self.make_all()
        return self._items

    def tell_moved(self) -> None:
        """What is in the hand is elsewhere, or put down."""
        for listener in self.move_listeners:
            listener()

    def make_all(self) -> None:
        """Give every wire that has none its item, with a passing way for now."""
        if self._awaited:
            lines = self._make(list(self._awaited))
            self._lay_for_now(lines, set(), {})

    def _make(self, wires: Sequence[Wire]) -> list[WireItem]:
        looks = {w: self._awaited.pop(w) for w in wires}
        lines = [self._add_wire(w, looks[w]) for w in looks if self._has_both_ends(w)]
        self._find_branches({w.source_node for w in wires})
        self._mark_wires(wires)
        return lines

    def still_lines(self) -> list[WireItem | StandIn]:
        """What stands for each wire from afar."""
        graph, nodes, points = self.report.graph, self.nodes, self.reroutes.points
        awaited = (StandIn(graph, w, look, nodes, points(w)) for w, look in self._awaited.items())
        return [*self._items.values(), *awaited]

    def wire_at(self, point: QPointF, reach: float) -> WireItem | None:
        """The uppermost wire at a point, give or take `reach` px."""
        self.make_all()
        return super().wire_at(point, reach)

    def under(self, point: QPointF, port_reach: float | None, wire_reach: float | None) -> Under:
        """What a pointer at a point means; see `Ground`."""
        if wire_reach is not None:
            self.make_all()
        return super().under(point, port_reach, wire_reach)

    def wires_near(self, area: QRectF) -> list[WireItem]:
        """Wires whose box touches an area."""
        self.make_all()
        return self._made_near(area)

    def _made_near(self, area: QRectF) -> list[WireItem]:
        """Those of them that have their item."""
        return super().wires_near(area)

    @property
    def is_whole(self) -> bool:
        """Whether every wire has its item."""
        return not self._awaited

    def _sync_wires(self, wires: set[Wire]) -> list[WireItem]:
        """Items of those of these wires that are there."""
        graph = self.report.graph
        # New ones in the graph's order, so that items lie upon each other in it.
        if len(wires) > 1 and not wires <= self._items.keys():
            present = [w for w in graph.wires if w in wires and self._stands_between(w)]
        else:
            present = [w for w in wires if self._has_both_ends(w)]
        for wire in wires.difference(present):
            self._remove_wire(wire)
        looks = wire_looks(self.report, present)
        if self.area_in_view is not None and not self._items and len(looks) > MANY:
            self._awaited = looks
            self.backlog.put_new(looks)
            return []
        for wire, look in looks.items():
            if item := self._items.get(wire):
                item.show_look(look)
            else:
                self._add_wire(wire, look)
        self._find_branches({w.source_node for w in wires})
        return [self._items[w] for w in present]

    def _is_seen_from_afar(self) -> bool:
        return self.area_in_view is not None and self.area_in_view().isEmpty()

    def _is_shown(self, wire: Wire) -> bool:
        """Whether a wire was there before, and is still, with both its nodes."""
        has_ends = {wire.source_node, wire.target_node} <= self.report.graph.nodes.keys()
        return has_ends and wire in self.wires and self._has_both_ends(wire)

    def _has_both_ends(self, wire: Wire) -> bool:
        """Whether a wire is in the graph, and both its nodes are."""
        is_there = wire in self.report.graph.wires_into(wire.target_node)
        return is_there and self._stands_between(wire)

    def _stands_between(self, wire: Wire) -> bool:
        return wire.source_node in self.nodes and wire.target_node in self.nodes

    def _add_wire(self, wire: Wire, look: WireLook) -> WireItem:
        item = self._items[wire] = WireItem(wire, look, self.painting)
        self._count += 1
        item.number = self._count
        self.addItem(item)
        for node_id in set(item.node_ids):
            self._wires_at[node_id].append(item)
        return item

    def _remove_wire(self, wire: Wire) -> None:
        item = self._items.pop(wire, None)
        if item is None:
            return
        self.painting.note(item)
        self.removeItem(item)
        self.lanes.take(wire)
        self.chosen_wires.discard(wire)
        for node_id in set(item.node_ids):
            if node_id in self._wires_at:
                self._wires_at[node_id].remove(item)

    def _mark_wires(self, wires: Iterable[Wire]) -> None:
        """Show whether these, or nodes at their ends, are selected."""
        for wire in wires:
            if item := self._items.get(wire):
                at_chosen = not self._chosen.isdisjoint(item.node_ids)
                item.mark(chosen=wire in self.chosen_wires, at_chosen=at_chosen)

    def _find_branches(self, ids: Iterable[str]) -> None:
        """Tell each wire of a port which others of it lie below."""
        for node_id in ids:
            below: dict[str, list[WireItem]] = {}
            for item in self._wires_at.get(node_id, ()):
                if item.node_ids[0] == node_id:
                    beside = below.setdefault(item.wire.source, [])
                    item.branches = list(beside) if item.look.is_branch else []
                    beside.append(item)

    def _lay_wires(
        self, moved: dict[str, QRectF], changed: Iterable[str] = (), others: Iterable[WireItem] = ()
    ) -> None:
        """Lay these wires, those at changed nodes, and those that moved nodes were or are near."""
        if not self._items:
            return
        areas = [r for r in moved.values() if not r.isNull()]
        areas += [self.nodes[i].body for i in moved if i in self.nodes]
        are_all_new = len(areas) == len(self.nodes) == len(moved)
        is_crowd = self.area_in_view is not None and len(areas) > CROWD and not are_all_new
        anew = set() if is_crowd else self._near(areas)
        at_nodes = {w for i in (*moved, *changed) for w in self._wires_at.get(i, ())}
        # In the graph's order, so that lanes are dealt alike each time.
        lines = sorted({*anew, *at_nodes, *others}, key=lambda line: line.number)
        if is_crowd or (self.area_in_view and len(lines) > MANY):
            self._lay_for_now(lines, anew, {} if changed else moved)
            self.backlog.put_areas(areas if is_crowd else ())
            return
        for item in lines:
            item.lay(self._ends(item), self.blocks.touching, self.lanes, anew=item in anew)

    def _near(self, areas: list[QRectF]) -> set[WireItem]:
        """Wires whose box touches one of these areas; of many areas, or comes near to one."""
        if len(areas) <= CROWD:
            return {w for area in areas for w in self._made_near(area)}
        around = {cell for area in areas for cell in cells(area)}
        lines = self._items.values()
        return {w for w in lines if not around.isdisjoint(cells(w.boundingRect()))}

    def wires_by(self, areas: Iterable[QRectF]) -> list[Wire]:
        """Wires that something in these areas may be in the way of, in the graph's order."""
        found = {w for area in areas for w in self._made_near(area)}
        return [line.wire for line in sorted(found, key=lambda line: line.number)]

    def _lay_for_now(
        self, lines: list[WireItem], anew: set[WireItem], moved: dict[str, QRectF]
    ) -> None:
        """Let wires follow where an end is elsewhere; they get a good way later.

        moved: former areas of nodes that look as they did.
        """
        late = []
        for item in lines:
            if step := self._common_step(item, moved):
                item.follow(step)
                late.append(item.wire)
                continue
            ends = self._ends(item)
            if not item.has_ends(ends):
                item.lay(ends, no_blocks, None)
                late.append(item.wire)
            elif item in anew:
                late.append(item.wire)
        self.backlog.put_ways(late)

    def _common_step(self, item: WireItem, moved: dict[str, QRectF]) -> QPointF | None:
        """The step that both ends of a wire went, and with them all of it; None if they did not."""
        source, target = item.node_ids
        if source not in moved or target not in moved or item.points or not item.way.points:
            return None
        step = self.nodes[source].body.topLeft() - moved[source].topLeft()
        is_common = step == self.nodes[target].body.topLeft() - moved[target].topLeft()
        return step if is_common and not self.reroutes.points(item.wire) else None

    def _ends(self, item: WireItem) -> Ends:
        wire = item.wire
        source, target = (self.nodes[node_id] for node_id in item.node_ids)
        bodies = source.body, target.body
        if self.carried:
            bodies = self.carried.body(source), self.carried.body(target)
        places = ((source.look, bodies[0]), (target.look, bodies[1]))
        points = self.reroutes.points(wire)
        branch = item.look.is_branch
        return ends_of(self.report.graph, wire, *places, is_branch=branch, points=points)

    def lay(self, wire: Wire) -> None:
        """Lay one wire where it is shown to run now."""
        if wire in self.wires:
            self.wires[wire].lay(self._ends(self.wires[wire]), self.blocks.touching, self.lanes)

    def ends(self, wire: Wire) -> tuple[QPointF, QPointF]:
        """Where a wire begins and ends."""
        ends = self._ends(self.wires[wire])
        return ends.start, ends.end

    def leg_at(self, wire: Wire, at: Point) -> int:
        """Behind how many of a wire's points a place beside it is."""
        points, corners = self.reroutes.points(wire), self.wires[wire].way.corners
        if corners:
            along = 1 if corners[3].x() > corners[2].x() else -1
            return sum(along * x < along * at[0] for x, _ in points)
        start, end = self.ends(wire)
        return leg_of((start.toTuple(), *points, end.toTuple()), at)

    def wires_of(self, ids: Iterable[str]) -> list[WireItem]:
        """Wires at these nodes, each once."""
        self.make_all()
        return list(dict.fromkeys(w for i in ids for w in self._wires_at[i]))

    def lay_in_passing(self, item: WireItem) -> None:
        """Lay a wire straight on, whatever is in its way."""
        item.lay(self._ends(item), no_blocks, None)
