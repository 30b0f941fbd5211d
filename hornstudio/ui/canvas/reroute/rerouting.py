"""What can be done with reroute points, each one undo step with a name."""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, Qt

from hornstudio.engine.editing import edits, reroute
from hornstudio.engine.editing.arranging import Area
from hornstudio.engine.editing.reroute import Place
from hornstudio.engine.graph import Wire
from hornstudio.ui.canvas import geometry
from hornstudio.ui.canvas.reroute.gesture import beside_nodes, is_covered, place_on
from hornstudio.ui.canvas.reroute.naming import counted
from hornstudio.ui.words.translate import tr

if TYPE_CHECKING:
    from hornstudio.ui.canvas.canvas import Canvas
    from hornstudio.ui.canvas.scene.wire_item import WireItem

_STEPS_BEYOND = 100


class Rerouting:
    """Points of one canvas' wires."""

    def __init__(self, canvas: "Canvas") -> None:
        self._canvas = canvas
        self._document = canvas.document
        self.layer = canvas.scene.reroutes
        canvas.document.selection_changed.connect(self._on_selection_changed)

    def slots(self) -> dict[str, Callable[[], object]]:
        """What actions do, by their ids."""
        return {
            "reroute": self.add,
            "next_reroute": self.choose_next,
            "straighten": self.straighten,
        }

    def keys(self) -> dict[tuple[Qt.Key, Qt.KeyboardModifier], Callable[[], object]]:
        """The same by key, where no window has them as actions."""
        key, slots = Qt.Key, self.slots()
        plain, shift = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier
        control = Qt.KeyboardModifier.ControlModifier
        return {
            (key.Key_R, plain): slots["reroute"],
            (key.Key_R, shift): slots["next_reroute"],
            (key.Key_R, control | shift): slots["straighten"],
        }

    # Adding and removing.

    def add(self) -> None:
        """Put a point into the wire under the pointer, or into the selected wires."""
        view, scene = self._canvas.view, self._canvas.scene
        here = view.viewport().mapFromGlobal(view.cursor().pos())
        line = None
        if view.viewport().rect().contains(here) and view.viewport().underMouse():
            line = scene.wire_at(view.to_scene(QPointF(here)), view.hover.wire_reach())
        if line:
            self.add_at(line.wire, view.to_scene(QPointF(here)))
            return
        lines = [scene.wires[w] for w in self._meant_wires()]
        if not lines:
            words = tr("Point at a wire, or select one, and press R: a reroute point goes into it.")
            self._canvas.advice.notice(words)
            return
        self._add([(line, line.middle) for line in lines])

    def add_at(self, wire: Wire, at: QPointF) -> None:
        """Put a point into a wire, where it passes a place."""
        self._add([(self._canvas.scene.wires[wire], at)])

    def _add(self, wanted: list[tuple["WireItem", QPointF]]) -> None:
        graph, places = self._document.graph, []
        for line, near in wanted:
            at = place_on(line, near)
            index = self._canvas.scene.leg_at(line.wire, (at.x(), at.y()))
            places.append((line.wire, index))
            x, y = geometry.snap_point(at.x(), at.y())
            place = (x, at.y() if line.way.corners else y)  # a lane stays at its height
            place = beside_nodes(place, self._canvas.scene.blocks.touching)
            graph = reroute.add_point(graph, line.wire, index, place)
        one, many = tr("Add reroute point"), tr("Add {count} reroute points", count=len(places))
        self._document.edit(one if len(places) == 1 else many, graph)
        self.choose(places)

    def _meant_wires(self) -> list[Wire]:
        """The selected wires; else those among the selected nodes, or that leave the one."""
        graph, ids = self._document.graph, set(self._document.selection)
        chosen = self._canvas.scene.chosen_wires
        if chosen:
            return [w for w in graph.wires if w in chosen]
        if len(ids) == 1:
            return graph.wires_from(next(iter(ids)))
        return [w for w in graph.wires if w.source_node in ids and w.target_node in ids]

    def delete(self) -> bool:
        """Take the selected points away, with selected nodes; whether there were points."""
        chosen, ids = self.layer.chosen, self._document.selection
        if not chosen:
            return False
        graph = reroute.remove_points(self._document.graph, chosen)
        words = (tr("Delete {what}"), tr("Delete {count} things"))
        what = counted(self._document.graph, ids, chosen, *words)
        self.layer.choose(())
        self._document.edit(what, edits.remove_nodes(graph, ids) if ids else graph)
        return True

    def straighten(self, wires: Iterable[Wire] = ()) -> None:
        """Take all points from these wires, or from what is selected; with nothing, from all."""
        graph = self._document.graph
        meant = list(wires) or [w for w, _ in self.layer.chosen] or self._meant_wires()
        if not meant and not self._document.selection:
            meant = list(graph.reroutes)
        bent = [w for w in dict.fromkeys(meant) if w in graph.reroutes]
        if not bent:
            self._canvas.advice.notice(tr("No reroute points are on what is selected."))
            return
        one, many = tr("Straighten a wire"), tr("Straighten {count} wires", count=len(bent))
        what = one if len(bent) == 1 else many
        self._document.edit(what, reroute.with_points(graph, dict.fromkeys(bent, ())))

    # Changing.

    def nudge(self, dx: float, dy: float) -> bool:
        """Move the selected points, with selected nodes; whether there are points."""
        chosen, ids = self.layer.chosen, self._document.selection
        if not chosen:
            return False
        graph = self._document.graph
        if not ids:
            dx, dy = self._beyond_nodes(dx, dy)
        what = counted(graph, ids, chosen, tr("Move {what}"), tr("Move {count} things"))
        merge = f"nudge points {sorted(chosen)} {sorted(ids)}"
        self._document.edit(what, edits.shift(graph, ids, chosen, (dx, dy)), merge=merge)
        return True

    def _beyond_nodes(self, dx: float, dy: float) -> tuple[float, float]:
        """The step, or so many of them that no selected point lies under a node then."""
        points = reroute.points_of(self._document.graph, self.layer.chosen).values()
        touching = self._canvas.scene.blocks.touching
        for count in range(1, _STEPS_BEYOND):
            step = (dx * count, dy * count)
            if not any(is_covered((x + step[0], y + step[1]), touching) for x, y in points):
                return step
        return dx, dy

    def areas(self) -> dict[Place, Area]:
        """The selected points as areas without size, to be lined up."""
        places = reroute.points_of(self._document.graph, self.layer.chosen)
        return {place: (*at, 0.0, 0.0) for place, at in places.items()}

    # The selection.

    def choose(self, places: Iterable[Place]) -> None:
        """Select points, and nothing else."""
        self._document.select(())
        self._canvas.scene.choose_wires(())
        self.layer.choose(places)

    def choose_next(self) -> None:
        """Select the next point, of the selected wires or nodes first, and bring it into view."""
        graph, chosen = self._document.graph, self.layer.chosen
        order = list(reroute.all_places(graph))
        if not order:
            words = tr("No wire has a reroute point yet. Point at a wire and press R.")
            self._canvas.advice.notice(words)
            return
        ids, lines = set(self._document.selection), self._canvas.scene.chosen_wires
        near = [p for p in order if p[0] in lines or ids & {p[0].source_node, p[0].target_node}]
        after = order.index(chosen[-1]) + 1 if chosen else 0
        place = near[0] if near else order[after % len(order)]
        self.choose([place])
        self._canvas.view.ensureVisible(self.layer.bounds([place]), 40, 60)

    def spoken(self) -> str:
        """What a screen reader says of the selected points; empty without any."""
        chosen = self.layer.chosen
        if not chosen:
            return ""
        if len(chosen) > 1:
            return tr("Canvas, {count} reroute points selected", count=len(chosen))
        wire, index = chosen[0]
        return tr(
            "Canvas, reroute point {number} of the wire from {source} to {target} selected",
            number=index + 1,
            source=wire.source_node,
            target=wire.target_node,
        )

    def _on_selection_changed(self, _ids: tuple[str, ...]) -> None:
        self.layer.choose(())
