"""Selecting along wires, lining up, spreading and automatic layout, each one undo step."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt

from hornstudio.engine.editing import edits
from hornstudio.engine.editing.arranging import (
    Area,
    Axis,
    Edge,
    aligned,
    distributed,
    is_collapsed,
    set_collapsed,
)
from hornstudio.engine.editing.frame import change_frames, frames_of, nested
from hornstudio.engine.editing.order import downstream, upstream
from hornstudio.engine.editing.reroute import Place, move_points, straighten
from hornstudio.engine.graph import Graph, Wire
from hornstudio.engine.layout import Direction, Framed, Point, Size, arrange_framed
from hornstudio.ui.action.arranging_rows import NEEDS
from hornstudio.ui.canvas import geometry
from hornstudio.ui.canvas.edit import placement, selection
from hornstudio.ui.canvas.glide import Glide
from hornstudio.ui.canvas.scene.scene import Scene
from hornstudio.ui.words.translate import tr

if TYPE_CHECKING:
    from hornstudio.ui.canvas.canvas import Canvas

Keys = dict[tuple[Qt.Key, Qt.KeyboardModifier], Callable[[], object]]


class Arranging:
    """What a canvas can do about where its nodes are."""

    def __init__(self, canvas: "Canvas") -> None:
        self._canvas = canvas
        self._document = canvas.document
        self.glide = Glide(canvas.view)

    def slots(self) -> dict[str, Callable[[], object]]:
        """What actions do, by their ids."""
        edges: tuple[Edge, ...] = ("left", "center", "right", "top", "middle", "bottom")
        return {
            "arrange": self.arrange,
            "arrange_down": partial(self.arrange, "down"),
            "arrange_rows": partial(self.arrange, "rows"),
            "select_upstream": partial(self.select_along, upstream),
            "select_downstream": partial(self.select_along, downstream),
            "select_alike": self.select_alike,
            "collapsed": self.toggle_collapsed,
            **{f"align_{edge}": partial(self.align, edge) for edge in edges},
            "distribute_across": partial(self.distribute, "across"),
            "distribute_down": partial(self.distribute, "down"),
        }

    def keys(self) -> Keys:
        """The same by key, where no window has them as actions."""
        key, slots = Qt.Key, self.slots()
        plain, shift = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier
        control, alt = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
        names = {
            (key.Key_L, plain): "arrange",
            (key.Key_L, shift): "arrange_down",
            (key.Key_L, control | shift): "arrange_rows",
            (key.Key_Left, control | shift): "select_upstream",
            (key.Key_Right, control | shift): "select_downstream",
            (key.Key_A, control | shift): "select_alike",
            (key.Key_C, plain): "collapsed",
            (key.Key_Left, alt | shift): "align_left",
            (key.Key_C, alt): "align_center",
            (key.Key_Right, alt | shift): "align_right",
            (key.Key_Up, alt | shift): "align_top",
            (key.Key_M, alt): "align_middle",
            (key.Key_Down, alt | shift): "align_bottom",
            (key.Key_D, alt): "distribute_across",
            (key.Key_D, alt | shift): "distribute_down",
        }
        return {combination: slots[name] for combination, name in names.items()}

    # The selection.

    def select_along(self, reach: Callable[..., set[str]]) -> None:
        """Select what the wires lead to, too."""
        graph, chosen = self._document.graph, self._document.selection
        found = {i for node_id in chosen for i in reach(graph, node_id)}
        self._document.select([*chosen, *(i for i in graph.nodes if i in found)])

    def select_alike(self) -> None:
        """Select all nodes of the kinds that are selected."""
        graph = self._document.graph
        kinds = {graph.nodes[i].kind for i in self._document.selection}
        self._document.select(i for i, node in graph if node.kind in kinds)

    def toggle_collapsed(self) -> None:
        """Fold the selected nodes to their title bars, or unfold them where all are folded."""
        graph, chosen = self._document.graph, self._document.selection
        if not chosen:
            return
        folded = not all(is_collapsed(graph.nodes[i]) for i in chosen)
        names = (tr("Fold {node}"), tr("Fold {count} modules"))
        if not folded:
            names = (tr("Unfold {node}"), tr("Unfold {count} modules"))
        what = selection.counted(self._document, *names)
        self._document.edit(what, set_collapsed(graph, chosen, folded))

    # Places.

    def align(self, edge: Edge) -> None:
        """Line up the selected nodes."""
        areas = self._areas()
        if len(areas) >= NEEDS[f"align_{edge}"]:
            what = tr("Line up {count} modules", count=len(areas))
            self._edit(what, self._placed(aligned(areas, edge)))

    def distribute(self, axis: Axis) -> None:
        """Make the gaps between the selected nodes alike."""
        areas = self._areas()
        if len(areas) >= NEEDS[f"distribute_{axis}"]:
            what = tr("Spread {count} modules evenly", count=len(areas))
            self._edit(what, self._placed(distributed(areas, axis)))

    def _placed(self, places: Mapping[str | Place, Point]) -> Graph:
        """The graph with nodes and reroute points elsewhere; points go where they are sent."""
        nodes = {i: at for i, at in places.items() if isinstance(i, str)}
        points = {i: at for i, at in places.items() if not isinstance(i, str)}
        return move_points(edits.move_nodes(self._document.graph, nodes), points)

    def arrange(self, direction: Direction = "right") -> None:
        """Lay out the selected nodes around the middle that they have, or all of them.

        Where they would lie on others there, they go as little aside as is needed.
        Wires between them find their own way then: their reroute points go.
        """
        self.glide.stop()
        graph, chosen = self._document.graph, self._document.selection
        is_part = len(chosen) > 1
        ids = chosen if is_part else tuple(graph.nodes)
        if not ids:
            return
        room, ends = measure(self._canvas.scene)
        held = self._held(ids)
        found = arrange_framed(
            edits.extract(graph, ids), held, room, ends, direction, geometry.FRAME_BORDER
        )
        dx, dy = self._offset(found, held, room, is_part=is_part)
        places = {i: (x + dx, y + dy) for i, (x, y) in found.places.items()}
        frames = {
            i: replace(frame, at=(area[0] + dx, area[1] + dy), size=area[2:])
            for i, frame in frames_of(graph).items()
            if (area := found.frames.get(i))
        }
        what = (
            tr("Arrange {count} modules", count=len(ids)) if is_part else tr("Arrange everything")
        )
        moved = edits.move_nodes(straighten(graph, places), places)
        was_whole = self._canvas.sight.is_whole
        shown = ids if is_part else ()
        self._edit(
            what, change_frames(moved, frames), shown, shows_all=not is_part, refits=was_whole
        )

    def _held(self, ids: Collection[str]) -> dict[int, list[str]]:
        """Nodes in each frame that holds some of these and no others, the inner frames first."""
        layer, chosen = self._canvas.scene.frames, set(ids)
        frames = frames_of(self._document.graph)
        held = {
            i: layer.nodes_in(i)
            for i in nested({i: f.area for i, f in frames.items() if not f.is_note})
        }
        return {i: nodes for i, nodes in held.items() if nodes and chosen.issuperset(nodes)}

    def _offset(
        self, found: Framed, held: Collection[int], room: dict[str, Size], *, is_part: bool
    ) -> Point:
        """How to keep the middle of a selection, or the upper left corner of a whole graph."""
        before = self._canvas.scene.bounds(found.places)
        before = before.united(self._canvas.scene.frames.bounds(held))
        areas = [QRectF(*area) for area in found.frames.values()]
        areas += [QRectF(*at, *room[i]) for i, at in found.places.items()]
        after = geometry.union(areas)
        away = before.center() - after.center() if is_part else before.topLeft() - after.topLeft()
        dx, dy = geometry.snap_point(away.x(), away.y())
        if not is_part:
            return dx, dy
        others = [n.body for i, n in self._canvas.scene.nodes.items() if i not in found.places]
        step = placement.clear_of([area.translated(dx, dy) for area in areas], others)
        return dx + step[0], dy + step[1]

    def _areas(self) -> dict[str | Place, Area]:
        """Of what is selected: nodes and reroute points."""
        self.glide.stop()
        bodies = {i: self._canvas.scene.nodes[i].body for i in self._document.selection}
        areas: dict[str | Place, Area] = {
            i: (b.x(), b.y(), b.width(), b.height()) for i, b in bodies.items()
        }
        for place, area in self._canvas.rerouting.areas().items():
            areas[place] = area
        return areas

    def _edit(
        self,
        what: str,
        graph: Graph,
        shown: Collection[str] = (),
        *,
        shows_all: bool = False,
        refits: bool = False,
    ) -> None:
        """Carry out a change of places, in motion.

        shown: nodes to bring into view. shows_all: everything that would be out of it. refits:
        closely, too.
        """
        before = {i: QPointF(item.pos()) for i, item in self._canvas.scene.nodes.items()}
        standing = self._canvas.view.standing
        self._document.edit(what, graph)
        bounds = self._canvas.scene.bounds()  # while all are where they are going to be
        if shows_all and (refits or not self._canvas.view.visible_area().contains(bounds)):
            self._canvas.sight.fit_all()
        if shown:
            held = self._canvas.scene.frames.bounds(self._held(shown))
            self._canvas.sight.bring(self._canvas.scene.bounds(shown).united(held))
        self.glide.start(before, standing)


def measure(scene: Scene) -> tuple[dict[str, Size], dict[Wire, tuple[float, float]]]:
    """Sizes of all nodes as they are drawn, and where each wire begins and ends on them."""
    room = {i: (item.look.width, item.look.height) for i, item in scene.nodes.items()}
    ends = {}
    for wire in scene.wires:
        start, end = scene.ends(wire)
        ends[wire] = (
            start.y() - scene.nodes[wire.source_node].y(),
            end.y() - scene.nodes[wire.target_node].y(),
        )
    return room, ends
