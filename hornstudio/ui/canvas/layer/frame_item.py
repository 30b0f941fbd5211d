"""Draws a frame or a note: a tinted rectangle, its title in a band, or its text."""

import math
from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from hornstudio.engine.editing.frame import Frame
from hornstudio.ui.canvas.paint import face
from hornstudio.ui.canvas.paint.painting import Painting
from hornstudio.ui.theme import current, mix
from hornstudio.ui.words.translate import tr

HEAD = 32.0
INSET = 12.0
LARGEST_TITLE = 2.5
TITLE_Z = 1.75
"""Over the wires, and under the nodes."""
_ROOM_PX = 4.0
_LINE = 20.0
LARGEST_BAND = LARGEST_TITLE * _LINE + _ROOM_PX
_BY_BOX = Qt.ItemSelectionMode.IntersectsItemBoundingRect


class FrameItem(QGraphicsItem):
    """Shows a frame; the larger it is, the further behind it lies.

    most: how many times its size the title is written at most, for what lies below it.
    """

    def __init__(self, frame: Frame, painting: Painting) -> None:
        super().__init__()
        self.painting = painting
        self.frame = frame
        self.is_chosen = False
        self.most = LARGEST_TITLE
        self._place()

    def show_frame(self, frame: Frame) -> None:
        """Show another frame."""
        if frame != self.frame:
            self.painting.on_leave()
            self.prepareGeometryChange()
            self.frame = frame
            self._place()
            self.update()

    def _place(self) -> None:
        width, height = self.frame.size
        self.setZValue(1.0 / (2.0 + width * height))

    def choose(self, chosen: bool) -> None:
        """Show as selected."""
        if chosen != self.is_chosen:
            self.is_chosen = chosen
            self.update()

    @property
    def body(self) -> QRectF:
        """The rectangle in px of the canvas."""
        return QRectF(*self.frame.area)

    @property
    def handle(self) -> QRectF:
        """Where it can be taken hold of: the band with the title, or all of a note."""
        return self.body if self.frame.is_note else self.band(self.seen_growth())

    def seen_growth(self) -> float:
        """How many times its size the title is written where it is shown now."""
        views = self.scene().views() if self.scene() else []
        return self._growth_at(views[0].transform().m11()) if views else 1.0

    def growth(self, painter: QPainter) -> float:
        """The same for what is painted now."""
        return self._growth_at(painter.worldTransform().m11())

    def _growth_at(self, scale: float) -> float:
        return min(max(1.0 / scale, 1.0), self.most) if scale > 0 else 1.0

    def leave_room(self, below: Sequence["FrameItem"]) -> None:
        """Write the title no larger than so that smaller frames, which begin below it, do not
        cover it."""
        room = math.inf
        if below:
            title, top = self.plate(LARGEST_TITLE), self.body.top()
            inner = (other.body for other in below if other.zValue() > self.zValue())
            room = min((b.top() - top for b in inner if b.intersects(title)), default=room)
        most = min(max((room - _ROOM_PX) / _LINE, 1.0), LARGEST_TITLE)
        if most != self.most:
            self.most = most
            self.update()

    def band(self, grow: float = 1.0) -> QRectF:
        """Where the title stands, written that many times its size: as high as it needs."""
        body = self.body
        body.setHeight(min(max(HEAD, grow * _LINE + _ROOM_PX), body.height()))
        return body

    def boundingRect(self) -> QRectF:
        """The body and its glow."""
        return self.body.adjusted(-_ROOM_PX, -_ROOM_PX, _ROOM_PX, _ROOM_PX)

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        """Draw it; its words stay readable from further away than those of nodes."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme = current()
        ground, ink = theme.color("bg.canvas"), theme.tint(self.frame.color)
        radius = theme.number("node.radius")
        whole = QPainterPath()
        whole.addRoundedRect(self.body, radius, radius)
        painter.fillPath(whole, mix(ink, ground, 0.14 if self.frame.is_note else 0.08))
        if not self.frame.is_note:
            band = QPainterPath()
            band.addRect(self.band(self.growth(painter)))
            # Not by clipping: files of curves know none.
            painter.fillPath(whole & band, mix(ink, ground, 0.2))
        edge = theme.color("selection.outline") if self.is_chosen else mix(ink, ground, 0.5)
        painter.setPen(QPen(edge, 2.0 if self.is_chosen else 1.0))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(whole)
        if self.frame.is_note:
            self._paint_text(painter)
        else:
            self._paint_title(painter)

    @property
    def title(self) -> str:
        """The words in the band; a note has none there."""
        return "" if self.frame.is_note else self.frame.title or tr("Frame")

    def plate(self, grow: float = 1.0) -> QRectF:
        """The part of the band in which the title stands, that many times its size."""
        words = QRectF(INSET, 0, grow * face.width(self.title, "title"), grow * _LINE)
        band = self.band(grow)
        words.moveCenter(QPointF(words.center().x(), band.height() / 2))
        around = words.adjusted(-_ROOM_PX, 0, _ROOM_PX, 0).translated(self.body.topLeft())
        return around & band.adjusted(_ROOM_PX, 1, -_ROOM_PX, 0)

    def is_title_free(self, grow: float = 1.0) -> bool:
        """Whether nothing smaller lies on it where it is written that many times its size."""
        scene, plate = self.scene(), self.plate(grow)
        if not self.title or scene is None:
            return bool(self.title)
        found = (i for i in scene.items(plate, _BY_BOX) if isinstance(i, FrameItem))
        return not any(i.zValue() > self.zValue() and i.body.intersects(plate) for i in found)

    def paint_over_wires(self, painter: QPainter) -> None:
        """Draw the title once more where wires have been drawn on it, on a piece of its band."""
        ground, ink = current().color("bg.canvas"), current().tint(self.frame.color)
        plate = self.plate(self.growth(painter))
        painter.fillRect(plate, mix(ink, ground, 0.2))
        self._paint_title(painter)

    def _paint_title(self, painter: QPainter) -> None:
        grow, ink = self.growth(painter), current().color("text.primary")
        painter.save()
        painter.translate(self.body.topLeft())
        painter.scale(grow, grow)
        height = self.band(grow).height()
        room = QRectF(INSET, 0, self.body.width() - 2 * INSET, height)
        room = QRectF(room.topLeft() / grow, room.size() / grow)
        face.draw(painter, room, self.title, "title", ink)
        painter.restore()

    def _paint_text(self, painter: QPainter) -> None:
        theme = current()
        bar = QRectF(self.body.left() + 5, self.body.top() + 8, 3, self.body.height() - 16)
        painter.fillRect(bar, theme.tint(self.frame.color))
        room = self.body.adjusted(INSET + 4, 8, -INSET, -8)
        ink = theme.color("text.primary" if self.frame.text else "text.muted")
        face.draw_lines(painter, room, self.frame.text or tr("Note"), "body", ink)


class FrameTitle(QGraphicsItem):
    """The title of a frame over the wires that cross its band; a note has none."""

    def __init__(self, owner: FrameItem) -> None:
        super().__init__()
        self._owner = owner
        self.setZValue(TITLE_Z)

    def covers(self, point: QPointF) -> bool:
        """Whether the words are at a point, and not the wire below them."""
        grow = self._owner.seen_growth()
        return self._owner.plate(grow).contains(point) and self._owner.is_title_free(grow)

    def boundingRect(self) -> QRectF:
        """The band of the frame where it is highest."""
        return self._owner.band(LARGEST_TITLE) if self._owner.title else QRectF()

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        """Draw it, at the size that it has in the frame."""
        if self._owner.is_title_free(self._owner.growth(painter)):
            self._owner.paint_over_wires(painter)

    def follow(self) -> None:
        """The frame is going to be another one."""
        self.prepareGeometryChange()
