"""A few nodes in the hand: their wires run below nodes that stay, which are kept as a picture."""

from collections.abc import Iterable, Iterator
from typing import TypeVar

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPixmap, QRegion, QTransform

from hornstudio.ui.canvas.paint.painting import MANY_STALE
from hornstudio.ui.canvas.paint.picture import FINEST, Picture, place
from hornstudio.ui.canvas.paint.region import (
    area_of,
    blank,
    copy_part,
    paint_items,
    places_of,
    region_of,
)
from hornstudio.ui.canvas.pane import Pane
from hornstudio.ui.canvas.scene.node_item import NodeItem
from hornstudio.ui.canvas.scene.wire_item import WireItem

_Item = TypeVar("_Item", NodeItem, WireItem)


class Hand:
    """Draws what moves, and the nodes above it, on ground and wires that are there already.

    Where nodes come to look otherwise meanwhile, such as by figures of a run, the picture is mended
    there.
    """

    def __init__(self, pane: Pane) -> None:
        self._pane = pane
        self._nodes: QPixmap | None = None
        self._taken = QRegion()
        self._held: dict[str, tuple[object, Picture]] = {}

    def forget(self) -> None:
        """Nothing is in the hand any more, or all of it is seen otherwise."""
        self._nodes = None
        self._held.clear()

    def paint(self, painter: QPainter, rect: QRect, area: QRectF) -> None:
        """Draw a part of the viewport, which shows an area; the painter is left in px of that."""
        scene, to_port = self._pane.canvas_scene, self._pane.viewportTransform()
        painter.setTransform(to_port)
        lines = sorted(scene.wires_of(scene.moving), key=_height)
        paint_items(painter, _within(lines, area))
        painter.resetTransform()
        nodes, taken = self._level_nodes(), self._taken & rect
        for part in list(taken):  # type: ignore[call-overload]  # most is empty: read in vain
            copy_part(painter, nodes, part)
        held = _within((scene.nodes[i] for i in scene.moving), area)
        ratio = self._pane.viewport().devicePixelRatioF()
        if to_port.m11() * ratio <= FINEST:
            for item in held:
                self._paint_held(painter, item, to_port, ratio)
            painter.setTransform(to_port)
        else:
            painter.setTransform(to_port)
            paint_items(painter, held)

    def _paint_held(
        self, painter: QPainter, item: NodeItem, to_port: QTransform, ratio: float
    ) -> None:
        """Draw a node from one picture of body and ports; the painter is in px of the viewport."""
        state = (item.look, item.is_chosen, item.is_hovered, item.painting.hint)
        former, picture = self._held.get(item.node_id, (None, None))
        if picture is None or state != former:
            picture = item.picture_with_ports(to_port.m11(), ratio)
            self._held[item.node_id] = state, picture
        place(painter, picture, to_port.map(item.pos()), to_port.m11(), ratio)

    def _level_nodes(self) -> QPixmap:
        """The picture of nodes that stay, as they look now."""
        stale = self._pane.canvas_scene.painting.stale_nodes
        if self._nodes is None or len(stale) > MANY_STALE:
            self._nodes = blank(self._pane)
            self._nodes.fill(Qt.GlobalColor.transparent)  # lets it have alpha at all
            self._taken = QRegion()
            self._draw(self._nodes, [self._pane.viewport().rect()])
        elif stale:
            self._draw(self._nodes, places_of(self._pane, stale))
        stale.clear()
        return self._nodes

    def _draw(self, picture: QPixmap, rects: list[QRect]) -> None:
        scene, to_port = self._pane.canvas_scene, self._pane.viewportTransform()
        painter = QPainter(picture)
        painter.setRenderHints(self._pane.renderHints())
        for rect in rects:
            painter.resetTransform()
            painter.setClipRect(rect)
            painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Source)
            painter.fillRect(rect, Qt.GlobalColor.transparent)
            painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)
            painter.setTransform(to_port)
            found = reversed(scene.items_in(area_of(self._pane, rect)))
            nodes = [i for i in found if isinstance(i, NodeItem) and i.node_id not in scene.moving]
            paint_items(painter, nodes)
            self._taken += region_of(self._pane, (node.sceneBoundingRect() for node in nodes))
        painter.end()


def _height(line: WireItem) -> tuple[float, int]:
    return line.zValue(), line.number


def _within(items: Iterable[_Item], area: QRectF) -> Iterator[_Item]:
    return (item for item in items if item.sceneBoundingRect().intersects(area))
