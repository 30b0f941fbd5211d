"""Drawing wires from port to port, and moving the end of one that is there."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter

from hornstudio.engine.editing import edits
from hornstudio.engine.graph import Wire
from hornstudio.engine.wiring import Refusal, why_not
from hornstudio.ui.canvas import geometry
from hornstudio.ui.canvas.edit import wiring
from hornstudio.ui.canvas.gesture.gesture import Gesture
from hornstudio.ui.canvas.gesture.grip import Grip
from hornstudio.ui.canvas.gesture.loose_wire import LooseWire
from hornstudio.ui.canvas.paint.look import PortLook, Side
from hornstudio.ui.canvas.paint.port import paint_port
from hornstudio.ui.canvas.scene.node_item import NodeItem
from hornstudio.ui.theme import current
from hornstudio.ui.words.account import shape_text
from hornstudio.ui.words.translate import tr

if TYPE_CHECKING:
    from hornstudio.ui.canvas.view import View

SNAP_PX = 24.0


Hit = tuple[NodeItem, int, Wire | None, Refusal | None]
"""What is under the pointer: node, row, the wire it would make, and why it may not."""


class DrawWire(Gesture):
    """A wire whose loose end is in the hand and seeks a port; the other hangs on a grip.

    With Ctrl the wire stays in the hand after a drop, and each click wires a further port.
    """

    cursor = Qt.CursorShape.CrossCursor

    def __init__(self, view: "View", at: QPointF, grip: Grip, pressed: str = "") -> None:
        super().__init__(view, at)
        self.pressed = pressed
        self.grip = grip
        self.end, self.side, self.old = grip.end, grip.side, grip.old
        self.seek: Side = "in" if self.side == "out" else "out"
        self.report = wiring.without(self.document.report, self.old)
        self.anchor, self.kind = grip.place(self.scene)
        self._to = self.anchor
        self._snapped: tuple[NodeItem, int] | None = None
        self._fits: dict[tuple[str, str], Refusal | None] = {}
        self._is_kept = False

    def move(self, at: QPointF, modifiers: Qt.KeyboardModifier) -> None:
        """Light up what fits; near a port that does not, say why."""
        if not self.is_drag and self.press_moved(at):
            self._light_up()
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

    def _light_up(self) -> None:
        self.scene.painting.hint = self._hint
        self.scene.painting.kind = self.kind
        self._dim_old(True)
        self.view.told.emit(self._words())
        self.view.viewport().update()

    def _words(self) -> str:
        """What can be done with the wire, for the status line."""
        if self.old:
            ways = tr(
                "let go on a ringed port or on a module to plug it in there, or on nothing to "
                "take it away"
            )
        else:
            ways = tr("let go on a ringed port, on a module, or on nothing to search one")
        if self.side == "in":
            return tr("Into {port}: {ways}", port=self.end, ways=ways)
        spec = self.report.spec(self.end)
        what = f"{self.end}, {shape_text(spec)}" if spec else self.end
        return tr("From {port}: {ways}; Ctrl goes on to further ports", port=what, ways=ways)

    def finish(self, at: QPointF, modifiers: Qt.KeyboardModifier) -> None:
        """Wire, refuse with a reason, or ask which module to wire."""
        self._clear()
        if not self.is_drag:
            if self.pressed:
                self.document.select([self.pressed])
            return
        hit = self._hit(at)
        if hit is None:
            self._drop_on_nothing(at)
            return
        item, row, wire, refusal = hit
        if refusal is None and wire:
            self._commit(wire, self._row_wire(item, row))
            self._is_kept = bool(modifiers & Qt.KeyboardModifier.ControlModifier)
        elif refusal is not None and wire:
            self.view.refuse(wire, refusal, self.old, at)

    def followed_by(self) -> Gesture | None:
        """The next wire from the same port, where Ctrl was held."""
        return (
            FurtherWire(self.view, self._to, Grip(self.end, self.side)) if self._is_kept else None
        )

    def cancel(self) -> None:
        """Forget the wire."""
        self._clear()

    def _clear(self) -> None:
        if self.is_drag:
            self.view.told.emit("")
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

    def _hit(self, at: QPointF) -> Hit | None:
        """The port that is pointed at, else the nearest one around that fits, else a body."""
        near = self._hits(at, SNAP_PX / self.view.zoom)
        pointed = self._hits(at, self.view.port_reach())
        fits = [hit for hit in near if hit[3] is None]
        for hit in (*pointed[:1], *fits, *near):
            return hit
        item_at = self.scene.node_at(at) or self._owner(at)
        return self._hit_body(item_at, at) if item_at else None

    def _owner(self, at: QPointF) -> NodeItem | None:
        """The other node whose port sticks out there: an output stands for all of its node."""
        ports = self.scene.ports_at(at, self.view.port_reach())
        return next((item for item, *_ in ports if item.node_id != self.grip.node_id), None)

    def _hits(self, at: QPointF, reach: float) -> list[Hit]:
        """Ports around a point on the side that is sought, the nearest first."""
        found: list[Hit] = []
        for item, side, row in self.scene.ports_at(at, reach):
            if side == self.seek:
                port = item.look.ports(side)[row]
                wire = wiring.wire_between(self.end, self.side, f"{item.node_id}.{port.name}")
                found.append((item, row, wire, self._why_not(item.node_id, port.name)))
        return found

    def _hit_body(self, item: NodeItem, at: QPointF) -> Hit:
        if item.node_id == self.grip.node_id:
            return item, 0, None, None
        refused: Hit = (item, 0, None, None)

        def away(row: int) -> float:
            return geometry.distance(item.port_point(self.seek, row), at)

        grip = (self.end, self.side)
        for wire in wiring.open_wires(self.report, grip, item.node_id, item.look, away):
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
        wires = self.document.graph.wires_into(item.node_id, port.name)
        return wires[port.index] if port.index < len(wires) else None

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

    def bounds(self) -> tuple[QRectF, ...]:
        """The loose wire with its handles."""
        return (self._loose().bounds(),)

    def _loose(self) -> LooseWire:
        return LooseWire(self.anchor, self._to, self.side, self.kind)


class FurtherWire(DrawWire):
    """One more wire from a port, in the hand without a button held; a click on nothing ends it."""

    has_button = False

    def __init__(self, view: "View", at: QPointF, grip: Grip) -> None:
        super().__init__(view, at, grip)
        self.is_drag = True
        self._to = at
        self._light_up()

    def _words(self) -> str:
        return tr("Click on further ports; Esc, or a click on nothing, ends it")

    def _drop_on_nothing(self, at: QPointF) -> None:
        """Put the wire down."""


def connect_text(wire: Wire) -> str:
    """Name of the undo step."""
    return tr("Connect {source} → {target}", source=wire.source_node, target=wire.target_node)


def disconnect_text(wire: Wire) -> str:
    """Name of the undo step."""
    return tr("Disconnect {source} → {target}", source=wire.source_node, target=wire.target_node)
