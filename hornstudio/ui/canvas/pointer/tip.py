"""What a pause of the pointer tells: the help of a module, the shape at a port or on a wire."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF

from hornstudio.ui.canvas.paint.look import PortLook, Side
from hornstudio.ui.canvas.paint.node import COMPACT_FROM
from hornstudio.ui.canvas.scene.node_item import NodeItem
from hornstudio.ui.words.translate import tr, tr_engine

if TYPE_CHECKING:
    from hornstudio.ui.canvas.view import View


def tip_at(view: "View", at: QPointF) -> str:
    """Text for what is at a point of the canvas; empty for nothing."""
    scene = view.canvas_scene
    port_reach = view.port_reach() if view.zoom >= COMPACT_FROM else None
    hit, item_at, line = scene.under(at, port_reach, view.hover.wire_reach())
    if hit:
        item, side, row = hit
        return _port_tip(view, item, side, item.look.ports(side)[row])
    if item_at:
        return _node_tip(view, item_at, at)
    if view.zoom >= COMPACT_FROM and scene.reroutes.at(at, view.zoom):
        return tr("A reroute point: drag it; Del takes it away")
    if not line:
        return ""
    words = f"{line.wire.source} → {line.wire.target}"
    return "\n".join(filter(None, (words, view.wire_words(line.wire.source))))


def _port_tip(view: "View", item: NodeItem, side: Side, port: PortLook) -> str:
    name = f"{item.node_id}.{port.name}"
    if port.is_add:
        return tr("{port}: takes any number of wires", port=name)
    if side == "out":
        spec = view.document.report.spec(name)
        return tr("{port}: {shape} a sample", port=name, shape=str(spec)) if spec else name
    wires = view.document.graph.wires_into(item.node_id, port.name)
    if port.index >= len(wires):
        return tr("{port}: free", port=name)
    return f"{wires[port.index].source} → {name}"


def _node_tip(view: "View", item: NodeItem, at: QPointF) -> str:
    if view.hover.is_sign_at(item, at):
        found = view.document.report.problems_of(item.node_id)
        return tr_engine(found[0].reason) if found else ""
    module = view.document.report.facts[item.node_id].module
    note = view.document.graph.nodes[item.node_id].note
    help_text = tr_engine(module.help) if module.help else ""
    return "\n".join(filter(None, (_figure_words(item), note or help_text)))


def _figure_words(item: NodeItem) -> str:
    """What figure of a run that goes on stands in a node; a chart that smooths says another."""
    look = item.look
    if not (look.live and look.is_training):
        return ""
    return tr("{value}: of the newest steps, not smoothed", value=look.live)
