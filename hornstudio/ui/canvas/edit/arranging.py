"""Selecting along wires, lining up, spreading and automatic layout, each one undo step."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, Qt

from hornstudio.engine import edits
from hornstudio.engine.arranging import Area, Axis, Edge, align, distribute
from hornstudio.engine.graph import Graph, Wire
from hornstudio.engine.layout import Direction, Point, Size, arrange
from hornstudio.engine.order import downstream, upstream
from hornstudio.ui.canvas import geometry
from hornstudio.ui.canvas.glide import Glide
from hornstudio.ui.canvas.scene import Scene
from hornstudio.ui.translate import tr

if TYPE_CHECKING:
    from hornstudio.ui.canvas.canvas import Canvas

_LEAST = {"align": 2, "distribute": 3}
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

    # Places.

    def align(self, edge: Edge) -> None:
        """Line up the selected nodes."""
        areas = self._areas()
        if len(areas) >= _LEAST["align"]:
            what = tr("Line up {count} nodes", count=len(areas))
            self._edit(what, align(self._document.graph, areas, edge))

    def distribute(self, axis: Axis) -> None:
        """Make the gaps between the selected nodes alike."""
        areas = self._areas()
        if len(areas) >= _LEAST["distribute"]:
            what = tr("Spread {count} nodes evenly", count=len(areas))
            self._edit(what, distribute(self._document.graph, areas, axis))

    def arrange(self, direction: Direction = "right") -> None:
        """Lay out the selected nodes around the middle that they have, or all of them."""
        self.glide.stop()
        graph, chosen = self._document.graph, self._document.selection
        is_part = len(chosen) > 1
        ids = chosen if is_part else tuple(graph.nodes)
        if not ids:
            return
        room, ends = measure(self._canvas.scene)
        places = arrange(edits.extract(graph, ids), room, ends, direction)
        dx, dy = self._offset(places, room, is_part=is_part)
        places = {i: (x + dx, y + dy) for i, (x, y) in places.items()}
        what = tr("Arrange {count} nodes", count=len(ids)) if is_part else tr("Arrange everything")
        self._edit(what, edits.move_nodes(graph, places))
        if not is_part and not self._canvas.view.visible_area().contains(
            self._canvas.scene.bounds()
        ):
            self._canvas.fit_all()

    def _offset(self, places: dict[str, Point], room: dict[str, Size], *, is_part: bool) -> Point:
        """How to keep the middle of a selection, or the upper left corner of a whole graph."""
        before = self._canvas.scene.bounds(places)
        if not is_part:
            return geometry.snap_point(before.left(), before.top())
        right = max(x + room[i][0] for i, (x, _) in places.items())
        foot = max(y + room[i][1] for i, (_, y) in places.items())
        middle = before.center()
        return geometry.snap_point(middle.x() - right / 2, middle.y() - foot / 2)

    def _areas(self) -> dict[str, Area]:
        self.glide.stop()
        bodies = {i: self._canvas.scene.nodes[i].body for i in self._document.selection}
        return {i: (b.x(), b.y(), b.width(), b.height()) for i, b in bodies.items()}

    def _edit(self, what: str, graph: Graph) -> None:
        """Carry out a change of places, in motion."""
        before = {i: QPointF(item.pos()) for i, item in self._canvas.scene.nodes.items()}
        self._document.edit(what, graph)
        self.glide.start(before)


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
