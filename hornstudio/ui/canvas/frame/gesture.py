"""Moving a frame with what lies in it, and pulling at its border."""

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, Qt

from hornstudio.engine.editing import edits
from hornstudio.engine.editing.frame import LEAST, Frame, change_frames, frames_of, move_frames
from hornstudio.engine.editing.reroute import Place, loose
from hornstudio.ui.canvas import geometry
from hornstudio.ui.canvas.gesture.gesture import ADDING, Gesture
from hornstudio.ui.canvas.layer.frames import Sides
from hornstudio.ui.words.place import frame_name
from hornstudio.ui.words.translate import tr

if TYPE_CHECKING:
    from hornstudio.ui.canvas.view import View

_ALT = Qt.KeyboardModifier.AltModifier


def gesture_at(view: "View", at: QPointF, modifiers: Qt.KeyboardModifier) -> Gesture | None:
    """What a press on a frame begins; None where there is none. The frame becomes selected."""
    layer = view.canvas_scene.frames
    edge = layer.edge_at(at, view.zoom)
    place = edge[0] if edge else layer.at(at)
    if place is None:
        if not modifiers & ADDING:
            layer.choose(())
        return None
    view.document.select(())
    view.canvas_scene.choose_wires(())
    view.canvas_scene.reroutes.choose(())
    if modifiers & ADDING:
        rest = [i for i in layer.chosen if i != place]
        layer.choose(rest if place in layer.chosen else [*rest, place])
    elif place not in layer.chosen:
        layer.choose([place])
    return ResizeFrame(view, at, place, edge[1]) if edge else MoveFrame(view, at, place)


class MoveFrame(Gesture):
    """The selected frames move with what lies in them; with Alt they move alone."""

    def __init__(self, view: "View", at: QPointF, place: int) -> None:
        super().__init__(view, at)
        self._place = place
        self._step = QPointF()
        self._frames = frames_of(self.document.graph)
        self._is_alone = False
        self._held: tuple[list[int], list[str], list[Place]] = ([], [], [])

    def move(self, at: QPointF, modifiers: Qt.KeyboardModifier) -> None:
        """Show everything where it would land, on the snap grid."""
        if self._place not in self.scene.frames.chosen:
            return
        if not self.is_drag:
            self._held = self._at_rest()
        if not self.press_moved(at):
            return
        corner = QPointF(*self._frames[self._place].at)
        goal = corner + at - self.start
        step = QPointF(*geometry.snap_point(goal.x(), goal.y())) - corner
        alone = bool(modifiers & _ALT)
        if (step, alone) == (self._step, self._is_alone):
            return
        if alone != self._is_alone:
            self._back()
        self._step, self._is_alone = step, alone
        places, ids, points = self._moved()
        self.scene.reroutes.shift(loose(points, set(ids)), step)
        self.scene.drag_nodes(set(ids), step)
        self.scene.frames.show({i: self._shifted(i) for i in places})

    def _moved(self) -> tuple[list[int], list[str], list[Place]]:
        """Frames, nodes and reroute points that move."""
        return (list(self.scene.frames.chosen), [], []) if self._is_alone else self._held

    def _at_rest(self) -> tuple[list[int], list[str], list[Place]]:
        """What lies in the selected frames before they come to lie over something else."""
        layer = self.scene.frames
        chosen = list(layer.chosen)
        inner = [j for i in chosen for j in layer.frames_in(i)]
        nodes = [n for i in chosen for n in layer.nodes_in(i)]
        points = dict.fromkeys(p for i in chosen for p in layer.points_in(i))
        return list(dict.fromkeys([*chosen, *inner])), list(dict.fromkeys(nodes)), list(points)

    def _shifted(self, place: int) -> Frame:
        frame = self._frames[place]
        at = (frame.at[0] + self._step.x(), frame.at[1] + self._step.y())
        return replace(frame, at=at)

    def _back(self, *, relay: bool = True) -> None:
        self.scene.frames.settle(self.document.graph)
        self.scene.reroutes.settle()
        self.scene.settle(relay=relay)

    def finish(self, at: QPointF, modifiers: Qt.KeyboardModifier) -> None:
        """Move for good, as one step; a click on one of several selects it alone."""
        if not self.is_drag:
            if not modifiers & ADDING:
                self.scene.frames.choose([self._place])
            return
        self.move(at, modifiers)
        self._back(relay=self._step.isNull())
        places, ids, points = self._moved()
        step = (self._step.x(), self._step.y())
        graph = edits.shift(self.document.graph, ids, points, step)
        what = tr("Move {frame}", frame=frame_name(self._frames[self._place]))
        self.document.edit(what, move_frames(graph, places, step))

    def cancel(self) -> None:
        """Put everything back."""
        self._back()


class ResizeFrame(Gesture):
    """One or two borders follow the pointer, on the snap grid."""

    def __init__(self, view: "View", at: QPointF, place: int, sides: Sides) -> None:
        super().__init__(view, at)
        self._place = place
        self._sides = sides
        self._frame = frames_of(self.document.graph)[place]
        self._pulled = self._frame

    def move(self, at: QPointF, modifiers: Qt.KeyboardModifier) -> None:
        """Show it as large as it would be."""
        if not self.press_moved(at):
            return
        offset = at - self.start
        left, width = _pulled(
            self._frame.at[0], self._frame.size[0], offset.x(), self._sides[0], LEAST[0]
        )
        top, height = _pulled(
            self._frame.at[1], self._frame.size[1], offset.y(), self._sides[1], LEAST[1]
        )
        self._pulled = replace(self._frame, at=(left, top), size=(width, height))
        self.scene.frames.show({self._place: self._pulled})

    def finish(self, at: QPointF, modifiers: Qt.KeyboardModifier) -> None:
        """Resize for good."""
        self.move(at, modifiers)
        if self.is_drag:
            what = tr("Resize {frame}", frame=frame_name(self._frame))
            self.document.edit(
                what, change_frames(self.document.graph, {self._place: self._pulled})
            )

    def cancel(self) -> None:
        """Show it as it was."""
        self.scene.frames.settle(self.document.graph)


def _pulled(start: float, length: float, by: float, side: int, least: float) -> tuple[float, float]:
    """Start and length of a stretch whose start or end is pulled to the grid."""
    if side < 0:
        end = start + length
        start = min(geometry.snap(start + by), end - least)
        return start, end - start
    if side > 0:
        return start, max(geometry.snap(start + length + by) - start, least)
    return start, length
