"""The whole graph, small, at the bottom right of the canvas, with the part that is in view."""

from PySide6.QtCore import QPointF, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QTransform,
    QWheelEvent,
)
from PySide6.QtWidgets import QFrame, QWidget

from hornstudio.ui.canvas.layer.frame_item import FrameItem
from hornstudio.ui.canvas.paint.batch import Batch
from hornstudio.ui.canvas.scene.scene import Scene
from hornstudio.ui.theme import current
from hornstudio.ui.words.translate import tr

_MARGIN_PX = 8.0
_LEAST_PX = 2.0
_LARGEST = 0.2
_MANY = 300
_PAUSE_MS = 120
_FOLLOW_MS = 80  # what lies under the map is painted with it
_BEYOND = 0.15  # how much of the emptiness around the nodes is worth a place

_State = tuple[int, str, float, QTransform, frozenset[str]]


class Minimap(QFrame):
    """Blocks of all nodes. A press or a drag brings its place into view.

    moved(point): this point of the canvas is wanted in the centre. The blocks are painted once
    for each change of the graph; while the view moves only its frame is drawn anew, and what is in
    the hand on top of them.
    """

    moved = Signal(QPointF)

    def __init__(self, scene: Scene, parent: QWidget) -> None:
        super().__init__(parent)
        self._scene = scene
        self._view = QRectF()
        self._blocks = QPixmap()
        self._painted: _State | None = None
        self._measured = -1
        self._is_time = False
        self._later = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._later.timeout.connect(self._on_pause)
        self._following = QTimer(self, singleShot=True, interval=_FOLLOW_MS)
        self._following.timeout.connect(self.update)
        self._whole = QRectF()
        scene.move_listeners.append(self._on_moved)
        width, height = current().px("layout.minimap.0"), current().px("layout.minimap.1")
        self.setObjectName("minimap")
        self.setProperty("kind", "overlay")
        self.setFixedSize(width, height)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(tr("Map of the whole network"))
        self.setToolTip(tr("Click or drag to go there"))

    def show_view(self, area: QRectF) -> None:
        """Frame the part of the canvas that is in view."""
        if area != self._view:
            self._view = area
            self.update()

    def to_map(self) -> QTransform:
        """From px of the canvas to px of this widget: all nodes have room, and most of the view."""
        whole = self._area()
        if whole.isEmpty():
            return QTransform()
        room = QRectF(self.rect()).adjusted(_MARGIN_PX, _MARGIN_PX, -_MARGIN_PX, -_MARGIN_PX)
        scale = min(room.width() / whole.width(), room.height() / whole.height(), _LARGEST)
        shift = room.center() - whole.center() * scale
        return QTransform(scale, 0, 0, scale, shift.x(), shift.y())

    def _area(self) -> QRectF:
        if self._measured != self._scene.revision:
            self._measured, self._whole = self._scene.revision, self._scene.bounds()
        if self._whole.isEmpty():
            return self._view
        across, down = self._whole.width() * _BEYOND, self._whole.height() * _BEYOND
        around = self._whole.adjusted(-across, -down, across, down)
        return self._whole.united(self._view.intersected(around))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Blocks from their picture, and the frame of what is in view."""
        super().paintEvent(event)
        painter = QPainter(self)
        to_map = self.to_map()
        picture = self._picture(to_map)
        if self._painted is not None:  # of a large graph, it may be one of a moment ago
            painter.setTransform(self._painted[3].inverted()[0] * to_map)
        painter.drawPixmap(0, 0, picture)
        painter.setTransform(to_map)
        _paint_outlines(painter, self._scene.marks())
        self._paint_moving(painter, to_map)
        painter.resetTransform()
        inside = QRectF(self.rect()).adjusted(4, 4, -4, -4)
        frame = to_map.mapRect(self._view).intersected(inside)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(current().color("selection.outline"), 1.5))
        painter.setBrush(_with_alpha(current().color("selection.outline"), 0.08))
        painter.drawRoundedRect(frame, 2, 2)

    def _picture(self, to_map: QTransform) -> QPixmap:
        ratio = self.devicePixelRatioF()
        state = (self._scene.revision, current().scheme, ratio, to_map, self._scene.moving)
        if state != self._painted and self._may_wait(state):
            self._wait(state)
        elif state != self._painted:
            self._painted = state
            if self._blocks.size() != self.size() * ratio:
                self._blocks = QPixmap(self.size() * ratio)
                self._blocks.setDevicePixelRatio(ratio)
            self._blocks.fill(Qt.GlobalColor.transparent)
            painter = QPainter(self._blocks)
            self._paint_blocks(painter, to_map)
            painter.end()
        return self._blocks

    def _may_wait(self, state: _State) -> bool:
        """Whether the former picture of a large graph will do until edits pause."""
        is_alike = self._painted is not None and state[1:3] == self._painted[1:3]
        return is_alike and len(self._scene.nodes) > _MANY and not self._is_time

    def _wait(self, state: _State) -> None:
        """Paint them when edits pause; what a drag takes along need not lie there till it ends."""
        is_taken = self._painted is not None and state[4] != self._painted[4]
        if not (is_taken and self._later.isActive()):
            self._later.start()

    def _on_pause(self) -> None:
        self._is_time = True
        self.repaint()
        self._is_time = False

    def _paint_blocks(self, painter: QPainter, to_map: QTransform) -> None:
        batch = self._scene.block_batch()
        painter.setTransform(to_map)
        for item in sorted(self._scene.frames.items.values(), key=FrameItem.zValue):
            ink = current().tint(item.frame.color)
            painter.setPen(_hair(_with_alpha(ink, 0.6), 1.0))
            painter.setBrush(_with_alpha(ink, 0.15))
            painter.drawRect(item.body)
        _paint_nodes(painter, batch, to_map)

    def _paint_moving(self, painter: QPainter, to_map: QTransform) -> None:
        """Draw what is in the hand where it would land, and that it is selected."""
        scene, carried = self._scene, self._scene.carried
        if carried is not None:
            batch, marks = carried.along()
            painter.setTransform(QTransform.fromTranslate(*carried.step.toTuple()) * to_map)
            _paint_nodes(painter, batch, to_map)
            _paint_outlines(painter, marks)
        elif scene.moving:
            _paint_nodes(painter, Batch((scene.nodes[i] for i in scene.moving), ()), to_map)
            _paint_outlines(painter, scene.marks())

    def _on_moved(self) -> None:
        if not self._following.isActive():
            self._following.start()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go to what is under the pointer."""
        self._go(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Follow the pointer while the button is held."""
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._go(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """The wheel is not for what lies under the map."""
        event.accept()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Two quick presses are two presses, and none of the canvas."""
        self._go(event)

    def _go(self, event: QMouseEvent) -> None:
        event.accept()
        back, is_there = self.to_map().inverted()
        if is_there:
            self.moved.emit(back.map(event.position()))


def _paint_nodes(painter: QPainter, batch: Batch, to_map: QTransform) -> None:
    for shade, bodies in batch.blocks.items():
        ink = _with_alpha(current().hue(shade), 0.7)
        # From so far that a block would be too thin, its outline makes up for it.
        is_thin = bodies[0].height() * to_map.m22() < _LEAST_PX
        painter.setPen(_hair(ink, 1.0) if is_thin else QPen(Qt.PenStyle.NoPen))
        painter.setBrush(ink)
        painter.drawRects(bodies)
    _paint_outlines(painter, batch)


def _paint_outlines(painter: QPainter, batch: Batch) -> None:
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for path, bodies in batch.outlines.items():
        painter.setPen(_hair(current().color(path), 1.5))
        painter.drawRects(bodies)


def _hair(ink: QColor, width: float) -> QPen:
    pen = QPen(ink, width)
    pen.setCosmetic(True)
    return pen


def _with_alpha(color: QColor, alpha: float) -> QColor:
    faint = QColor(color)
    faint.setAlphaF(alpha)
    return faint
