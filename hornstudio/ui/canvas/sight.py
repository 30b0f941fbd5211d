"""What of a canvas is in view: all of it, a part, a place."""

from collections.abc import Collection
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QTimer

from hornstudio.engine.graph import Wire
from hornstudio.engine.problem import Problem
from hornstudio.ui.canvas.sheet import STEP

if TYPE_CHECKING:
    from hornstudio.ui.canvas.canvas import Canvas

_READABLE = 0.65


class Sight:
    """Zooms and scrolls the view of a canvas to what is wanted."""

    def __init__(self, canvas: "Canvas") -> None:
        self._canvas = canvas
        self._first: tuple[float, QPointF] | None = None

    def fit(self) -> None:
        """Show the selected nodes where there are several, or everything; the other one of these
        two if that is shown already.
        """
        chosen = self._canvas.document.selection
        is_there = self._canvas.view.shows_still(self._canvas.scene.bounds(chosen))
        is_part = not is_there if len(chosen) > 1 else self.is_whole
        self._show(chosen if is_part else ())

    def fit_all(self) -> None:
        """Show everything."""
        self._show(())

    def _show(self, ids: tuple[str, ...]) -> None:
        self._canvas.view.fit(self._canvas.scene.bounds(ids))

    def fit_at_first(self) -> None:
        """Show everything: at once, and again where the view gets its size in the next turn."""
        self._show_at_first(None)

    def look_at_first(self, zoom: float, center: QPointF) -> None:
        """Show a part in the same way."""
        self._show_at_first((zoom, center))

    def _show_at_first(self, part: tuple[float, QPointF] | None) -> None:
        self._first = part
        if self._canvas.view.isVisible():
            self._show_first()  # before the first picture, which would be in vain
        QTimer.singleShot(0, self._canvas, self._show_first)

    def _show_first(self) -> None:
        if self._first is not None:
            self.look(*self._first)
        elif not self.is_whole:
            self.fit_all()

    def look(self, zoom: float, center: QPointF) -> None:
        """Show a part of this size around a point."""
        self._canvas.view.zoom_to(zoom)
        self._canvas.view.centerOn(center)

    @property
    def is_whole(self) -> bool:
        """Whether everything was brought into view, and is there still."""
        return self._canvas.view.shows_still(self._canvas.scene.bounds())

    def zoom_in(self) -> None:
        """One step closer."""
        self._zoom_to(self._canvas.view.zoom * STEP)

    def zoom_out(self) -> None:
        """One step away."""
        self._zoom_to(self._canvas.view.zoom / STEP)

    def zoom_reset(self) -> None:
        """Back to 100 %."""
        self._zoom_to(1.0)

    def _zoom_to(self, scale: float) -> None:
        """Without a pointer: what is selected stays in its place, as far as it is in view, and is
        not led out of it, nor under the map; else the middle of the view stays.
        """
        view, area = self._canvas.view, self._chosen_area()
        seen = view.visible_area()
        if not seen.intersects(area):
            view.zoom_to(scale)
            return
        view.zoom_to(scale, QPointF(view.mapFromScene(area.intersected(seen).center())))
        if seen.contains(area):
            self.reveal_area(area)

    def _chosen_area(self) -> QRectF:
        """What selected nodes, or frames, cover; nothing where none is."""
        scene, chosen = self._canvas.scene, self._canvas.document.selection
        return scene.bounds(chosen) if chosen else scene.frames.bounds(scene.frames.chosen)

    def reveal(self, node_id: str) -> None:
        """Scroll as little as is needed to see a node."""
        item = self._canvas.scene.nodes.get(node_id)
        if item:
            self._scroll_to(item.body)

    def reveal_all(self, ids: Collection[str]) -> None:
        """Scroll as little as is needed to see nodes, where there is room for all of them."""
        if ids:
            self.reveal_area(self._canvas.scene.bounds(ids))

    def reveal_area(self, area: QRectF) -> None:
        """Scroll as little as is needed to see all of an area, where there is room for it."""
        if self._has_room(area):
            self._scroll_to(area)

    def bring(self, area: QRectF) -> None:
        """See all of an area: where there is no room for it as near as this, from further away."""
        if self._has_room(area):
            self._scroll_to(area)
        else:
            self._canvas.view.fit(area)

    def _has_room(self, area: QRectF) -> bool:
        seen = self._canvas.view.visible_area()
        return area.width() < seen.width() and area.height() < seen.height()

    def _scroll_to(self, area: QRectF) -> None:
        view = self._canvas.view
        if not view.visible_area().contains(area):
            view.ensureVisible(area, 40, 60)
        self._canvas.corners.uncover(area)

    def show_place(self, problem: Problem) -> None:
        """Bring the place of a problem to the centre, select it and let it flash."""
        scene, view, document = self._canvas.scene, self._canvas.view, self._canvas.document
        item = scene.nodes.get(problem.node)
        line = scene.wires.get(Wire(*problem.wire)) if problem.wire else None
        if item is None and line is None:
            document.select(())
            self.fit()
            return
        area = item.body if item else line.way.path.boundingRect()  # type: ignore[union-attr]
        if item:
            document.select([problem.node])
        if view.zoom < _READABLE:
            view.zoom_to(1.0)
        view.centerOn(area.center())
        view.flash.show(area)
