"""Putting nodes into wires and taking them out, with room made and names for the undo steps."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPointF, QRectF

from hornstudio.engine.editing import edits
from hornstudio.engine.graph import EMPTY, Graph, Node, Wire, freeze
from hornstudio.engine.module import Module
from hornstudio.engine.splicing import TakenOut, crossing, take_out
from hornstudio.ui.canvas import geometry
from hornstudio.ui.canvas.edit import placement, selection
from hornstudio.ui.canvas.scene.scene import Scene
from hornstudio.ui.words.translate import sentence, tr

if TYPE_CHECKING:
    from hornstudio.ui.canvas.canvas import Canvas

_LEVEL_PX = 24.0
_GAP_PX = 24.0


def with_module(
    scene: Scene, wire: Wire, module: Module, at: QPointF, params: Mapping[str, Any] = EMPTY
) -> tuple[Graph, str]:
    """The graph with a new node in a wire, as near to a point as there is room; and its id."""
    graph = scene.report.graph
    node_id = graph.new_id(module.kind)
    level = scene.wires[wire].nearest(at).y()
    body = QRectF(QPointF(*placement.on_line(at, level)), placement.USUAL)
    graph = edits.add_node(graph, node_id, Node(module.kind, freeze(params)))
    ports = (module.inputs[0].name, module.outputs[0].name)
    graph = edits.insert_on_wire(graph, wire, node_id, ports, points_before(scene, wire, body))
    return _placed(graph, scene, wire, node_id, body), node_id


def points_before(scene: Scene, wire: Wire, body: QRectF) -> int:
    """How many of a wire's reroute points come in front of a node that is put there."""
    return scene.leg_at(wire, (body.center().x(), body.top() + geometry.port_y(0)))


def in_place(graph: Graph, scene: Scene, wire: Wire, node_id: str, body: QRectF) -> Graph:
    """The graph, in which a node is wired into a wire already, with it and the others in place.

    It comes to stand level with the wire, where it was held near that.
    """
    middle = QPointF(body.center().x(), body.top() + geometry.port_y(0))
    off = scene.wires[wire].nearest(middle).y() - middle.y()
    if abs(off) <= _LEVEL_PX:
        body = body.translated(0, geometry.snap(off))
    return _placed(graph, scene, wire, node_id, body)


def _placed(graph: Graph, scene: Scene, wire: Wire, node_id: str, body: QRectF) -> Graph:
    bodies = {i: item.body for i, item in scene.nodes.items() if i != node_id}
    at, places = placement.make_room(body, bodies, wire.source_node)
    return edits.move_nodes(graph, {**places, node_id: at})


def take_out_selected(canvas: "Canvas") -> None:
    """Take the selected nodes out of their wires, and put them below where they were."""
    document, scene = canvas.document, canvas.scene
    ids = document.selection
    if not crossing(document.graph, ids):
        canvas.advice.notice(tr("Select modules that are wired to others, to take them out."))
        return
    taken = take_out(document.report, ids)
    step = _step_aside(scene, ids)
    nodes = document.graph.nodes
    places = {i: (nodes[i].at[0], nodes[i].at[1] + step) for i in ids}
    what = selection.counted(document, tr("Take out {node}"), tr("Take out {count} modules"))
    document.edit(what, edits.move_nodes(taken.report.graph, places))
    say_what_is_open(canvas, taken)


def _step_aside(scene: Scene, ids: Sequence[str]) -> float:
    """How far down nodes go so that they lie on no others."""
    bodies = [scene.nodes[i].body for i in ids]
    others = [item.body for i, item in scene.nodes.items() if i not in ids]
    step = geometry.round_up(geometry.union(bodies).height() + _GAP_PX)
    while any(b.translated(0, step).intersects(o) for b in bodies for o in others):
        step += _GAP_PX
    return step


def say_what_is_open(canvas: "Canvas", taken: TakenOut) -> None:
    """Say of wires that could not be closed why."""
    why = dict.fromkeys(sentence(refusal.reason).rstrip(".") for _, refusal in taken.open)
    if why:
        words = " ".join(f"{line}." for line in why)
        canvas.advice.notice(tr("The wire stays open: {reason}", reason=words))
