"""The sheet under the window: what part of it is seen, how large, and painting it quickly."""

from time import perf_counter

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import (
    QHelpEvent,
    QHideEvent,
    QNativeGestureEvent,
    QPainter,
    QPaintEvent,
    QPixmap,
    QResizeEvent,
    QTransform,
    QWheelEvent,
)
from PySide6.QtWidgets import QFrame, QGraphicsItem, QGraphicsView, QWidget

from hornstudio.ui.canvas.geometry import edges
from hornstudio.ui.canvas.paint.grid import paint_grid
from hornstudio.ui.canvas.paint.node import COMPACT_FROM
from hornstudio.ui.canvas.paint.overview import Overview
from hornstudio.ui.canvas.paint.region import WASTE_PX, area_of, few_rects
from hornstudio.ui.canvas.paint.zooming import Zooming
from hornstudio.ui.canvas.pane import REST_MS, Pane
from hornstudio.ui.canvas.scene.ahead import PAUSE_MS, Ahead, draw_some
from hornstudio.ui.canvas.scene.node_item import NodeItem
from hornstudio.ui.canvas.scene.scene import Scene
from hornstudio.ui.canvas.scene.tiles import Tiles
from hornstudio.ui.canvas.scene.underlay import Underlay

WHEEL_ZOOMS = True
"""Whether the plain wheel zooms (with Ctrl it always does); else it scrolls."""
_TIP, _PINCH = QEvent.Type.ToolTip, QEvent.Type.NativeGesture
LEAST, MOST = 0.02, 4.0
STEP = 1.2
_ABOVE_PX = 20
_HAND_PX = 200_000
Standing = tuple[float, int, int]
"""Scale, and how far the sheet is scrolled across and down, in px of the window."""


def snapped(scale: float) -> float:
    """A scale that can be, and 100 % where it is hardly another."""
    scale = min(max(scale, LEAST), MOST)
    return 1.0 if abs(scale - 1) < 0.02 else scale


class Sheet(Pane):
    """Pans and zooms a scene. `zoomed(scale)`: the scale is another."""

    zoomed = Signal(float)

    def __init__(self, scene: Scene) -> None:
        super().__init__(scene)
        self._overview = Overview(self)
        self._zooming = Zooming(self)
        self._underlay = Underlay(self)
        self._tiles = Tiles(self)
        self._ahead = Ahead(self, self._tiles)
        self._is_panning = self._has_scrolled = False
        self.is_bare = False
        self._part: QRect | None = None
        self._still: tuple[object, QPixmap] | None = None
        self._pinned: dict[QWidget, QPoint] = {}
        self._fitted: tuple[QRectF, tuple[float, int, int]] | None = None
        self._rest.timeout.connect(self._on_rest_time)
        self._undrawn: list[NodeItem] | None = None
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setViewportUpdateMode(QGraphicsView.ViewportUpdateMode.BoundingRectViewportUpdate)
        self.setTransformationAnchor(QGraphicsView.ViewportAnchor.NoAnchor)
        self.setResizeAnchor(QGraphicsView.ViewportAnchor.NoAnchor)
        self.setOptimizationFlag(QGraphicsView.OptimizationFlag.DontSavePainterState)
        self.setOptimizationFlag(QGraphicsView.OptimizationFlag.DontAdjustForAntialiasing)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)

    def zoom_to(self, scale: float, anchor: QPointF | None = None) -> None:
        """Set the scale; `anchor` (pixels of the window, else its centre) stays in place."""
        scale = snapped(scale)
        anchor = QPointF(self.viewport().rect().center()) if anchor is None else anchor
        if scale == self.zoom:
            return
        kept = self.to_scene(anchor)
        self.canvas_scene.painting.is_hurried = True
        self._undrawn = None
        self._rest.start(REST_MS)
        self.setTransform(QTransform.fromScale(scale, scale))
        shift = QPointF(self.mapFromScene(kept)) - anchor
        self.pan_by(-shift.x(), -shift.y())
        self.zoomed.emit(scale)

    def zoom_by(self, factor: float, anchor: QPointF | None = None) -> None:
        """Multiply the scale."""
        self.zoom_to(self.zoom * factor, anchor)

    def pan_by(self, dx: float, dy: float) -> None:
        """Move the sheet by pixels of the window."""
        across, down = self.horizontalScrollBar(), self.verticalScrollBar()
        self._is_panning = True
        across.setValue(across.value() - round(dx))
        down.setValue(down.value() - round(dy))
        self._is_panning = False
        self._place_pinned()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Pictures of nodes get the room that the view can make use of."""
        super().resizeEvent(event)
        size = self.viewport().size() * self.viewport().devicePixelRatioF()
        self.canvas_scene.painting.pictures.fit_to(4 * size.width() * size.height())

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        """Scroll by copying pixels, and put back what is pinned to the window.

        What floats over the viewport as its sibling would forbid the copying; what is its child
        is scrolled along.
        """
        super().scrollContentsBy(dx, dy)
        self._has_scrolled = True
        self._ahead.move(QPoint(-dx, -dy))
        if not self._is_panning:
            self._place_pinned()

    def _place_pinned(self) -> None:
        for widget, place in self._pinned.items():
            widget.move(place)

    def pin(self, widget: QWidget, place: QPoint) -> None:
        """Keep a child of the viewport at a place of the window."""
        self._pinned[widget] = place
        widget.move(place)

    @property
    def pinned(self) -> list[QWidget]:
        """Children of the viewport that keep their places."""
        return list(self._pinned)

    def fit(self, area: QRectF, most: float = 1.0) -> None:
        """Show a whole area, at `most` times its size; nodes are not left under the map."""
        if area.isEmpty():
            self.zoom_to(1.0)
            self.centerOn(QPointF())
            return
        whole = QRectF(self.viewport().rect())
        aside, above = min(48.0, whole.width() / 12), min(60.0, whole.height() / 9)
        room = whole.adjusted(aside, above, -aside, -above)
        self._fit_into(room, area, most)
        below = max((w.height() for w in self._pinned if self._hides_nodes(w)), default=0)
        if below:
            lower = room.adjusted(0, -min(_ABOVE_PX, above / 2), 0, above - below - 2 * _ABOVE_PX)
            self._fit_into(lower, area, most)
        self._fitted = (area, self.standing)

    def shows_still(self, area: QRectF) -> bool:
        """Whether this area was fitted into the view last, and the view is still the same."""
        return self._fitted == (area, self.standing)

    @property
    def standing(self) -> Standing:
        """Where the view stands."""
        return self.zoom, self.horizontalScrollBar().value(), self.verticalScrollBar().value()

    def stand(self, standing: Standing) -> None:
        """Stand exactly there again."""
        zoom, across, down = standing
        self.zoom_to(zoom)
        self.horizontalScrollBar().setValue(across)
        self.verticalScrollBar().setValue(down)

    def _fit_into(self, room: QRectF, area: QRectF, most: float) -> None:
        across, down = max(room.width(), 40) / area.width(), max(room.height(), 40) / area.height()
        self.zoom_to(min(across, down, most))
        aside = QRectF(self.viewport().rect()).center() - room.center()
        self.centerOn(area.center() + aside / self.zoom)

    def _hides_nodes(self, widget: QWidget) -> bool:
        """Whether something pinned to the lower edge lies on nodes, or will once the view, which
        may get its size behind the code, is shown."""
        place = QRectF(widget.geometry())
        is_low = place.top() > self.viewport().height() / 2
        under = QRectF(self.to_scene(place.topLeft()), self.to_scene(place.bottomRight()))
        return is_low and not widget.isHidden() and bool(self.canvas_scene.nodes_in(under))

    def _on_rest_time(self) -> None:
        """Draw pictures of nodes, a few at a time; when all are there, show them at once."""
        if self._undrawn is None:
            self._undrawn = [i for i in self._in_view() if isinstance(i, NodeItem)]
        draw_some(self._undrawn, self.zoom, self.viewport().devicePixelRatioF())
        if self._undrawn:
            self._rest.start(PAUSE_MS)
        else:
            self._on_zoom_rested()

    def _in_view(self) -> list[QGraphicsItem]:
        area = self.area_close_up()
        return [] if area.isEmpty() else self.canvas_scene.items_in(area)

    def _on_zoom_rested(self) -> None:
        self._undrawn = None
        self.canvas_scene.painting.is_hurried = False
        self._zooming.forget()
        self.look_around()
        self.viewport().update()

    def look_around(self) -> None:
        """Something else may be in view now: be ready for what may come next."""
        self._ahead.wait()

    def area_close_up(self) -> QRectF:
        """The part that is in view, while there is more to see of a node than its block."""
        return self.visible_area() if self.zoom >= COMPACT_FROM else QRectF()

    def hideEvent(self, event: QHideEvent) -> None:
        """Of several views, those that are not seen keep nothing ready."""
        super().hideEvent(event)
        self._tiles.forget()

    def paintEvent(self, event: QPaintEvent) -> None:
        """From afar, batches of blocks and lines; else the scene."""
        has_scrolled, self._has_scrolled = self._has_scrolled, False
        self._ahead.see(has_moved=has_scrolled)
        start = perf_counter()
        if self.zoom >= COMPACT_FROM:
            self.canvas_scene.make_all()
            if not self.is_zooming:  # one notch may lead there and the next one back
                self._overview.forget()
            if self.canvas_scene.carried:
                self._paint_carried(event)
                return
            self._still = None
            if self._zooming.paint(event):
                return
            # Of an L that panning bares, Qt would paint everything in the box around it.
            tells_qt = self._tiles.tells_qt(event.region())
            is_level = not tells_qt and self._underlay.is_level()
            paint = self._underlay.paint if is_level else self._paint_part
            # What is in the hand is drawn in each of them, which takes as long as much copying.
            waste_px = _HAND_PX if is_level and self.canvas_scene.moving else WASTE_PX
            rects = few_rects(event.region(), waste_px)
            if has_scrolled and not tells_qt and self._tiles.can_serve():
                rects = [left for rect in rects for left in self._tiles.paint(rect)]
            for rect in rects:
                paint(rect)
            if has_scrolled:
                self._ahead.follow(perf_counter() - start)
            return
        self._zooming.leave()
        self._underlay.forget()
        painter = QPainter(self.viewport())
        painter.setClipRegion(event.region())
        self._overview.paint(painter, event.region())
        painter.setTransform(self.viewportTransform())
        self.drawForeground(painter, self.visible_area())

    def _paint_part(self, rect: QRect) -> None:
        self._part, painting = rect, self.canvas_scene.painting
        painting.exposed = edges(area_of(self, rect))
        super().paintEvent(QPaintEvent(rect))
        self._part = painting.exposed = None

    def _paint_carried(self, event: QPaintEvent) -> None:
        """What lies still from a picture, and on it what many nodes in the hand look like."""
        carried = self.canvas_scene.carried
        assert carried is not None
        state = (carried.ids, self.canvas_scene.revision, self.viewportTransform(), self.size())
        if self._still is None or self._still[0] != state:
            self._still = (state, self._picture_of_still())
        painter = QPainter(self.viewport())
        painter.setClipRegion(event.region())
        painter.drawPixmap(0, 0, self._still[1])
        painter.setTransform(self.viewportTransform())
        area = QRectF(event.rect().adjusted(-1, -1, 1, 1))
        carried.paint(painter, self.viewportTransform().inverted()[0].mapRect(area))
        self.drawForeground(painter, self.visible_area())

    def _picture_of_still(self) -> QPixmap:
        port, painting = self.viewport(), self.canvas_scene.painting
        made = QPixmap(port.size() * port.devicePixelRatioF())
        made.setDevicePixelRatio(port.devicePixelRatioF())
        painter = QPainter(made)
        painting.is_hurried, self.is_bare = False, True
        self.render(painter, QRectF(port.rect()), port.rect())
        painting.is_hurried, self.is_bare = True, False
        painter.end()
        return made

    def drawBackground(self, painter: QPainter, rect: QRectF | QRectF) -> None:  # type: ignore[override]
        """Colour and dots; Qt goes on with the same painter, which is kept within the part."""
        if self._part is not None:
            painter.resetTransform()
            painter.setClipRect(self._part)
            painter.setTransform(self.viewportTransform())
        paint_grid(painter, QRectF(rect), self.zoom)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom at the pointer; two fingers, or the wheel with Shift, scroll."""
        event.accept()
        modifiers = event.modifiers()
        steps, pixels = event.angleDelta(), event.pixelDelta()
        is_zoom = bool(modifiers & Qt.KeyboardModifier.ControlModifier)
        is_fingers = event.phase() is not Qt.ScrollPhase.NoScrollPhase and not pixels.isNull()
        if not is_zoom and not is_fingers:
            is_zoom = WHEEL_ZOOMS and not modifiers & Qt.KeyboardModifier.ShiftModifier
        if is_zoom:
            self.zoom_by(STEP ** ((steps.y() or steps.x()) / 120), event.position())
        elif is_fingers:
            self.pan_by(pixels.x(), pixels.y())
        elif modifiers & Qt.KeyboardModifier.ShiftModifier:
            self.pan_by(steps.y() or steps.x(), 0)
        else:
            self.pan_by(steps.x(), steps.y())

    def show_tip(self, event: QHelpEvent) -> None:
        """Say what lies under a pointer that rests; a sheet by itself says nothing."""

    def viewportEvent(self, event: QEvent) -> bool:
        """Pinch to zoom, rest to be told; each event of the viewport comes through here."""
        kind = event.type()
        if kind is _TIP and isinstance(event, QHelpEvent):
            self.show_tip(event)
            return True
        if kind is _PINCH and isinstance(event, QNativeGestureEvent):
            if event.gestureType() is Qt.NativeGestureType.ZoomNativeGesture:
                self.zoom_by(1 + event.value(), event.position())
                return True
            return False
        return super().viewportEvent(event)
