"""Square pictures of the sheet: what panning bares is copied from them, and hardly drawn.

Of what a strip of a few pixels bares, most was drawn in the frame before: a node is as wide as a
dozen such strips. A square is drawn once, ahead of the view.
"""

from collections.abc import Iterator
from math import ceil

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF
from PySide6.QtGui import QPainter, QPixmap, QRegion, QTransform
from PySide6.QtWidgets import QGraphicsItem

from hornstudio.ui.canvas.paint.node import COMPACT_FROM
from hornstudio.ui.canvas.paint.painting import MANY_STALE
from hornstudio.ui.canvas.paint.picture import BYTES
from hornstudio.ui.canvas.paint.region import area_of, few_rects, paint_sheet
from hornstudio.ui.canvas.pane import Pane
from hornstudio.ui.canvas.scene.node_item import NodeItem
from hornstudio.ui.theme import current

SIDE_PX = 256
"""Of a square, in px of the window."""
_BESIDE = 4
"""So many more squares are kept across and down than the view has."""
_MOST_BYTES = 32_000_000
"""Memory of all squares at most, on screens of many pixels."""
_WASTE_PX = 4_000
_FEW, _SPARSE = 400, 100
"""So few nodes and wires, in all and in view, are drawn fast enough; squares would take memory."""

Place = tuple[int, int]
"""Of a square: which one from the origin of the canvas, across and down."""


class Tiles:
    """Squares in a view's scale, as long as nothing in them has changed."""

    def __init__(self, pane: Pane) -> None:
        self._pane = pane
        self._state: object = None
        self._kept: dict[Place, QPixmap] = {}
        self._noted = 0
        self._pays = False
        self._has_copied = self._tells_qt = False
        pane.canvas_scene.painting.on_leave = self.own_up

    def forget(self) -> None:
        """Let all squares go."""
        self._state = None
        self._clear()

    def can_serve(self) -> bool:
        """Whether what is seen now, at rest, may be kept; what was kept of another state goes."""
        scene, painting = self._pane.canvas_scene, self._pane.canvas_scene.painting
        is_whole = float(self._ratio).is_integer()  # else squares end within a device pixel
        if painting.is_hurried or scene.moving or painting.hint or not is_whole:
            return False
        if self._pane.zoom < COMPACT_FROM:
            self.forget()
            return False
        looks = (current().scheme, scene.frames.chosen)
        state = (scene.revision, self._pane.zoom, self._ratio, looks)
        if state != self._state:
            self._clear()
            self._state, self._pays = state, self._is_much()
        return self._pays

    def _is_much(self) -> bool:
        scene = self._pane.canvas_scene
        if len(scene.nodes) + len(scene.wires) >= _FEW:
            return True
        return len(scene.items_in(self._pane.visible_area())) >= _SPARSE

    def paint(self, rect: QRect) -> list[QRect]:
        """Copy what is kept of a part of the viewport; returns the parts of it that are not."""
        offset = self._offset()
        on_sheet = rect.translated(offset)
        missing, has_copied = QRegion(), False
        painter = QPainter(self._pane.viewport())
        painter.setClipRect(rect)
        for place in _places(on_sheet):
            part = _square(place) & on_sheet
            kept = self._kept.get(place)
            if kept is None:
                missing += part.translated(-offset)
                continue
            painter.drawPixmap(_square(place).topLeft() - offset, kept)
            has_copied = True
        if has_copied:
            self._has_copied = True
            painter.setRenderHints(self._pane.renderHints())
            painter.setTransform(self._pane.viewportTransform())
            self._pane.drawForeground(painter, area_of(self._pane, rect))
        painter.end()
        return few_rects(missing, _WASTE_PX)

    def own_up(self) -> None:
        """What was copied is to be painted by Qt, which has to know what is seen where.

        Else of what goes, or moves, the picture would stay. It is time when the view rests, or
        before anything moves.
        """
        if self._has_copied:
            self._has_copied, self._tells_qt = False, True
            self._pane.viewport().update()

    def tells_qt(self, region: QRegion) -> bool:
        """Whether this is the frame that `own_up` has asked for."""
        if not self._tells_qt:
            return False
        if not (QRegion(self._pane.viewport().rect()) - region).isEmpty():
            return False
        self._tells_qt = False
        return True

    def around(self, aside: QPoint | None = None) -> list[Place]:
        """Squares that are missing and have room: in view first, the nearest to its middle last.

        aside: which way the view goes, in signs; None at rest: those on both sides of its edges.
        """
        view = self._view()
        if aside is None:
            inner = view.adjusted(SIDE_PX, SIDE_PX, -SIDE_PX, -SIDE_PX)
            wide = view.adjusted(-SIDE_PX, -SIDE_PX, SIDE_PX, SIDE_PX)
            found = [p for p in _places(wide) if not inner.contains(_square(p))]
        else:
            right, down = SIDE_PX * aside.x(), SIDE_PX * aside.y()
            wide = view.adjusted(min(right, 0), min(down, 0), max(right, 0), max(down, 0))
            found = [p for p in _places(wide) if not view.contains(_square(p))]
        middle, room = view.center(), self._room(view)
        missing = [p for p in found if p not in self._kept]
        if len(self._kept) >= room:  # what lies further away would go at once, and be missing again
            farthest = max(_apart(p, middle, view) for p in self._kept)
            missing = [p for p in missing if _apart(p, middle, view) < farthest]
        missing.sort(key=lambda p: (-view.contains(_square(p)), -_apart(p, middle, view)))
        return missing[-room:]

    def draw(self, place: Place) -> None:
        """Draw a square, and let those go that are farthest away where there are too many."""
        pane, ratio = self._pane, self._ratio
        made = QPixmap(round(SIDE_PX * ratio), round(SIDE_PX * ratio))
        made.setDevicePixelRatio(ratio)
        painter = QPainter(made)
        painter.setTransform(self._to_tile(place))
        paint_sheet(pane, painter, self._area(place))
        painter.end()
        self._kept[place] = made
        pane.canvas_scene.painting.watch = self._on_change
        self._keep_room()

    def nodes_in(self, place: Place) -> list[NodeItem]:
        """What a square will show that has pictures of its own."""
        found = self._pane.canvas_scene.items_in(self._area(place))
        return [i for i in found if isinstance(i, NodeItem)]

    def _to_tile(self, place: Place) -> QTransform:
        corner, zoom = _square(place).topLeft(), self._pane.zoom
        return QTransform(zoom, 0.0, 0.0, zoom, -corner.x(), -corner.y())

    def _area(self, place: Place) -> QRectF:
        """What a square shows, in px of the canvas."""
        whole = QRectF(0, 0, SIDE_PX, SIDE_PX)
        return self._to_tile(place).inverted()[0].mapRect(whole)

    def _keep_room(self) -> None:
        view = self._view()
        while len(self._kept) > self._room(view):
            del self._kept[max(self._kept, key=lambda p: _apart(p, view.center(), view))]

    def _room(self, view: QRect) -> int:
        """How many are kept."""
        across, down = (ceil(px / SIDE_PX) + _BESIDE for px in (view.width(), view.height()))
        most = _MOST_BYTES / (BYTES * (SIDE_PX * self._ratio) ** 2)
        return min(across * down, int(most))

    def _on_change(self, item: QGraphicsItem) -> None:
        """An item looks otherwise now, or will: what shows it goes."""
        self._noted += 1
        if self._noted > MANY_STALE:
            self._clear()
            return
        zoom, box = self._pane.zoom, item.sceneBoundingRect()
        on_sheet = QRectF(box.topLeft() * zoom, box.size() * zoom).toAlignedRect()
        for place in _places(on_sheet.adjusted(-2, -2, 2, 2)):
            self._kept.pop(place, None)

    def _clear(self) -> None:
        self._kept.clear()
        self._noted = 0
        self._pane.canvas_scene.painting.watch = None

    def _view(self) -> QRect:
        """The part of the sheet that is seen."""
        return self._pane.viewport().rect().translated(self._offset())

    def _offset(self) -> QPoint:
        """From a point of the viewport to that of the sheet: the canvas in px of the window."""
        to_port = self._pane.viewportTransform()
        return QPoint(-round(to_port.dx()), -round(to_port.dy()))

    @property
    def _ratio(self) -> float:
        return self._pane.viewport().devicePixelRatioF()


def _places(on_sheet: QRect) -> Iterator[Place]:
    """Squares that a part of the sheet touches."""
    across = range(on_sheet.left() // SIDE_PX, on_sheet.right() // SIDE_PX + 1)
    down = range(on_sheet.top() // SIDE_PX, on_sheet.bottom() // SIDE_PX + 1)
    return ((x, y) for x in across for y in down)


def _square(place: Place) -> QRect:
    """The part of the sheet that a square is of."""
    return QRect(place[0] * SIDE_PX, place[1] * SIDE_PX, SIDE_PX, SIDE_PX)


def _apart(place: Place, middle: QPoint, view: QRect) -> float:
    """How far out of the middle, in shares of the view."""
    away = QPointF(_square(place).center() - middle)
    return max(abs(away.x()) / view.width(), abs(away.y()) / view.height())
