"""What lies under the nodes, kept as a picture: where one lights up or moves, little is drawn."""

from PySide6.QtCore import QRect, QTimer
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtWidgets import QGraphicsItem

from hornstudio.ui.canvas.paint.painting import MANY_STALE
from hornstudio.ui.canvas.paint.region import (
    area_of,
    blank,
    copy_part,
    paint_items,
    paint_sheet,
    places_of,
)
from hornstudio.ui.canvas.pane import Pane
from hornstudio.ui.canvas.scene.hand import Hand
from hornstudio.ui.canvas.scene.node_item import NodeItem
from hornstudio.ui.canvas.scene.wire_item import WireItem
from hornstudio.ui.theme import current


class Underlay:
    """The ground of a view and wires, without those at nodes in the hand.

    It is made as soon as the same is painted in two turns of the event loop, and kept level with
    wires by what they note. One turn paints in several parts where something lies over the pane.
    """

    def __init__(self, pane: Pane) -> None:
        self._pane = pane
        self._state: object = None
        self._picture: QPixmap | None = None
        self._is_first_turn = False
        self._hand = Hand(pane)

    def paint(self, rect: QRect) -> None:
        """Paint a part of the viewport, once it is told that the picture is level."""
        assert self._picture is not None
        pane = self._pane
        painter = QPainter(pane.viewport())
        painter.setClipRect(rect)
        painter.setRenderHints(pane.renderHints())
        copy_part(painter, self._picture, rect)
        area = area_of(self._pane, rect)
        if pane.canvas_scene.moving:
            self._hand.paint(painter, rect, area)
        else:
            painter.setTransform(pane.viewportTransform())
            found = reversed(pane.canvas_scene.items_in(area))
            paint_items(painter, filter(self._is_above, found))
        pane.drawForeground(painter, area)
        painter.end()

    def is_level(self) -> bool:
        """Whether the picture shows what is there now; it is made, or mended, where that pays."""
        scene = self._pane.canvas_scene
        stale = scene.painting.stale
        if scene.painting.is_hurried or scene.frames.items or (scene.moving and scene.chosen_wires):
            self.forget()
            return False
        pane, state, former = self._pane, self._now(), self._state
        self._state = state
        if state != former:
            self._picture = None
            self._hand.forget()
            self._is_first_turn = True
            QTimer.singleShot(0, pane, self._end_turn)
        if self._is_first_turn:
            return False
        if self._picture is None or len(stale) > MANY_STALE:
            self._picture = blank(self._pane)
            self._draw([self._pane.viewport().rect()])
        elif stale:
            self._draw(places_of(self._pane, stale))
        stale.clear()
        if not scene.moving:
            self._hand.forget()
        return True

    def forget(self) -> None:
        """Let the picture go."""
        self._state = self._picture = None
        self._hand.forget()

    def _end_turn(self) -> None:
        self._is_first_turn = False

    def _now(self) -> object:
        pane, port = self._pane, self._pane.viewport()
        scene = pane.canvas_scene
        size = (port.width(), port.height(), port.devicePixelRatioF())
        return (scene.revision, scene.moving, pane.viewportTransform(), current().scheme, size)

    def _draw(self, rects: list[QRect]) -> None:
        """Draw ground and wires into parts of the picture."""
        assert self._picture is not None
        painter = QPainter(self._picture)
        for rect in rects:
            painter.resetTransform()
            painter.setClipRect(rect)
            painter.setTransform(self._pane.viewportTransform())
            area = area_of(self._pane, rect)
            paint_sheet(self._pane, painter, area, lambda item: not self._is_above(item))
        painter.end()

    def _is_above(self, item: QGraphicsItem) -> bool:
        if isinstance(item, WireItem):
            moving = self._pane.canvas_scene.moving
            return bool(moving) and not moving.isdisjoint(item.node_ids)
        return isinstance(item, NodeItem)
