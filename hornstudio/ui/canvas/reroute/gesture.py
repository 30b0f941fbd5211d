"""Moving reroute points, and pulling new ones out of a wire."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt

from hornstudio.engine.editing import edits, reroute
from hornstudio.engine.editing.reroute import Place
from hornstudio.engine.graph import Point, Wire
from hornstudio.ui.canvas import geometry
from hornstudio.ui.canvas.gesture.gesture import ADDING, Gesture
from hornstudio.ui.canvas.gesture.guide import REACH_PX
from hornstudio.ui.canvas.reroute.naming import counted
from hornstudio.ui.canvas.way.route import Blocks
from hornstudio.ui.theme import current
from hornstudio.ui.words.translate import tr

if TYPE_CHECKING:
    from hornstudio.ui.canvas.scene.wire_item import WireItem
    from hornstudio.ui.canvas.view import View

ROOM_PX = 8.0
"""Between a node and a point beside it."""


def snapped(
    view: "View", at: QPointF, beside: tuple[Point, Point], modifiers: Qt.KeyboardModifier
) -> Point:
    """A place level with, or right above, what the wire comes from or goes to; else on the grid.

    Ctrl leaves the neighbours alone.
    """
    x, y = geometry.snap_point(at.x(), at.y())
    if view.has_guides and not modifiers & Qt.KeyboardModifier.ControlModifier:
        reach = REACH_PX / view.zoom
        x = next((p[0] for p in beside if abs(p[0] - at.x()) <= reach), x)
        y = next((p[1] for p in beside if abs(p[1] - at.y()) <= reach), y)
    return beside_nodes((x, y), view.canvas_scene.blocks.touching)


def beside_nodes(at: Point, touching: Blocks) -> Point:
    """The place, or the nearest one on the grid beside a node that would cover a point there.

    Where other nodes lie around that as well it stays.
    """
    covering = _covering(at, touching)
    if covering is None:
        return at
    left, top, right, bottom = geometry.edges(covering)
    places = [
        (geometry.snap(left - ROOM_PX), at[1]),
        (geometry.round_up(right + ROOM_PX), at[1]),
        (at[0], geometry.snap(top - ROOM_PX)),
        (at[0], geometry.round_up(bottom + ROOM_PX)),
    ]
    places.sort(key=lambda place: abs(place[0] - at[0]) + abs(place[1] - at[1]))
    return next((place for place in places if _covering(place, touching) is None), at)


def is_covered(at: Point, touching: Blocks) -> bool:
    """Whether a point there would lie under a node."""
    return _covering(at, touching) is not None


def _covering(at: Point, touching: Blocks) -> QRectF | None:
    """A node that is over a point."""
    return next(iter(touching(QRectF(at[0] - 1, at[1] - 1, 2, 2))), None)


class MovePoints(Gesture):
    """A press on a point: a click selects, a drag moves all that is selected, nodes too."""

    def __init__(
        self, view: "View", at: QPointF, place: Place, modifiers: Qt.KeyboardModifier
    ) -> None:
        super().__init__(view, at)
        self._place = place
        self._layer = self.scene.reroutes
        self._before = (self.document.selection, self._layer.chosen)
        self._was_chosen = place in self._layer.chosen
        self._step = QPointF()
        if modifiers & ADDING:
            rest = [p for p in self._layer.chosen if p != place]
            self._layer.choose(rest if self._was_chosen else [*rest, place])
        elif not self._was_chosen:
            _choose_only(view, place)

    def move(self, at: QPointF, modifiers: Qt.KeyboardModifier) -> None:
        """Show everything where it would land."""
        if not self.press_moved(at) or self._place not in self._layer.chosen:
            return
        self.view.show_cursor(Qt.CursorShape.SizeAllCursor)
        wire, index = self._place
        row = self.document.graph.reroutes[wire]
        start = QPointF(*row[index])
        goal = snapped(
            self.view, start + at - self.start, self._beside(wire, index, row), modifiers
        )
        step = QPointF(*goal) - start
        if step == self._step:
            return
        self._step = step
        ids = set(self.document.selection)
        self._layer.shift(reroute.loose(self._layer.chosen, ids), step)
        if ids:
            self.scene.drag_nodes(ids, step)

    def _beside(self, wire: Wire, index: int, row: tuple[Point, ...]) -> tuple[Point, Point]:
        start, end = self.scene.ends(wire)
        stops = (_pair(start), *row, _pair(end))
        return (stops[index], stops[index + 2])

    def finish(self, at: QPointF, modifiers: Qt.KeyboardModifier) -> None:
        """Move for good, as one step; a click on one of several selects it alone."""
        if not self.is_drag:
            if self._was_chosen and not modifiers & ADDING:
                _choose_only(self.view, self._place)
            return
        self.move(at, modifiers)
        chosen, ids = self._layer.chosen, self.document.selection
        self._back(relay=self._step.isNull())
        what = counted(
            self.document.graph, ids, chosen, tr("Move {what}"), tr("Move {count} things")
        )
        step = (self._step.x(), self._step.y())
        self.document.edit(what, edits.shift(self.document.graph, ids, chosen, step))

    def _back(self, *, relay: bool = True) -> None:
        self._layer.settle()
        if self.document.selection:
            self.scene.settle(relay=relay)

    def cancel(self) -> None:
        """Put everything back."""
        self._back()
        self.document.select(self._before[0])
        self._layer.choose(self._before[1])


class PullPoint(Gesture):
    """A drag from the middle of a wire pulls a new point out of it; with Alt, a click does.

    Esc leaves the wire as it was.
    """

    def __init__(self, view: "View", at: QPointF, line: "WireItem", *, by_click: bool) -> None:
        super().__init__(view, at)
        self._wire = line.wire
        self._by_click = by_click
        self._at = _pair(place_on(line, at))
        self._index = self.scene.leg_at(line.wire, self._at)

    def move(self, at: QPointF, modifiers: Qt.KeyboardModifier) -> None:
        """Show the wire as it would run."""
        if not self.press_moved(at):
            return
        self.view.show_cursor(Qt.CursorShape.SizeAllCursor)
        row = self.document.graph.reroutes.get(self._wire, ())
        start, end = self.scene.ends(self._wire)
        stops = (_pair(start), *row, _pair(end))
        beside = (stops[self._index], stops[self._index + 1])
        self._at = snapped(self.view, at, beside, modifiers)
        self.scene.reroutes.show(self._wire, (*row[: self._index], self._at, *row[self._index :]))

    def finish(self, at: QPointF, modifiers: Qt.KeyboardModifier) -> None:
        """Put it there, and select it."""
        self.move(at, modifiers)
        self.scene.reroutes.settle()
        if self.is_drag or self._by_click:
            graph = reroute.add_point(self.document.graph, self._wire, self._index, self._at)
            self.document.edit(tr("Add reroute point"), graph)
            _choose_only(self.view, (self._wire, self._index))

    def cancel(self) -> None:
        """Let the wire run as it did."""
        self.scene.reroutes.settle()


def place_on(line: "WireItem", at: QPointF) -> QPointF:
    """The place of a wire nearest to a point; of one with a lane it lies there, off its corners."""
    near, corners = line.nearest(at), line.way.corners
    if not corners:
        return near
    first, last = corners[2], corners[3]
    left, right = sorted((first.x(), last.x()))
    room = min(2 * current().number("wire.laneRadius"), (right - left) / 2)
    return QPointF(min(max(near.x(), left + room), right - room), first.y())


def _choose_only(view: "View", place: Place) -> None:
    view.document.select(())
    view.canvas_scene.choose_wires(())
    view.canvas_scene.frames.choose(())
    view.canvas_scene.reroutes.choose([place])


def _pair(point: QPointF) -> Point:
    return (point.x(), point.y())
