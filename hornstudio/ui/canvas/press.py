"""What a press of the left button begins, by what is under the pointer."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, Qt

from hornstudio.engine.graph import Wire
from hornstudio.ui.canvas.frame.gesture import gesture_at as frame_gesture_at
from hornstudio.ui.canvas.gesture import grip
from hornstudio.ui.canvas.gesture.gesture import ADDING, Gesture
from hornstudio.ui.canvas.gesture.marquee import Marquee
from hornstudio.ui.canvas.gesture.move import Move
from hornstudio.ui.canvas.gesture.wire import DrawWire
from hornstudio.ui.canvas.paint.node import COMPACT_FROM
from hornstudio.ui.canvas.reroute.gesture import MovePoints, PullPoint
from hornstudio.ui.canvas.scene.node_item import NodeItem
from hornstudio.ui.canvas.scene.wire_item import WireItem

if TYPE_CHECKING:
    from hornstudio.ui.canvas.view import View

Modifiers = Qt.KeyboardModifier


def gesture_at(view: "View", at: QPointF, modifiers: Modifiers) -> Gesture | None:
    """The gesture that a press at a point begins; None where the press says it all."""
    scene = view.canvas_scene
    port_reach = view.port_reach() if view.zoom >= COMPACT_FROM else None
    port, item, line = scene.under(at, port_reach, view.hover.wire_reach())
    if port:
        return DrawWire(view, at, grip.at_port(view.document.graph, *port), port[0].node_id)
    if item:
        return _on_node(view, at, item, modifiers)
    place = scene.reroutes.at(at, view.zoom) if view.zoom >= COMPACT_FROM else None
    if place:
        return MovePoints(view, at, place, modifiers)
    if line:
        return _on_wire(view, at, line, modifiers)
    return frame_gesture_at(view, at, modifiers) or Marquee(view, at, modifiers)


def _on_node(view: "View", at: QPointF, item: NodeItem, modifiers: Modifiers) -> Gesture | None:
    if view.hover.is_menu_at(item, at):
        view.document.select([item.node_id])
        view.menu_asked.emit(view.viewport().mapToGlobal(view.mapFromScene(at)), at)
        return None
    if view.hover.is_sign_at(item, at):
        view.problem_asked.emit(item.node_id, None, at)
    return Move(view, at, item.node_id, modifiers)


def _on_wire(view: "View", at: QPointF, line: WireItem, modifiers: Modifiers) -> Gesture | None:
    """A wire is selected; a drag near an end takes that off, one elsewhere pulls a point out."""
    if line.is_badge_at(at):
        view.problem_asked.emit(line.wire.target_node, line.wire, at)
    _choose_wire(view, line.wire, modifiers)
    if view.zoom < COMPACT_FROM or modifiers & ADDING:
        return None
    by_click = bool(modifiers & Qt.KeyboardModifier.AltModifier)
    held = None if by_click else grip.near_end(line, at)
    return DrawWire(view, at, held) if held else PullPoint(view, at, line, by_click=by_click)


def _choose_wire(view: "View", wire: Wire, modifiers: Modifiers) -> None:
    if modifiers & ADDING:
        view.canvas_scene.choose_wires(view.canvas_scene.chosen_wires ^ {wire})
        return
    view.document.select(())
    view.canvas_scene.reroutes.choose(())
    view.canvas_scene.choose_wires({wire})
