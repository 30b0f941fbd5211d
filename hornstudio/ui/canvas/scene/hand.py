"""A few nodes in the hand: their wires run below nodes that stay, which are kept as a picture."""

from collections.abc import Iterable, Iterator

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPixmap

from hornstudio.ui.canvas.paint.painting import MANY_STALE
from hornstudio.ui.canvas.paint.region import area_of, blank, copy_part, paint_items, places_of
from hornstudio.ui.canvas.pane import Pane
from hornstudio.ui.canvas.scene.node_item import NodeItem
from hornstudio.ui.canvas.scene.wire_item import WireItem


class Hand:
    """Draws what moves, and the nodes above it, on ground and wires that are there already.

    Where nodes come to look otherwise meanwhile, such as by figures of a run, the picture is mended
    there.
    """

    def __init__(self, pane: Pane) -> None:
        self._pane = pane
        self._nodes: QPixmap | None = None

    def forget(self) -> None:
        """Nothing is in the hand any more, or all of it is seen otherwise."""
        self._nodes = None

    def paint(self, painter: QPainter, rect: QRect, area: QRectF) -> None:
        """Draw a part of the viewport, which shows an area; the painter is left in px of that."""
        scene, to_port = self._pane.canvas_scene, self._pane.viewportTransform()
        painter.setTransform(to_port)
        lines = sorted(scene.wires_of(scene.moving), key=_height)
        paint_items(painter, _within(lines, area))
        painter.resetTransform()
        copy_part(painter, self._level_nodes(), rect)
        painter.setTransform(to_port)
        paint_items(painter, _within((scene.nodes[i] for i in scene.moving), area))

    def _level_nodes(self) -> QPixmap:
        """The picture of nodes that stay, as they look now."""
        stale = self._pane.canvas_scene.painting.stale_nodes
        if self._nodes is None or len(stale) > MANY_STALE:
            self._nodes = blank(self._pane)
            self._nodes.fill(Qt.GlobalColor.transparent)  # lets it have alpha at all
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
            nodes = (i for i in found if isinstance(i, NodeItem))
            paint_items(painter, (i for i in nodes if i.node_id not in scene.moving))
        painter.end()


def _height(line: WireItem) -> tuple[float, int]:
    return line.zValue(), line.number


def _within(items: Iterable[NodeItem | WireItem], area: QRectF) -> Iterator[NodeItem | WireItem]:
    return (item for item in items if item.sceneBoundingRect().intersects(area))
