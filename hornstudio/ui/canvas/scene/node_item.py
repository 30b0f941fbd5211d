"""A node on the canvas: one item that paints body and ports; it has no child items."""

from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QPixmap
from PySide6.QtWidgets import QGraphicsRectItem, QStyleOptionGraphicsItem, QWidget

from hornstudio.ui.canvas.paint.look import NodeLook, Side
from hornstudio.ui.canvas.paint.node import FULL_FROM, NodeStroke
from hornstudio.ui.canvas.paint.painting import Painting
from hornstudio.ui.canvas.paint.picture import (
    BYTES,
    FINEST,
    MARGIN_PX,
    Key,
    Picture,
    extent,
    place,
)
from hornstudio.ui.canvas.paint.port import DIMMED, stamp_port

Z = 2.0
NO_PEN = QPen(Qt.PenStyle.NoPen)
"""For thousands of items: a look-up of Qt's own takes longer than setting it."""


class NodeItem(QGraphicsRectItem):
    """Shows a look at a place.

    Its rectangle is the body with shadow, glow and ports: Qt, which asks for those of hundreds a
    frame, finds it without a call of Python.
    """

    def __init__(self, node_id: str, look: NodeLook, painting: Painting) -> None:
        super().__init__(_around(look.width, look.height))
        self.setPen(NO_PEN)
        self.node_id = node_id
        self.look = look
        self.painting = painting
        self.is_chosen = False
        self.is_hovered = False
        self._key: Key | None = None
        self._body: QRectF | None = None
        self.setZValue(Z)

    def show_look(self, look: NodeLook) -> bool:
        """Show another look; whether the size changed."""
        if look == self.look:
            return False
        resized = (look.width, look.height) != (self.look.width, self.look.height)
        if resized:
            self.painting.on_leave()
            self.painting.note_node(self)
            self.setRect(_around(look.width, look.height))
        if self.look.live and self._key:  # a figure of a run that goes on hardly comes again
            self.painting.pictures.drop(self._key)
        self.look, self._body = look, None
        self._renew()
        return resized

    def choose(self, chosen: bool) -> None:
        """Show as selected."""
        if chosen != self.is_chosen:
            self.is_chosen = chosen
            self.setZValue(Z + 0.5 * chosen)  # what the hand holds lies on top
            self._renew()

    def hover(self, hovered: bool) -> None:
        """Show as under the pointer."""
        if hovered != self.is_hovered:
            self.is_hovered = hovered
            self._renew()

    def forget_picture(self) -> None:
        """Draw anew, in the colours of now."""
        self._renew()

    def _renew(self) -> None:
        self._key = None
        self.painting.note_node(self)
        self.update()

    @property
    def picture(self) -> Picture | None:
        """The picture that was shown last, while it is kept."""
        return self.painting.pictures.find(self._key) if self._key else None

    def setPos(self, *place: QPointF | float) -> None:  # type: ignore[override]
        """Stand somewhere else."""
        super().setPos(*place)  # type: ignore[arg-type]
        self._body = None

    def stands_at(self, place: tuple[float, float]) -> bool:
        """Whether its top left is there."""
        at = self.pos()
        return (at.x(), at.y()) == place

    @property
    def body(self) -> QRectF:
        """The node's rectangle in px of the canvas; not to be changed."""
        if self._body is None:
            at, look = self.pos(), self.look
            self._body = QRectF(at.x(), at.y(), look.width, look.height)
        return self._body

    def port_point(self, side: Side, row: int) -> QPointF:
        """Centre of a port in px of the canvas."""
        return self.pos() + self.look.port_point(side, row)

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        """Body from its picture, ports on top."""
        world = painter.worldTransform()
        scale, ratio = world.m11(), painter.device().devicePixelRatioF()
        full = scale >= FULL_FROM
        if scale * ratio > FINEST:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)  # of its shadow
            NodeStroke(painter, self.look, selected=self.is_chosen, hovered=self.is_hovered).paint()
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
        painter.save()
        painter.resetTransform()
        if scale * ratio <= FINEST:
            picture = self._picture_at(scale, ratio, full)
            place(painter, picture, QPointF(world.dx(), world.dy()), scale, ratio)
        self._paint_ports(painter, QPointF(world.dx(), world.dy()), scale, ratio)
        painter.restore()

    def paint_ports(self, painter: QPainter) -> None:
        """The ports once more, above what was laid over the node; in px of the canvas."""
        painter.save()
        painter.translate(self.pos())
        world = painter.worldTransform()
        painter.resetTransform()
        origin, ratio = QPointF(world.dx(), world.dy()), painter.device().devicePixelRatioF()
        self._paint_ports(painter, origin, world.m11(), ratio)
        painter.restore()

    def picture_with_ports(self, scale: float, ratio: float) -> Picture:
        """One picture of all that `paint` draws, for as long as look and state stay the same."""
        bare = self._picture_at(scale, ratio, scale >= FULL_FROM)
        whole, margin = QPixmap(bare.pixmap), MARGIN_PX * bare.scale
        painter = QPainter(whole)
        self._paint_ports(painter, QPointF(margin, margin), bare.scale, ratio)
        painter.end()
        return Picture(whole, bare.scale, ratio)

    def prepare(self, scale: float, ratio: float) -> None:
        """Keep the picture that will be wanted at a scale, if it is not there yet."""
        if scale * ratio <= FINEST:
            pictures = self.painting.pictures
            full, state = scale >= FULL_FROM, (self.is_chosen, self.is_hovered)
            key = pictures.key(self.look, *state, full, scale, ratio)
            if pictures.find(key) is None:
                pictures.draw(key, self.look)

    def picture_bytes(self, scale: float, ratio: float) -> int:
        """Memory that a picture at a scale takes."""
        wide, high = extent(self.look, scale * ratio)
        return wide * high * BYTES

    def _picture_at(self, scale: float, ratio: float, full: bool) -> Picture:
        pictures = self.painting.pictures
        if self.painting.is_hurried and (kept := self.picture) and kept.ratio == ratio:
            return kept
        key = pictures.key(self.look, self.is_chosen, self.is_hovered, full, scale, ratio)
        self._key = key
        return pictures.find(key) or pictures.draw(key, self.look)

    def _paint_ports(self, painter: QPainter, origin: QPointF, scale: float, ratio: float) -> None:
        hint = self.painting.hint
        sides: tuple[Side, Side] = ("in", "out")
        for side in sides:
            for row, port in enumerate(self.look.ports(side)):
                fits = hint(self.node_id, side, port) if hint else None
                if hint:
                    painter.setOpacity(DIMMED if fits is False else 1.0)
                at = origin + self.look.port_point(side, row) * scale
                lit = bool(fits)
                kind = self.painting.kind if lit and port.type == "any" else port.type
                wrong = port.is_wrong and not lit
                stamp_port(painter, at, kind, port.is_linked, wrong, lit, scale, ratio)


@lru_cache(maxsize=256)
def _around(width: float, height: float) -> QRectF:
    """What a body of this size covers with all around it; sizes are few, and a look-up is short."""
    body = QRectF(0, 0, width, height)
    return body.adjusted(-MARGIN_PX, -MARGIN_PX, MARGIN_PX, MARGIN_PX)
