"""Drawing a wire with the keyboard alone: arrows choose its ends, Enter wires them."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QKeyEvent, QPainter

from hornstudio.engine.graph import Wire
from hornstudio.engine.wiring import why_not
from hornstudio.ui.canvas import geometry
from hornstudio.ui.canvas.edit import selection, wiring
from hornstudio.ui.canvas.gesture.gesture import Gesture
from hornstudio.ui.canvas.gesture.grip import Grip
from hornstudio.ui.canvas.gesture.loose_wire import LooseWire
from hornstudio.ui.canvas.gesture.wire import connect_text
from hornstudio.ui.canvas.paint.look import PortLook, Side
from hornstudio.ui.canvas.paint.port import paint_port
from hornstudio.ui.theme import current
from hornstudio.ui.widgets.announcement import announce
from hornstudio.ui.words.translate import tr

if TYPE_CHECKING:
    from hornstudio.ui.canvas.canvas import Canvas
    from hornstudio.ui.canvas.view import View

_MOST = 40
_LOOKED_AT = 200


@dataclass(frozen=True)
class Chance:
    """A wire that could be drawn, where its far end would be, and whose place it would take."""

    wire: Wire
    at: QPointF
    instead: Wire | None = None


class KeyWire(Gesture):
    """A wire from a node, in the hand of somebody who has no mouse.

    Left and right go through what the port in hand can be wired to, the nearest first, and then
    through what is taken already and would be wired anew; up and down through the node's own
    ports; Enter wires, Esc or a click lets go. What would be wired is said for a screen reader,
    with the keys at first, and then only what is another.
    `grips` is empty where no port of the node can be wired.
    """

    has_button = False

    def __init__(self, view: "View", node_id: str) -> None:
        super().__init__(view, QPointF())
        self.is_drag = True
        self.node_id = node_id
        found = ((grip, self._chances(grip)) for grip in self._ends())
        self.grips = [(grip, chances) for grip, chances in found if chances]
        self.grips.sort(key=lambda each: each[1][0].instead is not None)  # what is free comes first
        self._grip = self._chance = 0
        self._is_let_go = True
        if self.grips:
            self._show()
            view.told.emit(self._words())

    @property
    def chance(self) -> Chance:
        """What Enter would wire."""
        return self.grips[self._grip][1][self._chance]

    def _ends(self) -> list[Grip]:
        """The node's outputs, then its inputs that are free, then those that are taken."""
        look = self.scene.nodes[self.node_id].look
        inputs = sorted(filter(_takes_one, look.inputs), key=_is_taken)
        sides: tuple[tuple[Side, list[str]], ...] = (
            ("out", [p.name for p in look.outputs]),
            ("in", [p.name for p in inputs]),
        )
        return [Grip(f"{self.node_id}.{name}", side) for side, names in sides for name in names]

    def _chances(self, grip: Grip) -> list[Chance]:
        anchor, _ = grip.place(self.scene)
        seek: Side = "in" if grip.side == "out" else "out"
        ports = [
            (_is_taken(port), geometry.distance(item.port_point(seek, row), anchor), item, row)
            for item in self.scene.nodes.values()
            if item.node_id != self.node_id
            for row, port in enumerate(item.look.ports(seek))
            if seek == "out" or _takes_one(port)
        ]
        ports.sort(key=lambda found: (seek == "in" and found[0], found[1]))
        chances = []
        for _, _, item, row in ports[:_LOOKED_AT]:
            port = item.look.ports(seek)[row]
            wire = wiring.wire_between(grip.end, grip.side, f"{item.node_id}.{port.name}")
            if self._is_good(wire):
                chances.append(Chance(wire, item.port_point(seek, row), self._taken_by(wire)))
        return chances[:_MOST]

    def _taken_by(self, wire: Wire) -> Wire | None:
        """The wire that would go, of a port that takes one."""
        look = self.scene.nodes[wire.target_node].look
        if any(port.name == wire.target_port and port.is_many for port in look.inputs):
            return None
        return next(iter(self.document.graph.wires_into(*wire.target.split("."))), None)

    def _is_good(self, wire: Wire) -> bool:
        report = self.document.report
        module = report.facts[wire.target_node].module
        return why_not(report, wire) is None and not wiring.is_odd(report, wire, module, "out")

    def key(self, event: QKeyEvent) -> bool:
        """Choose, or wire; whether the key means something here."""
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._is_let_go = False
            self.view.cancel_gesture()
            wire = self.chance.wire
            graph = wiring.draw_wire(self.document.graph, wire)
            self.document.edit(connect_text(wire), graph)
            return True
        is_other_port = key in (Qt.Key.Key_Down, Qt.Key.Key_Up)
        if key in (Qt.Key.Key_Right, Qt.Key.Key_Tab, Qt.Key.Key_W):
            self._chance += 1
        elif key == Qt.Key.Key_Left:
            self._chance -= 1
        elif is_other_port:
            self._grip += 1 if key == Qt.Key.Key_Down else -1
            self._chance = 0
        else:
            return False
        self._grip %= len(self.grips)
        self._chance %= len(self.grips[self._grip][1])
        self._show()
        self.view.shown.emit(self._words())
        announce(self.view, self._news(is_other_port=is_other_port))
        return True

    def _show(self) -> None:
        """Bring the far end into view."""
        grip, _ = self.grips[self._grip]
        self.scene.painting.hint = lambda node_id, side, port: (
            None
            if (f"{node_id}.{port.name}", side) == (grip.end, grip.side)
            else f"{node_id}.{port.name}" in (self.chance.wire.source, self.chance.wire.target)
        )
        self.scene.painting.kind = grip.place(self.scene)[1]
        at = self.chance.at
        self.view.ensureVisible(QRectF(at.x() - 40, at.y() - 40, 80, 80), 40, 60)
        self.view.viewport().update()

    def _news(self, *, is_other_port: bool) -> str:
        """Where the wire would lead now; from where, where that is another port of the node."""
        chance, number = self.chance, self._chance + 1
        grip, chances = self.grips[self._grip]
        source, target = chance.wire
        words = target if grip.side == "out" else source
        if is_other_port:
            words = tr("From {source} to {target}", source=source, target=target)
        if chance.instead is not None:
            other = chance.instead.source
            words = tr("{wire} in the place of {other}", wire=words, other=other)
        return tr("{wire}, {number} of {count}", wire=words, number=number, count=len(chances))

    def _words(self) -> str:
        """What Enter would wire, and what it would take the place of."""
        chance, number = self.chance, self._chance + 1
        count = len(self.grips[self._grip][1])
        source, target = chance.wire
        if chance.instead is not None:
            return tr(
                "Wire {source} → {target} in the place of {other}? {number} of {count}. Enter "
                "wires it, the arrow keys choose other ports, Esc lets go.",
                source=source,
                target=target,
                other=chance.instead.source,
                number=number,
                count=count,
            )
        return tr(
            "Wire {source} → {target}? {number} of {count}. Enter wires it, the arrow keys "
            "choose other ports, Esc lets go.",
            source=source,
            target=target,
            number=number,
            count=count,
        )

    def finish(self, at: QPointF, modifiers: Qt.KeyboardModifier) -> None:
        """A click lets go."""
        self.cancel()

    def cancel(self) -> None:
        """Forget the wire."""
        self.scene.painting.hint = None
        self.view.told.emit("")
        self.view.viewport().update()
        if self._is_let_go:
            announce(self.view, tr("The wire was let go."))

    def paint(self, painter: QPainter) -> None:
        """The loose wire, and the port that it would take."""
        kind = self.scene.painting.kind
        self._loose().paint(painter)
        grow = current().number("port.hoverScale")
        paint_port(painter, self.chance.at, kind, is_linked=True, ring=True, factor=grow)

    def bounds(self) -> tuple[QRectF, ...]:
        """The loose wire with its handles."""
        return (self._loose().bounds(),)

    def _loose(self) -> LooseWire:
        grip, _ = self.grips[self._grip]
        anchor, kind = grip.place(self.scene)
        return LooseWire(anchor, self.chance.at, grip.side, kind)


def _takes_one(port: PortLook) -> bool:
    """Whether a wire can end at an input: not at a row of a growing port that is taken."""
    return port.is_add or not port.is_linked or not port.is_many


def _is_taken(port: PortLook) -> bool:
    return port.is_linked and not port.is_add


def take_wire(canvas: "Canvas") -> None:
    """Take a wire of the selected node into the hand; where that cannot be, say why."""
    ids, view = canvas.document.selection, canvas.view
    if len(ids) != 1:
        canvas.advice.insist(tr("Select one module; W then wires it by keys."))
        return
    view.cancel_gesture()
    gesture = KeyWire(view, ids[0])
    if gesture.grips:
        view.gesture = gesture
        view.repaint_gesture()
        return
    title = selection.title_of(canvas.document.graph, ids[0])
    canvas.advice.insist(tr("No port of {node} can be wired to another module.", node=title))
