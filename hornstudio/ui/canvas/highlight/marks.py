"""Rings around what was found, with numbers, and the way back to where one was."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from hornstudio.ui.canvas.layer.frame_item import FrameItem
from hornstudio.ui.canvas.paint import face
from hornstudio.ui.canvas.scene.node_item import NodeItem
from hornstudio.ui.theme import current

if TYPE_CHECKING:
    from hornstudio.ui.canvas.canvas import Canvas

_OUTSIDE_PX = 6.0
_RING_PX = 2.0
_TAG_PX = 16.0
_READABLE = 0.65


Found = str | int
"""A node by its id, or a frame by its place among them."""


class Marks:
    """What was found wears a dashed ring and a number; the one that is looked at a whole ring."""

    def __init__(self, canvas: "Canvas") -> None:
        self._canvas = canvas
        self._ids: tuple[Found, ...] = ()
        self._shown: Found = ""
        self._sight: tuple[float, QPointF, tuple[str, ...], tuple[int, ...]] | None = None
        canvas.view.over.append(self.paint)

    @property
    def ids(self) -> tuple[Found, ...]:
        """What wears a ring."""
        return self._ids

    def keep_sight(self) -> None:
        """Remember what is in view and selected."""
        view = self._canvas.view
        center = view.visible_area().center()
        frames = self._canvas.scene.frames.chosen
        self._sight = (view.zoom, center, self._canvas.document.selection, frames)

    def show(self, ids: tuple[Found, ...], shown: Found) -> None:
        """Ring these; select one of them and bring it into view.

        With none to be shown, what was in view and selected at first is so again: what was found
        before would be taken for what is found now.
        """
        former, self._ids, self._shown = self._shown, ids, shown
        view = self._canvas.view
        if shown == "":
            if former != "":
                self._go_back()
        elif isinstance(shown, int):
            self._canvas.framing.show(shown)
        elif item := self._canvas.scene.nodes.get(shown):
            self._canvas.document.select([shown])
            if view.zoom < _READABLE:
                view.zoom_to(1.0)
            view.centerOn(item.body.center())
        view.viewport().update()

    def clear(self, *, is_back: bool) -> None:
        """Take the rings off; is_back: and show again what was in view before."""
        self._ids, self._shown = (), ""
        if is_back:
            self._go_back()
        self._sight = None
        self._canvas.view.viewport().update()

    def _go_back(self) -> None:
        if self._sight is None:
            return
        zoom, center, chosen, frames = self._sight
        self._canvas.sight.look(zoom, center)
        self._canvas.document.select(chosen)
        self._canvas.scene.frames.choose(frames)

    def paint(self, painter: QPainter) -> None:
        """Draw the rings that are in view; as thick from afar as from near."""
        if not self._ids:
            return
        view = self._canvas.view
        seen, px = view.visible_area(), 1 / view.zoom
        for number, found in enumerate(self._ids, start=1):
            item = self._item(found)
            if item is None:
                continue
            away = _OUTSIDE_PX * px
            ring = item.body.adjusted(-away, -away, away, away)
            if ring.intersects(seen):
                _paint_ring(painter, ring, px, is_whole=found == self._shown)
                _paint_number(painter, ring.topLeft(), number, px)

    def _item(self, found: Found) -> NodeItem | FrameItem | None:
        scene = self._canvas.scene
        return scene.frames.items.get(found) if isinstance(found, int) else scene.nodes.get(found)


def _paint_ring(painter: QPainter, ring: QRectF, px: float, *, is_whole: bool) -> None:
    style = Qt.PenStyle.SolidLine if is_whole else Qt.PenStyle.DashLine
    width = _RING_PX * (1.5 if is_whole else 1.0) * px
    painter.setPen(QPen(current().color("focus.ring"), width, style))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    corner = current().number("node.radius") + _OUTSIDE_PX * px
    painter.drawRoundedRect(ring, corner, corner)


def _paint_number(painter: QPainter, corner: QPointF, number: int, px: float) -> None:
    """Which of all it is, in a tag on the ring's corner."""
    theme, words = current(), str(number)
    painter.save()
    painter.translate(corner)
    painter.scale(px, px)
    width = max(_TAG_PX, face.width(words, "strong") + 8)
    tag = QRectF(-width / 2, -_TAG_PX / 2, width, _TAG_PX)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.color("focus.ring"))
    painter.drawRoundedRect(tag, _TAG_PX / 2, _TAG_PX / 2)
    face.draw(painter, tag, words, "strong", theme.color("bg.canvas"), face.CENTER)
    painter.restore()
