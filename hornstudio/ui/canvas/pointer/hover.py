"""What lies under the pointer while no button is down."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt, QTimer
from PySide6.QtGui import QPainter, QPen

from hornstudio.ui.canvas.paint.look import Side
from hornstudio.ui.canvas.paint.node import COMPACT_FROM, FULL_FROM, more_rect
from hornstudio.ui.canvas.paint.port import paint_port
from hornstudio.ui.canvas.pointer.trace import Trace
from hornstudio.ui.canvas.scene.node_item import NodeItem
from hornstudio.ui.canvas.scene.wire_item import WireItem
from hornstudio.ui.theme import current

if TYPE_CHECKING:
    from hornstudio.ui.canvas.view import View
_REST_MS = 120
_GAP_PX, _AROUND_PX = 2, 5
"""Of the line around a node from afar, from its block, in px of the window, and room for it."""


class Hover:
    """Lifts the node, the wire or the port under the pointer."""

    def __init__(self, view: "View") -> None:
        self._view = view
        self._node = ""
        self._wire: WireItem | None = None
        self._port: tuple[str, Side, int] | None = None
        self._trace = Trace(view)
        self._is_over = False
        self._rest = QTimer(view, singleShot=True, interval=_REST_MS)
        self._rest.timeout.connect(self._on_sheet_rested)

    def move(self, at: QPointF) -> None:
        """The pointer is at a point of the canvas."""
        view, scene = self._view, self._view.canvas_scene
        self._is_over = True
        far = view.zoom < COMPACT_FROM
        port_reach = None if far else view.port_reach()
        hit, item, wire = scene.under(at, port_reach, self.wire_reach() if scene.is_whole else None)
        point = None if item or far else scene.reroutes.at(at, view.zoom)
        scene.reroutes.hover(point)
        self._show(item, wire, (hit[0].node_id, hit[1], hit[2]) if hit else None)
        is_sign = (
            item is not None
            and not hit
            and (self.is_sign_at(item, at) or self.is_menu_at(item, at))
        )
        is_sign = is_sign or (wire is not None and wire.is_badge_at(at))
        if hit:
            view.show_cursor(Qt.CursorShape.CrossCursor)
        else:
            on_frame = scene.frames.cursor_at(at, view.zoom) if not item and not wire else None
            shape = on_frame or Qt.CursorShape.ArrowCursor
            shape = Qt.CursorShape.SizeAllCursor if point else shape
            shape = Qt.CursorShape.PointingHandCursor if is_sign else shape
            view.show_cursor(shape)

    def leave(self) -> None:
        """The pointer is elsewhere."""
        self._is_over = False
        self._let_go()

    def _let_go(self) -> None:
        self._view.canvas_scene.reroutes.hover(None)
        self._show(None, None, None)

    def slide(self) -> None:
        """The sheet moves under the pointer: what it takes along is let go at once; what comes
        instead is shown when it rests."""
        if not self._is_over or self._view.gesture:
            return
        if not self._is_still_here():
            self._let_go()
        self._rest.start()

    def _here(self) -> QPointF:
        return self._view.to_scene(QPointF(self._view.pointer))

    def _is_still_here(self) -> bool:
        scene, at = self._view.canvas_scene, self._here()
        item = scene.nodes.get(self._node)
        if self._port or item:
            return not self._port and item is not None and item.body.contains(at)
        is_near = self._wire is not None and self._view.zoom >= COMPACT_FROM
        return is_near and scene.wire_at(at, self.wire_reach()) is self._wire

    def _on_sheet_rested(self) -> None:
        view = self._view
        if self._is_over and view.gesture is None and view.viewport().childAt(view.pointer) is None:
            self.move(self._here())

    def wire_reach(self) -> float:
        """Reach of a wire for the pointer, in px of the canvas."""
        return float(current().number("wire.hit") / 2 / self._view.zoom)

    def is_sign_at(self, item: NodeItem, at: QPointF) -> bool:
        """Whether a click there asks what is wrong with a node."""
        if self._view.zoom < FULL_FROM:
            return False
        local = at - item.pos()
        look = item.look
        if look.message and not look.is_collapsed:
            return look.footer_rect().contains(local)
        badge = look.width - 10 - 16 * look.is_training
        return look.has_sign and QRectF(badge - 18, 5, 21, 21).contains(local)

    def is_menu_at(self, item: NodeItem, at: QPointF) -> bool:
        """Whether a click there opens the node's menu."""
        if self._view.zoom < FULL_FROM:
            return False
        more = more_rect(item.look)
        return bool(more and more.adjusted(-4, -4, 4, 4).contains(at - item.pos()))

    def _show(
        self, item: NodeItem | None, wire: WireItem | None, port: tuple[str, Side, int] | None
    ) -> None:
        scene = self._view.canvas_scene
        name = item.node_id if item else ""
        self._trace.follow(name, wire.wire if wire else None)
        if name != self._node:
            if old := scene.nodes.get(self._node):
                old.hover(False)
                self._repaint_from_afar(old)
            if item:
                item.hover(True)
                self._repaint_from_afar(item)
            self._node = name
        if wire is not self._wire:
            if self._wire and self._wire.scene() is scene:
                self._wire.hover(False)
            if wire:
                wire.hover(True)
            self._wire = wire
        if port != self._port:
            for place in (self._port, port):
                if place and place[0] in scene.nodes:
                    scene.nodes[place[0]].update()
            self._port = port

    def _repaint_from_afar(self, item: NodeItem) -> None:
        """Qt paints no item from afar, and so knows none."""
        view = self._view
        if view.zoom < COMPACT_FROM:
            place = view.viewportTransform().mapRect(item.body).toAlignedRect()
            view.viewport().update(place.adjusted(-_AROUND_PX, -_AROUND_PX, _AROUND_PX, _AROUND_PX))

    def _outline(self, painter: QPainter) -> None:
        """Mark the block that a press would take, from where it cannot light up."""
        item = self._view.canvas_scene.nodes.get(self._node)
        if item is None or self._view.gesture:
            return
        pen = QPen(current().color("selection.outline"), 1)
        pen.setCosmetic(True)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        away = _GAP_PX / self._view.zoom
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.drawRect(item.body.adjusted(-away, -away, away, away))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)

    def _hovered_wire(self) -> list[WireItem]:
        is_there = self._wire is not None and self._wire.scene() is not None
        return [self._wire] if is_there and self._wire is not None else []

    def paint(self, painter: QPainter) -> None:
        """Draw the shapes of wires that are looked at, and the port under the pointer larger.

        From afar, draw a line around the node.
        """
        scene = self._view.canvas_scene
        if self._view.zoom < COMPACT_FROM:
            self._outline(painter)
        else:
            for line in {*(scene.wires[w] for w in scene.chosen_wires), *self._hovered_wire()}:
                line.paint_pill(painter)
        if self._port is None or self._view.gesture:
            return
        node_id, side, row = self._port
        item = scene.nodes.get(node_id)
        if item is None or row >= len(item.look.ports(side)):
            return
        port = item.look.ports(side)[row]
        paint_port(
            painter,
            item.port_point(side, row),
            port.type,
            is_linked=port.is_linked,
            is_wrong=port.is_wrong,
            factor=current().number("port.hoverScale"),
        )
