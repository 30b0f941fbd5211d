"""The scene: items for nodes and wires, kept level with the document by what changed."""

from collections.abc import Collection, Iterable, Mapping

from PySide6.QtCore import QPointF, QRectF

from hornstudio.engine.check import Report
from hornstudio.engine.editing.change import Change, change_between
from hornstudio.engine.graph import Graph, Wire
from hornstudio.ui.canvas import geometry
from hornstudio.ui.canvas.layer.frames import FrameLayer
from hornstudio.ui.canvas.layer.reroutes import RerouteLayer
from hornstudio.ui.canvas.paint.batch import Batch, Batches, marks
from hornstudio.ui.canvas.paint.look import NodeLook
from hornstudio.ui.canvas.paint.painting import MANY_STALE
from hornstudio.ui.canvas.paint.reading import node_looks
from hornstudio.ui.canvas.scene.backlog import LOOKS, Backlog
from hornstudio.ui.canvas.scene.carried import Carried
from hornstudio.ui.canvas.scene.lines import Lines
from hornstudio.ui.canvas.scene.node_item import NodeItem
from hornstudio.ui.canvas.scene.renewal import is_only_placed, other_points, touched
from hornstudio.ui.canvas.scene.wire_item import WireItem

HANDFUL = 8
"""So many nodes in the hand are moved one by one; more are carried as one picture."""
_EXTENT = 200_000.0
_DEPTH = 16
"""Of the tree that finds items: leaves of 781 px; of itself Qt takes 6,250 for 500 nodes."""


class Scene(Lines):
    """A view of a report; it edits nothing.

    area_in_view: where everything is to be right at once, empty from afar; the rest may follow a
    little later. Without it all is done at once.
    """

    def __init__(self, report: Report) -> None:
        super().__init__()
        self.backlog = Backlog(self)
        self.setSceneRect(-_EXTENT / 2, -_EXTENT / 2, _EXTENT, _EXTENT)
        self.setBspTreeDepth(_DEPTH)
        self.report = report
        self.live: dict[str, str] = {}
        self.is_training = False
        self.frames = FrameLayer(self)
        self.reroutes = RerouteLayer(self)
        self.revision = 0
        self.moving: frozenset[str] = frozenset()
        self._batches = Batches()
        self._still: QRectF | None = None
        self.show_report(report)

    def show_report(self, report: Report) -> None:
        """Follow the document: add, remove and change only what differs."""
        self.painting.on_leave()
        old, self.report = self.report, report
        self.revision += 1
        self.make_all()
        self.backlog.wait()
        change = change_between(old.graph if self.nodes else Graph(), report.graph)
        if self.nodes and is_only_placed(old, report, change):
            self._place(change.nodes, other_points(old.graph, report.graph))
            self._follow_layers()
            return
        if self.nodes:
            ids, wires = touched(old, report, change)
        else:
            ids, wires = set(report.graph.nodes), set(report.graph.wires)
        if self.nodes and self.area_in_view and len(ids) + len(wires) > LOOKS:
            ids, wires = self._put_off(ids, wires, change, self.area_in_view())
        self._follow(ids, wires)
        self._follow_layers()

    def _follow_layers(self) -> None:
        self.frames.follow(self.report.graph)
        self.reroutes.follow()

    def _place(self, ids: Collection[str], wires: Collection[Wire]) -> None:
        """Show these nodes where they stand now, and these wires through their points."""
        moved: dict[str, QRectF] = {}
        for node_id in ids:
            item, at = self.nodes[node_id], self.report.graph.nodes[node_id].at
            if not item.stands_at(at):
                moved[node_id] = item.body
                item.setPos(*at)
                self.blocks.put(node_id, item.body)
        self._measure(moved)
        self._lay_wires(moved, (), [self.wires[w] for w in wires if w in self.wires])
        self._bare(moved)

    def _follow(self, ids: set[str], wires: set[Wire]) -> None:
        """Show these as the report has them."""
        self.backlog.take(ids, wires)
        moved, changed = self._sync_nodes(ids)
        present = self._sync_wires(wires)
        self._lay_wires(moved, changed, present)
        self._mark(ids, wires)
        self._bare({i: moved.get(i, QRectF()) for i in {*moved, *ids}})

    def _bare(self, former: Mapping[str, QRectF]) -> None:
        """From afar, have the window painted where these nodes, and wires, were and where they are.

        Of an item that has not painted itself, as none does from afar, Qt knows no place; what one
        out of view asks for it takes for nothing from then on. former: empty of what has not moved.
        """
        if not self._is_seen_from_afar():
            return
        stale = self.painting.stale
        places = [place for place in former.values() if not place.isNull()] + stale
        places += [self.nodes[i].body for i in former if i in self.nodes]
        is_much = len(stale) > MANY_STALE or len(places) > 2 * MANY_STALE
        stale.clear()  # a picture of wires is kept close up alone
        for view in self.views():
            # Not by the scene: see `_show_anew`.
            to_port, port = view.viewportTransform(), view.viewport()
            rects = () if is_much else [to_port.mapRect(place) for place in places]
            for rect in rects:
                port.update(rect.toAlignedRect().adjusted(-2, -2, 2, 2))
            if is_much:
                port.update()

    def _put_off(
        self, ids: set[str], wires: set[Wire], change: Change, area: QRectF
    ) -> tuple[set[str], set[Wire]]:
        """Leave for later what only looks otherwise and is out of view; returns the rest.

        What is the same node, or wire, in both graphs is there, and stands where it stood.
        """
        seen = set(self.items_in(area)) if not area.isEmpty() else set()
        doubtful = change.nodes | change.gone | self.moving
        doubtful_wires = self.report.graph.wires_at(doubtful).union(change.came, change.went)
        now = {i.node_id for i in seen if isinstance(i, NodeItem)} & ids
        now |= {i for i in doubtful & ids if not self._is_only_looked_at(i)}
        now_wires = {i.wire for i in seen if isinstance(i, WireItem)} & wires
        now_wires |= {w for w in doubtful_wires & wires if not self._is_shown(w)}
        self.backlog.put(ids - now, wires - now_wires)
        return now, now_wires

    def _is_only_looked_at(self, node_id: str) -> bool:
        """Whether a node was there before, in the same place."""
        node, item = self.report.graph.nodes.get(node_id), self.nodes.get(node_id)
        return bool(node and item and item.stands_at(node.at))

    def is_seen(self) -> bool:
        """Whether any view shows it."""
        return bool(self.views())

    def can_follow(self) -> bool:
        """Whether nothing is being dragged, which has places of its own."""
        return not self.moving

    def follow_late(
        self, ids: Collection[str], wires: Collection[Wire], ways: Collection[Wire]
    ) -> None:
        """Show these nodes and wires as they are now, and lay these wires well."""
        self.revision += 1
        if ids or wires:
            self._follow(set(ids), set(wires))
        for wire in ways:
            if item := self._items.get(wire):
                item.lay(self._ends(item), self.blocks.touching, self.lanes, anew=True)
        if not self.backlog:
            self._bare({})

    def make(self, wires: Collection[Wire]) -> None:
        """Give these wires their items, if they wait for them, and a good way each."""
        lines = self._make([w for w in wires if w in self._awaited])
        for item in lines:
            item.lay(self._ends(item), self.blocks.touching, self.lanes)
        if lines and self.is_whole:
            self.revision += 1
            self._show_anew()

    def _sync_nodes(self, ids: set[str]) -> tuple[dict[str, QRectF], set[str]]:
        """Former areas of nodes that came, went or moved, and ids of those that look different."""
        areas: dict[str, QRectF] = {}
        changed: set[str] = set()
        nodes = self.report.graph.nodes
        for node_id in [i for i in ids if i in self.nodes and i not in nodes]:
            gone = self.nodes.pop(node_id)
            areas[node_id] = gone.body
            self.blocks.take(node_id)
            self.removeItem(gone)
            self._wires_at.pop(node_id, None)
        are_new = not ids <= self.nodes.keys()
        present = [i for i in nodes if i in ids] if are_new else [i for i in ids if i in nodes]
        looks = node_looks(self.report, self.live, self.is_training, present)
        for node_id, look in looks.items():
            item, at = self.nodes.get(node_id), nodes[node_id].at
            if item is None:
                item = self._add_node(node_id, look, at)
                areas[node_id] = QRectF()
                self.blocks.put(node_id, item.body)
                continue
            before, resized = item.body, False
            if item.look != look:
                changed.add(node_id)
                resized = item.show_look(look)
            if resized or not item.stands_at(at):
                item.setPos(*at)
                areas[node_id] = before
                self.blocks.put(node_id, item.body)
        self._measure(areas)
        return areas, changed

    def _measure(self, former: Mapping[str, QRectF]) -> None:
        """Widen the area of all that lies still by what came or moved; former: where it was.

        What was inside left nothing behind; else all has to be measured anew.
        """
        if self._still is None or not all(
            geometry.is_within(r, self._still) for r in former.values()
        ):
            self._still = None
            return
        now = (self.nodes[i].body for i in former if i in self.nodes and i not in self.moving)
        self._still = geometry.union((self._still, *now))

    def _add_node(self, node_id: str, look: NodeLook, at: tuple[float, float]) -> NodeItem:
        item = NodeItem(node_id, look, self.painting)
        item.setPos(*at)
        self.nodes[node_id] = item
        self.addItem(item)
        self._wires_at.setdefault(node_id, [])
        return item

    def drag_nodes(self, ids: Collection[str], step: QPointF) -> None:
        """Show nodes a step away for now; the document stays as it is."""
        self._take_up(ids)
        if len(ids) > HANDFUL:
            self._carry(frozenset(ids), step)
            return
        for node_id in ids:
            self.nodes[node_id].setPos(QPointF(*self.report.graph.nodes[node_id].at) + step)
        stale, is_far = len(self.painting.stale), self._is_seen_from_afar()
        for item in self.wires_of(ids):
            if all(end in ids for end in item.node_ids):
                item.shift(step)
            elif is_far:  # ways around what is small would leap about under the hand
                self.lay_in_passing(item)
            else:
                item.lay(self._ends(item), self.blocks.touching, self.lanes)
        del self.painting.stale[stale:]  # no picture has what is in the hand

    def _carry(self, ids: frozenset[str], step: QPointF) -> None:
        self.painting.is_hurried = True
        if self.carried is None or self.carried.ids != ids:
            self._put_down()
            self.carried = Carried(self, ids)
        self.carried.move(step)

    def _put_down(self) -> None:
        if self.carried is not None:
            self.carried.put_down()
            self.carried = None

    def place_nodes(self, places: Mapping[str, QPointF]) -> None:
        """Show nodes at these places for now; the document stays as it is."""
        self._take_up(places.keys())
        self.painting.is_hurried = True
        for node_id, at in places.items():
            self.nodes[node_id].setPos(at)
        for item in self.wires_of(places):
            self.lay_in_passing(item)

    def _take_up(self, ids: Collection[str]) -> None:
        """Nodes leave their places; no wire has to go around them."""
        self.tell_moved()
        if self.moving != ids:
            self.painting.on_leave()
            rising = [self.nodes[i].body for i in ids if i not in self.moving]
            still = self._still
            if still is not None and not all(geometry.is_within(r, still) for r in rising):
                self._still = None
            self.moving |= frozenset(ids)
            for node_id in ids:
                self.blocks.take(node_id)

    def settle(self, *, relay: bool = True) -> None:
        """Show every node where the document has it; relay: its wires, too."""
        if self.painting.is_hurried:
            self.painting.is_hurried = False
            self._show_anew()
        self.tell_moved()
        self.revision += 1
        stayed = self.carried.ids if self.carried else frozenset()
        self._put_down()
        moved, self.moving = [i for i in self.moving if i in self.nodes], frozenset()
        for node_id in moved:
            item = self.nodes[node_id]
            if node_id not in stayed:
                item.setPos(*self.report.graph.nodes[node_id].at)
            self.blocks.put(node_id, item.body)
        if self._still is not None:
            self._still = geometry.union((self._still, *(self.nodes[i].body for i in moved)))
        lines = self.wires_of(moved)
        for line in lines if len(stayed) < len(moved) else ():
            line.shift(QPointF())
        if relay:
            for line in lines:
                if not stayed.issuperset(line.node_ids):  # else it was only carried along
                    line.lay(self._ends(line), self.blocks.touching, self.lanes, anew=True)

    def still_batch(self) -> Batch:
        """What is seen from afar of all that is not being dragged."""
        return self._batches.still(self.nodes, self.still_lines(), self.revision, self.moving)

    def block_batch(self) -> Batch:
        """What is seen from so far that wires are not: all nodes that are not being dragged."""
        return self._batches.blocks(self.nodes, self.revision, self.moving)

    def batch_in(self, areas: Iterable[QRectF]) -> Batch:
        """What is seen from afar of all that is in these areas."""
        found = dict.fromkeys(i for area in areas for i in self.items_in(area))
        nodes = (i for i in found if isinstance(i, NodeItem))
        return Batch(nodes, (i for i in found if isinstance(i, WireItem)))

    def moving_batch(self) -> Batch:
        """What is seen from afar of all that is being dragged, a few nodes."""
        return Batch((self.nodes[i] for i in self.moving), self.wires_of(self.moving))

    def marks(self) -> Batch:
        """What is seen from afar of the selection, unless it is carried."""
        carried = self.carried.ids if self.carried else frozenset()
        nodes = (self.nodes[i] for i in self._chosen if i in self.nodes and i not in carried)
        return marks(nodes, (self.wires[w] for w in self.chosen_wires))

    def choose(self, ids: Collection[str]) -> None:
        """Show these nodes as selected."""
        others = self._chosen ^ set(ids)
        self._chosen = set(ids)
        if others:
            self.make_all()
        self._mark(others, [w.wire for i in others for w in self._wires_at.get(i, ())])
        self._bare(dict.fromkeys(others, QRectF()))

    def choose_wires(self, wires: Iterable[Wire]) -> None:
        """Select wires; a selection of wires is the canvas' own."""
        chosen = {w for w in wires if w in self.wires}
        others = self.chosen_wires ^ chosen
        self.chosen_wires = chosen
        self._mark((), others)
        self._bare({})
        for listener in self.wire_listeners if others else ():
            listener()

    def _mark(self, ids: Iterable[str], wires: Iterable[Wire]) -> None:
        """Show whether these are selected."""
        for node_id in ids:
            if node_id in self.nodes:
                self.nodes[node_id].choose(node_id in self._chosen)
        self._mark_wires(wires)

    def set_live(self, live: dict[str, str], is_training: bool) -> None:
        """Show figures of a run in nodes; those of a run that is over stay, but look quiet."""
        changed = {i for i in {*live, *self.live} if live.get(i, "") != self.live.get(i, "")}
        if is_training != self.is_training:
            changed |= live.keys()
        self.live, self.is_training = dict(live), is_training
        if not changed & self.nodes.keys():
            return
        looks = node_looks(self.report, self.live, is_training, changed & self.nodes.keys())
        moved = {}
        for node_id in looks:
            before = self.nodes[node_id].body
            if self.nodes[node_id].show_look(looks[node_id]):
                moved[node_id] = before
                if node_id in self.blocks:  # in the hand it is in no wire's way
                    self.blocks.put(node_id, self.nodes[node_id].body)
        if moved:
            self._still = None
            self._lay_wires(moved)

    def renew(self) -> None:
        """Draw everything anew: the colours have changed."""
        self.revision += 1
        for item in self.nodes.values():
            item.forget_picture()
        self._show_anew()

    def _show_anew(self) -> None:
        """Have all views painted: what `update` asks for is lost when a part is painted first."""
        for view in self.views():
            view.viewport().update()

    def bounds(self, ids: Iterable[str] = ()) -> QRectF:
        """Area of these nodes, or of all nodes and frames."""
        chosen = [i for i in ids if i in self.nodes]
        if chosen:
            return geometry.union(self.nodes[i].body for i in chosen)
        if self._still is None:
            still = (item.body for i, item in self.nodes.items() if i not in self.moving)
            self._still = geometry.union(still)
        bodies = (self.nodes[i].body for i in self.moving)
        if self.carried:
            bodies = (self.carried.body(self.nodes[i]) for i in self.moving)
        moving = geometry.union(bodies)
        return self._still.united(moving).united(self.frames.bounds())
