"""All frames of a scene: kept level with the document, found by place, and chosen."""

from bisect import bisect_right
from collections.abc import Callable, Collection, Iterable
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyleOptionGraphicsItem

from hornstudio.engine.editing.frame import Area, Frame, frames_of, holds
from hornstudio.engine.editing.reroute import Place
from hornstudio.engine.graph import Graph
from hornstudio.ui.canvas import geometry
from hornstudio.ui.canvas.layer.frame_item import LARGEST_BAND, FrameItem, FrameTitle

if TYPE_CHECKING:
    from hornstudio.ui.canvas.scene.scene import Scene

Sides = tuple[int, int]
"""Which border is meant: -1 left or top, 1 right or bottom, 0 neither."""

_CURSORS = {
    (-1, 0): Qt.CursorShape.SizeHorCursor,
    (1, 0): Qt.CursorShape.SizeHorCursor,
    (0, -1): Qt.CursorShape.SizeVerCursor,
    (0, 1): Qt.CursorShape.SizeVerCursor,
    (-1, -1): Qt.CursorShape.SizeFDiagCursor,
    (1, 1): Qt.CursorShape.SizeFDiagCursor,
    (-1, 1): Qt.CursorShape.SizeBDiagCursor,
    (1, -1): Qt.CursorShape.SizeBDiagCursor,
}
_REACH_PX = 6.0


class FrameLayer:
    """Items by the place of their frame in the graph.

    listeners: called when other frames are chosen.
    """

    def __init__(self, scene: "Scene") -> None:
        self._scene = scene
        self.items: dict[int, FrameItem] = {}
        self._titles: dict[int, FrameTitle] = {}
        self.chosen: tuple[int, ...] = ()
        self.listeners: list[Callable[[], object]] = []
        self._shown: tuple[object, ...] = ()

    def follow(self, graph: Graph) -> None:
        """Show the frames of a graph."""
        if graph.frames is self._shown and self._shown:
            return
        self._shown = graph.frames
        frames = frames_of(graph)
        self._scene.painting.on_leave()
        for place in [i for i in self.items if i not in frames]:
            for item in (self.items.pop(place), self._titles.pop(place)):
                self._scene.removeItem(item)
        for place, frame in frames.items():
            if place in self.items:
                self._show(place, frame)
            else:
                item = self.items[place] = FrameItem(frame, self._scene.painting)
                title = self._titles[place] = FrameTitle(item)
                self._scene.addItem(item)
                self._scene.addItem(title)
        self._fit_titles()
        self.choose(i for i in self.chosen if i in frames)

    def choose(self, places: Iterable[int]) -> None:
        """Select frames; a selection of frames is the canvas' own."""
        chosen = tuple(i for i in dict.fromkeys(places) if i in self.items)
        if chosen == self.chosen:
            return
        self.chosen = chosen
        for place, item in self.items.items():
            item.choose(place in chosen)
        for listener in self.listeners:
            listener()

    def at(self, point: QPointF) -> int | None:
        """The uppermost frame that can be taken hold of at a point."""
        return self._smallest(i for i, item in self.items.items() if item.handle.contains(point))

    def edge_at(self, point: QPointF, zoom: float) -> tuple[int, Sides] | None:
        """The frame whose border is at a point, and which part of it."""
        reach = _REACH_PX / zoom
        found = {
            i: sides for i, item in self.items.items() if (sides := _sides(item, point, reach))
        }
        place = self._smallest(found)
        return None if place is None else (place, found[place])

    def cursor_at(self, point: QPointF, zoom: float) -> Qt.CursorShape:
        """What a press there would do."""
        edge = self.edge_at(point, zoom)
        if edge:
            return _CURSORS[edge[1]]
        is_free = self.at(point) is None
        return Qt.CursorShape.ArrowCursor if is_free else Qt.CursorShape.SizeAllCursor

    def _smallest(self, places: Iterable[int]) -> int | None:
        return max(places, key=lambda i: (self.items[i].zValue(), i), default=None)

    def nodes_in(self, place: int) -> list[str]:
        """Ids of the nodes that lie wholly in a frame."""
        area = self.items[place].frame.area
        nodes = self._scene.nodes.items()
        return [i for i, item in nodes if holds(area, _area(item.body))]

    def frames_in(self, place: int) -> list[int]:
        """Other frames that lie wholly in a frame."""
        area = self.items[place].frame.area
        frames = ((i, item.frame.area) for i, item in self.items.items() if i != place)
        return [i for i, inner in frames if holds(area, inner) and inner != area]

    def points_in(self, place: int) -> list[Place]:
        """Reroute points that lie in a frame."""
        return self._scene.reroutes.inside(self.items[place].body)

    def show(self, frames: dict[int, Frame]) -> None:
        """Show frames otherwise for now; the document stays as it is."""
        for place, frame in frames.items():
            self._show(place, frame)
        self._fit_titles()
        self._scene.revision += 1
        self._scene.tell_moved()

    def _fit_titles(self) -> None:
        """Each as large as what begins below it leaves room for."""
        titled = [item for item in self.items.values() if item.title]
        titled.sort(key=_top)
        tops = [_top(item) for item in titled]
        for item, top in zip(titled, tops, strict=True):
            first, last = bisect_right(tops, top), bisect_right(tops, top + LARGEST_BAND)
            item.leave_room(titled[first:last])

    def _show(self, place: int, frame: Frame) -> None:
        self._titles[place].follow()
        self.items[place].show_frame(frame)

    def settle(self, graph: Graph) -> None:
        """Show all frames as the document has them."""
        self.show({i: f for i, f in frames_of(graph).items() if i in self.items})

    def bounds(self, places: Collection[int] | None = None) -> QRectF:
        """Area of these frames, or of all."""
        chosen = self.items if places is None else places
        return geometry.union(self.items[i].body for i in chosen)

    def paint(self, painter: QPainter) -> None:
        """Draw all from afar, where the scene is not asked to."""
        for item in sorted(self.items.values(), key=FrameItem.zValue):
            item.paint(painter, QStyleOptionGraphicsItem())


def _top(item: FrameItem) -> float:
    return item.frame.at[1]


def _sides(item: FrameItem, point: QPointF, reach: float) -> Sides | None:
    body = item.body
    if not body.adjusted(-reach, -reach, reach, reach).contains(point):
        return None
    across = _side(point.x(), body.left(), body.right(), reach)
    down = _side(point.y(), body.top(), body.bottom(), reach)
    return (across, down) if across or down else None


def _side(value: float, low: float, high: float, reach: float) -> int:
    if abs(value - low) <= reach:
        return -1
    return 1 if abs(value - high) <= reach else 0


def _area(body: QRectF) -> Area:
    return (body.x(), body.y(), body.width(), body.height())
