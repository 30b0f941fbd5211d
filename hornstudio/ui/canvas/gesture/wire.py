"""Drawing a wire from port to port, and moving the end of one that is there."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter

from hornstudio.engine import edits
from hornstudio.engine.graph import Wire
from hornstudio.engine.wiring import Refusal, why_not
from hornstudio.ui.canvas.edit import wiring
from hornstudio.ui.canvas.gesture.gesture import Gesture
from hornstudio.ui.canvas.gesture.loose_wire import LooseWire
from hornstudio.ui.canvas.node_item import NodeItem
from hornstudio.ui.canvas.paint.look import PortLook, Side
from hornstudio.ui.canvas.paint.port import paint_port
from hornstudio.ui.theme import current
from hornstudio.ui.translate import tr

if TYPE_CHECKING:
    from hornstudio.ui.canvas.view import View

SNAP_PX = 24.0


class DrawWire(Gesture):
    """A drag from a port. It hangs on `end` and seeks a port of the other side.

    A drag from a connected input takes that wire by its end: `old` is the wire.
    """

    cursor = Qt.CursorShape.CrossCursor

    def __init__(self, view: "View", at: QPointF, item: NodeItem, side: Side, row: int) -> None:
        super().__init__(view, at)
        self.pressed = item.node_id
        port = item.look.ports(side)[row]
        self.old = self._wire_at(item, port) if side == "in" and not port.is_add else None
        self.end = self.old.source if self.old else f"{item.node_id}.{port.name}"
        self.side: Side = "out" if self.old else side
        self.seek: Side = "in" if self.side == "out" else "out"
        self.report = wiring.without(self.document.report, self.old)
        self.anchor = self._anchor(item, row)
        self.kind = port.type
        self._to = self.anchor
        self._snapped: tuple[NodeItem, int] | None = None
        self._fits: dict[tuple[str, str], Refusal | None] = {}

    def _wire_at(self, item: NodeItem, port: PortLook) -> Wire | None:
        wires = self.document.graph.wires_into(item.node_id, port.name)
        return wires[port.index] if port.index < len(wires) else None

    def _anchor(self, item: NodeItem, row: int) -> QPointF:
        if self.old is None:
            return item.port_point(self.side, row)
        source = self.scene.nodes[self.old.source_node]
        return source.port_point("out", source.look.row_of("out", self.old.source_port))

    def move(self, at: QPointF, modifiers: Qt.KeyboardModifier) -> None:
        """Light up what fits; near a port that does not, say why."""
        if not self.is_drag and self.press_moved(at):
            self.scene.painting.hint = self._hint
            self.scene.painting.kind = self.kind
            self._dim_old(True)
            self.view.viewport().update()
        if not self.is_drag:
            return
        hit = self._hit(at)
        self._snapped = None
        self._to = at
        refusal = None
        if hit:
            item, row, wire, refusal = hit
            if refusal is None and wire:
                self._snapped = (item, row)
                self._to = item.port_point(self.seek, row)
        self.view.show_reason(refusal, at)

    def finish(self, at: QPointF, modifiers: Qt.KeyboardModifier) -> None:
        """Wire, refuse with a reason, or ask which module to wire."""
        self._clear()
        if not self.is_drag:
            self.document.select([self.pressed])
            return
        hit = self._hit(at)
        if hit is None:
            self._drop_on_nothing(at)
            return
        item, row, wire, refusal = hit
        if refusal is None and wire:
            self._commit(wire, self._row_wire(item, row))
        elif refusal is not None and wire:
            self.view.refuse(wire, refusal, self.old, at)

    def cancel(self) -> None:
        """Forget the wire."""
        self._clear()

    def _clear(self) -> None:
        self.scene.painting.hint = None
        self._dim_old(False)
        self.view.show_reason(None, self._to)
        self.view.viewport().update()

    def _dim_old(self, dimmed: bool) -> None:
        if self.old in self.scene.wires:
            self.scene.wires[self.old].dim(dimmed)

    def _hint(self, node_id: str, side: Side, port: PortLook) -> bool | None:
        if f"{node_id}.{port.name}" == self.end and side == self.side:
            return None
        if side != self.seek:
            return False
        return self._why_not(node_id, port.name) is None

    def _why_not(self, node_id: str, port: str) -> Refusal | None:
        key = (node_id, port)
        if key not in self._fits:
            wire = wiring.wire_between(self.end, self.side, f"{node_id}.{port}")
            self._fits[key] = why_not(self.report, wire)
        return self._fits[key]

    def _hit(self, at: QPointF) -> tuple[NodeItem, int, Wire | None, Refusal | None] | None:
        """What is under the pointer: node, row, the wire it would make, and why it may not."""
        near = self.scene.port_at(at, SNAP_PX / self.view.zoom)
        if near and near[1] == self.seek:
            item, _, row = near
            port = item.look.ports(self.seek)[row]
            wire = wiring.wire_between(self.end, self.side, f"{item.node_id}.{port.name}")
            return item, row, wire, self._why_not(item.node_id, port.name)
        item_at = self.scene.node_at(at)
        if item_at is None:
            return None
        return self._hit_body(item_at)

    def _hit_body(self, item: NodeItem) -> tuple[NodeItem, int, Wire | None, Refusal | None]:
        if item.node_id == self.end.partition(".")[0]:
            return item, 0, None, None
        refused: tuple[NodeItem, int, Wire | None, Refusal | None] = (item, 0, None, None)
        report = self.report
        for wire in wiring.open_wires(report, self.end, self.side, item.node_id, item.look):
            name = wire.target_port if self.seek == "in" else wire.source_port
            refusal = self._why_not(item.node_id, name)
            index = max((p.index for p in item.look.ports(self.seek) if p.name == name), default=0)
            row = item.look.row_of(self.seek, name, index)
            if refusal is None:
                return item, row, wire, None
            if refused[2] is None:
                refused = (item, row, wire, refusal)
        return refused

    def _row_wire(self, item: NodeItem, row: int) -> Wire | None:
        """The wire at an occupied row of a growing port."""
        port = item.look.ports(self.seek)[row]
        if self.seek == "out" or not port.is_many or port.is_add:
            return None
        return self._wire_at(item, port)

    def _commit(self, wire: Wire, row: Wire | None) -> None:
        graph = wiring.draw_wire(self.document.graph, wire, self.old, row)
        self.document.edit(connect_text(wire), graph)

    def _drop_on_nothing(self, at: QPointF) -> None:
        if self.old is None:
            self.view.ask_module(at, self.end, self.side)
            return
        graph = edits.disconnect(self.document.graph, [self.old])
        self.document.edit(disconnect_text(self.old), graph)

    def paint(self, painter: QPainter) -> None:
        """The loose wire, and the port that it would take."""
        if not self.is_drag:
            return
        self._loose().paint(painter)
        if self._snapped:
            item, row = self._snapped
            at = item.port_point(self.seek, row)
            grow = current().number("port.hoverScale")
            paint_port(painter, at, self.kind, is_linked=True, ring=True, factor=grow)

    def bounds(self) -> QRectF:
        """The loose wire with its handles."""
        return self._loose().bounds()

    def _loose(self) -> LooseWire:
        return LooseWire(self.anchor, self._to, self.side, self.kind)


def connect_text(wire: Wire) -> str:
    """Name of the undo step."""
    return tr("Connect {source} → {target}", source=wire.source_node, target=wire.target_node)


def disconnect_text(wire: Wire) -> str:
    """Name of the undo step."""
    return tr("Disconnect {source} → {target}", source=wire.source_node, target=wire.target_node)
