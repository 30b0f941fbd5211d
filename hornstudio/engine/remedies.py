"""Carrying out a remedy: from a graph and a problem to the mended graph."""

from collections.abc import Mapping

from hornstudio.engine.catalog import Catalog, catalog
from hornstudio.engine.check import check
from hornstudio.engine.checking.obvious import JUDGES
from hornstudio.engine.checking.report import Report
from hornstudio.engine.composite.scope import scope
from hornstudio.engine.editing import callback_edits, edits
from hornstudio.engine.errors import GraphError
from hornstudio.engine.graph import Graph, Node, Wire, freeze
from hornstudio.engine.layout.size import USUAL, Size, sizes
from hornstudio.engine.layout.spot import ROW_GAP
from hornstudio.engine.params import fitting
from hornstudio.engine.problem import (
    NEW,
    Action,
    Add,
    Connect,
    Disconnect,
    Insert,
    Problem,
    RemoveCallback,
    Replace,
    SetAttribute,
    SetCallbackParam,
    SetParam,
    Together,
)

GAP = 220.0
"""Distance between the left edges of neighbouring nodes, in pixels at 100 %."""


def apply_remedy(
    graph: Graph, problem: Problem, action: Action, modules: Catalog | None = None
) -> Graph:
    """The graph after one repair. Raises: GraphError when it no longer fits the graph."""
    known = modules or catalog()
    match action:
        case Insert():
            return _inserted(graph, problem, action, known)
        case SetParam():
            return edits.set_param(graph, action.node or problem.node, action.param, action.value)
        case Add():
            return _add(graph, problem, action, known)
        case Connect():
            return connect_ports(graph, Wire(action.source, action.target), known)
        case Disconnect():
            return edits.disconnect(graph, [_wire(problem)])
        case Replace():
            return _replace(graph, action.node or problem.node, action, known)
        case SetAttribute():
            node = action.node or problem.node
            return edits.set_attribute(graph, node, action.attribute, action.value)
        case SetCallbackParam():
            place = _callback(problem)
            return callback_edits.set_param(graph, place, action.param, action.value)
        case RemoveCallback():
            return callback_edits.remove(graph, _callback(problem))
        case Together():
            for each in action.actions:
                graph = apply_remedy(graph, problem, each, known)
            return graph


def _inserted(graph: Graph, problem: Problem, action: Insert, modules: Catalog) -> Graph:
    """With the module on the wire, and before what else judges the same prediction.

    Where only the loss got other numbers, a metric would go on judging what nothing trains.
    """
    wire = _wire(problem)
    made = insert_module(graph, wire, action.kind, modules, dict(action.params))
    new_id = next(i for i in made.nodes if i not in graph.nodes)
    others = _judged_beside(graph, wire, problem.node, modules)
    if not others:
        return made
    out = next(w.source for w in made.wires if w.source_node == new_id)
    report = check(made, modules)
    before, after = report.spec(wire.source), report.spec(out)
    if before is None or after is None or before.shape == after.shape:
        return made
    for other in others:
        moved = connect_ports(made, Wire(out, other.target), modules)
        told = _told(report, other.target_node)
        if _told(check(moved, modules, report), other.target_node) <= told:
            made = moved
    return made


def _judged_beside(graph: Graph, wire: Wire, judge: str, modules: Catalog) -> list[Wire]:
    """Wires from the same port into other losses and metrics, where one of these is at fault."""
    roles = {i: m.role for i, n in graph.nodes.items() if (m := modules.get(n.kind))}
    if roles.get(judge) not in JUDGES:
        return []
    return [
        other
        for other in graph.wires_from(wire.source_node)
        if other != wire
        and other.source == wire.source
        and other.target_port == "prediction"
        and roles.get(other.target_node) in JUDGES
    ]


def _told(report: Report, node: str) -> set[str]:
    """What is said against a node."""
    return {p.reason.template for p in report.problems if p.node == node and p.severity != "info"}


def _callback(problem: Problem) -> int:
    if problem.callback is None:
        raise GraphError("this remedy needs a callback")
    return problem.callback


def _wire(problem: Problem) -> Wire:
    if problem.wire is None:
        raise GraphError("this remedy needs a wire")
    return Wire(*problem.wire)


def connect_ports(graph: Graph, wire: Wire, modules: Catalog) -> Graph:
    """Add a wire, minding whether its target takes one or many."""
    module = scope(graph, modules).get(graph.node(wire.target_node).kind)
    port = module.input(wire.target_port) if module else None
    return edits.connect(graph, wire, many=bool(port and port.many))


def insert_module(
    graph: Graph, wire: Wire, kind: str, modules: Catalog, params: dict[str, object] | None = None
) -> Graph:
    """Put a new module on a wire; nodes to the right of the gap move aside to make room.

    Where another node is in its place already, it goes below that.
    """
    module = scope(graph, modules).get(kind)
    if module is None or not module.inputs or not module.outputs:
        raise GraphError("{kind} cannot be put on a wire", kind=kind)
    if wire not in graph.wires:
        raise GraphError("there is no wire {source} to {target}", source=wire[0], target=wire[1])
    left, right = graph.node(wire.source_node), graph.node(wire.target_node)
    at = (left.at[0] + GAP, right.at[1])
    if right.at[0] < at[0] + GAP:
        shift = at[0] + GAP - right.at[0]
        places = {
            i: (n.at[0] + shift, n.at[1])
            for i, n in graph.nodes.items()
            if n.at[0] >= right.at[0] and i != wire.source_node
        }
        graph = edits.move_nodes(graph, places)
    new_id = graph.new_id(kind)
    graph = edits.add_node(graph, new_id, Node(kind, freeze(params or {}), at))
    graph = edits.insert_on_wire(
        graph, wire, new_id, (module.inputs[0].name, module.outputs[0].name)
    )
    return _cleared(graph, new_id, modules)


def _add(graph: Graph, problem: Problem, action: Add, modules: Catalog) -> Graph:
    if scope(graph, modules).get(action.kind) is None:
        raise GraphError(modules.why_unknown(action.kind))
    new_id = graph.new_id(action.kind)
    sources = [Wire(*w).source_node for w in action.wires if NEW not in w[0]]
    room = sizes(graph, scope(graph, modules))
    left = max(
        (graph.node(i).at[0] + GAP + room[i][0] - USUAL[0] for i in sources or graph.nodes),
        default=0.0,
    )
    top = min((graph.node(i).at[1] for i in sources), default=0.0)
    graph = edits.add_node(graph, new_id, Node(action.kind, at=(left, top)))
    for source, target in action.wires:
        wire = Wire(source.replace(NEW, new_id), target.replace(NEW, new_id))
        graph = connect_ports(graph, wire, modules)
    return _cleared(graph, new_id, modules)


def _cleared(graph: Graph, new_id: str, modules: Catalog) -> Graph:
    """A new node over no other: what it leads to moves on, under all else it goes itself."""
    room = sizes(graph, scope(graph, modules))
    left, top = graph.node(new_id).at
    followers = {wire.target_node for wire in graph.wires_from(new_id)}
    if met := followers.intersection(_under(graph, new_id, room)):
        edge = min(graph.node(i).at[0] for i in met)
        step = left + room[new_id][0] - USUAL[0] + GAP - edge
        stay = {new_id, *(wire.source_node for wire in graph.wires_into(new_id))}
        on = {i: n.at for i, n in graph.nodes.items() if n.at[0] >= edge and i not in stay}
        graph = edits.move_nodes(graph, {i: (x + step, y) for i, (x, y) in on.items()})
    while met := _under(graph, new_id, room):
        top = max(graph.node(i).at[1] + room[i][1] for i in met) + ROW_GAP
        graph = edits.move_nodes(graph, {new_id: (left, top)})
    return graph


def _under(graph: Graph, new_id: str, room: Mapping[str, Size]) -> set[str]:
    """Nodes that a node lies over."""
    (left, top), (width, height) = graph.node(new_id).at, room[new_id]
    return {
        i
        for i, node in graph.nodes.items()
        if i != new_id
        and left - room[i][0] < node.at[0] < left + width
        and top - room[i][1] < node.at[1] < top + height
    }


def _replace(graph: Graph, node_id: str, action: Replace, modules: Catalog) -> Graph:
    former = graph.node(node_id).kind
    graph = replace_node_kind(graph, node_id, action.kind, modules)
    for name, value in action.params.items():
        graph = edits.set_param(graph, node_id, name, value)
    return _named_after(graph, node_id, former)


def replace_node_kind(graph: Graph, node_id: str, kind: str, modules: Catalog) -> Graph:
    """Turn a node into another kind; params and wires that this can take are kept."""
    module = scope(graph, modules).get(kind)
    if module is None:
        raise GraphError(modules.why_unknown(kind))
    params = fitting(module.params, graph.node(node_id).params, modules.find)
    inputs = {p.name for p in module.inputs}
    outputs = {p.name for p in module.outputs}
    lost = [
        w
        for w in graph.wires
        if (w.target_node == node_id and w.target_port not in inputs)
        or (w.source_node == node_id and w.source_port not in outputs)
    ]
    graph = edits.disconnect(graph, lost)
    return edits.replace_kind(graph, node_id, kind, params)


def _named_after(graph: Graph, node_id: str, former: str) -> Graph:
    """A node whose id was only the name of its former kind is named after its own.

    One that a person has named, or that a callback watches by its name, stays what it is called.
    """
    stem, _, number = node_id.rpartition("_")
    is_given = node_id != former and not (stem == former and number.isdigit())
    watched = (str(value) for each in graph.training.callbacks for value in each.params.values())
    if is_given or any(node_id in value for value in watched):
        return graph
    return edits.rename_node(graph, node_id, graph.new_id(graph.node(node_id).kind))
