"""The graph from afar: one batch of blocks a colour, one of lines a colour."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap, QRegion, QTransform

from hornstudio.ui.canvas.paint.batch import Batch
from hornstudio.ui.canvas.paint.grid import paint_grid
from hornstudio.ui.canvas.paint.region import few_rects
from hornstudio.ui.canvas.pane import Pane
from hornstudio.ui.theme import current

_LITTLE = 0.3
"""Share of the window below which a search for what is in it costs less than drawing all."""
_MANY = 1000
_COARSEST = 2.0
"""How much larger or smaller a picture may be shown while the wheel turns."""
State = tuple[int, tuple[int, ...], bool, QTransform, int, int, float]


class Overview:
    """Paints the canvas from afar.

    What lies still is painted into a picture as soon as it is wanted twice in the same place: what
    moves above it, a selection or a frame, then costs only itself.
    """

    def __init__(self, pane: Pane) -> None:
        self._pane = pane
        self._seen: tuple[Batch, State, str] | None = None
        self._picture: QPixmap | None = None
        self._zoomed: tuple[object, QTransform, QPixmap] | None = None

    def paint(self, painter: QPainter, region: QRegion) -> None:
        """Draw grid, lines and blocks in a region; the painter is in pixels of the window."""
        scene = self._pane.canvas_scene
        if self._is_bared(region):
            self._paint_still(painter, scene.batch_in(self._areas(region)))
            painter.setTransform(self._pane.viewportTransform())
            paint_batch(painter, scene.marks())
            return
        still = scene.still_batch()
        if scene.painting.is_hurried and not scene.moving and len(scene.nodes) > _MANY:
            self._paint_zoomed(painter, still)
            painter.setTransform(self._pane.viewportTransform())
            paint_batch(painter, scene.marks(), plain=True)
            return
        seen = (still, self._state(), current().scheme)
        if seen != self._seen:
            self._seen, self._picture = seen, None
            self._paint_still(painter, still)
        else:
            if self._picture is None:
                self._picture = self._make_picture(still)
            painter.drawPixmap(0, 0, self._picture)
        painter.setTransform(self._pane.viewportTransform())
        if scene.carried:
            border, along, marked = scene.carried.batches()
            paint_batch(painter, border)
            painter.translate(scene.carried.step)
            paint_batch(painter, along)
            paint_batch(painter, marked, plain=True)
            return
        if scene.moving:
            paint_batch(painter, scene.moving_batch())
        paint_batch(painter, scene.marks(), plain=scene.painting.is_hurried)

    def _paint_zoomed(self, painter: QPainter, still: Batch) -> None:
        """While the wheel turns: the last picture, larger or smaller, as long as it has it all."""
        now, state = self._pane.viewportTransform(), (still, current().scheme, self._room())
        change = QTransform()
        if self._zoomed is not None and self._zoomed[0] == state:
            change = self._zoomed[1].inverted()[0] * now
        if self._zoomed is None or self._zoomed[0] != state or not self._is_enough(change):
            self._zoomed = (state, QTransform(now), self._make_picture(still))
            change = QTransform()
        else:
            painter.setTransform(now)
            paint_grid(painter, self._pane.visible_area(), self._pane.zoom)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
        painter.setTransform(change)
        painter.drawPixmap(0, 0, self._zoomed[2])
        painter.resetTransform()

    def _is_enough(self, change: QTransform) -> bool:
        """Whether a picture that is changed so is sharp enough, and lacks nothing in view."""
        room = QRectF(self._pane.viewport().rect())
        whole = self._pane.viewportTransform().mapRect(self._pane.canvas_scene.bounds())
        wanted = whole.adjusted(-2, -2, 2, 2).intersected(room)
        is_near = 1 / _COARSEST <= change.m11() <= _COARSEST
        return is_near and change.mapRect(room).contains(wanted)

    def _room(self) -> tuple[int, int, float]:
        port = self._pane.viewport()
        return port.width(), port.height(), port.devicePixelRatioF()

    def _is_bared(self, region: QRegion) -> bool:
        """Whether little is to be painted, and there is no picture of it, such as after panning."""
        scene = self._pane.canvas_scene
        if scene.moving or not scene.is_whole:
            return False
        if self._picture and self._seen and self._seen[1] == self._state():
            return False
        whole = self._pane.viewport().rect()
        bared = sum(r.width() * r.height() for r in few_rects(region))
        return bared < _LITTLE * whole.width() * whole.height()

    def _areas(self, region: QRegion) -> list[QRectF]:
        """What of the canvas a region of the window shows, and a little around it."""
        back, _ = self._pane.viewportTransform().inverted()
        rects = (QRectF(r.adjusted(-2, -2, 2, 2)) for r in few_rects(region))
        return [back.mapRect(r) for r in rects]

    def forget(self) -> None:
        """Let the picture go: it is not wanted close up."""
        self._seen = self._picture = self._zoomed = None

    def _state(self) -> State:
        transform = self._pane.viewportTransform()
        scene = self._pane.canvas_scene
        chosen = scene.frames.chosen
        hurried = scene.painting.is_hurried and not scene.moving
        return (scene.revision, chosen, hurried, transform, *self._room())

    def _make_picture(self, still: Batch) -> QPixmap:
        port = self._pane.viewport()
        made = QPixmap(port.size() * port.devicePixelRatioF())
        made.setDevicePixelRatio(port.devicePixelRatioF())
        painter = QPainter(made)
        self._paint_still(painter, still)
        painter.end()
        return made

    def _paint_still(self, painter: QPainter, still: Batch) -> None:
        painter.setTransform(self._pane.viewportTransform())
        paint_grid(painter, self._pane.visible_area(), self._pane.zoom)
        scene = self._pane.canvas_scene
        scene.frames.paint(painter)
        paint_batch(painter, still, plain=scene.painting.is_hurried and not scene.moving)
        painter.resetTransform()


def paint_batch(painter: QPainter, batch: Batch, *, plain: bool = False) -> None:
    """Draw lines, and blocks on them; the painter is in px of the canvas. plain: no borders."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    # In one order of colours, so that parts painted one after another match.
    for rgb, lines in sorted(batch.lines.items(), key=lambda each: each[0]):
        painter.setPen(_hair(rgb, 1.0))
        painter.drawLines(lines)
    for shade, rects in sorted(batch.blocks.items(), key=lambda each: each[0]):
        border = _hair(current().hue(shade).rgb(), 1.0)
        painter.setPen(QPen(Qt.PenStyle.NoPen) if plain else border)
        painter.setBrush(current().block(shade))
        painter.drawRects(rects)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for path, rects in batch.outlines.items():
        # Thick lines of hundreds that move are too slow.
        painter.setPen(_hair(current().color(path).rgb(), 1.0 if plain else 2.0))
        painter.drawRects(rects)


def _hair(rgb: int, width: float) -> QPen:
    pen = QPen(QColor.fromRgb(rgb), width)
    pen.setCosmetic(True)
    return pen
