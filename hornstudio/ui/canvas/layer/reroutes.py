"""The reroute points of a scene: found by place, chosen, and shown elsewhere for now."""

from collections.abc import Callable, Collection, Iterable
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF

from hornstudio.engine.editing.reroute import Place, points_of, shift_points
from hornstudio.engine.graph import Graph, Points, Wire
from hornstudio.ui.canvas import geometry

if TYPE_CHECKING:
    from hornstudio.ui.canvas.scene.scene import Scene

REACH_PX = 8.0
"""How near the pointer must come, in px of the window."""


class RerouteLayer:
    """What is chosen among the points of the graph; their wires draw them.

    listeners: called when other points are chosen.
    """

    def __init__(self, scene: "Scene") -> None:
        self._scene = scene
        self.chosen: tuple[Place, ...] = ()
        self.listeners: list[Callable[[], object]] = []
        self._elsewhere: dict[Wire, Points] = {}
        self._hovered: Place | None = None

    @property
    def graph(self) -> Graph:
        """The graph that is shown."""
        return self._scene.report.graph

    def points(self, wire: Wire) -> Points:
        """The points that a wire runs through, as they are shown."""
        return self._elsewhere.get(wire) or self.graph.reroutes.get(wire, ())

    def follow(self) -> None:
        """The graph is another: what is no more is not chosen any longer."""
        if self.chosen:
            self.choose(points_of(self.graph, self.chosen))

    def choose(self, places: Iterable[Place]) -> None:
        """Select points; a selection of points is the canvas' own."""
        chosen = tuple(points_of(self.graph, dict.fromkeys(places)))
        if chosen == self.chosen:
            return
        touched = {w for w, _ in (*self.chosen, *chosen)}
        self.chosen = chosen
        self._show_marks(touched)
        for listener in self.listeners:
            listener()

    def hover(self, place: Place | None) -> None:
        """Show one as under the pointer."""
        if place != self._hovered:
            touched = {p[0] for p in (place, self._hovered) if p}
            self._hovered = place
            self._show_marks(touched)

    def _show_marks(self, wires: Iterable[Wire]) -> None:
        for wire in wires:
            line = self._scene.wires.get(wire)
            if line:
                chosen = frozenset(i for w, i in self.chosen if w == wire)
                hovered = self._hovered[1] if self._hovered and self._hovered[0] == wire else -1
                line.mark_points(chosen, hovered)

    def at(self, point: QPointF, zoom: float) -> Place | None:
        """The point that is nearest, within reach."""
        if not self.graph.reroutes:
            return None
        reach = REACH_PX / zoom
        area = QRectF(point.x() - reach, point.y() - reach, 2 * reach, 2 * reach)
        near = [
            (geometry.distance(QPointF(*at), point), (line.wire, index))
            for line in self._scene.wires_near(area)
            for index, at in enumerate(self.points(line.wire))
        ]
        away, place = min(near, key=lambda found: found[0], default=(reach + 1, None))
        return place if away <= reach else None

    def inside(self, area: QRectF) -> list[Place]:
        """Points within an area."""
        rows = self.graph.reroutes.items()
        return [(w, i) for w, row in rows for i, at in enumerate(row) if area.contains(*at)]

    def shift(self, places: Collection[Place], step: QPointF) -> None:
        """Show points a step away for now; the document stays as it is."""
        before, self._elsewhere = self._elsewhere, {}
        if places and not step.isNull():
            moved = shift_points(self.graph, places, (step.x(), step.y()))
            self._elsewhere = {w: moved.reroutes[w] for w in {w for w, _ in places}}
        self._lay({*before, *self._elsewhere})

    def show(self, wire: Wire, points: Points) -> None:
        """Show a wire with these points for now."""
        self._elsewhere = {wire: points}
        self._lay([wire])

    def settle(self) -> None:
        """Show all points where the document has them."""
        before, self._elsewhere = self._elsewhere, {}
        self._lay(before)

    def _lay(self, wires: Collection[Wire]) -> None:
        for wire in wires:
            self._scene.lay(wire)
        if wires:  # else a drag without points would have all gathered anew for each frame
            self._scene.revision += 1

    def bounds(self, places: Iterable[Place]) -> QRectF:
        """Area of these points."""
        at = points_of(self.graph, places).values()
        return geometry.union(QRectF(x - REACH_PX, y - REACH_PX, 16, 16) for x, y in at)
