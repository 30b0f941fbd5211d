"""Edits that draw, replace and mend wires, as the hand on the canvas means them."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from hornstudio.engine.catalog import catalog
from hornstudio.engine.check import Report
from hornstudio.engine.editing import edits
from hornstudio.engine.editing.reroute import with_points
from hornstudio.engine.errors import HornError
from hornstudio.engine.facts import NodeFacts
from hornstudio.engine.graph import EMPTY, Graph, Node, Wire, freeze
from hornstudio.engine.module import Module
from hornstudio.engine.params import complete
from hornstudio.engine.problem import Disconnect, Problem, Remedy
from hornstudio.engine.remedies import apply_remedy, connect_ports
from hornstudio.engine.storage.templates import brought, usual_wires
from hornstudio.engine.wiring import Refusal, why_not
from hornstudio.ui.canvas.paint.look import NodeLook, Side

TRIAL = "trial_"
Away = Callable[[int], float]


def draw_wire(graph: Graph, wire: Wire, old: Wire | None = None, row: Wire | None = None) -> Graph:
    """The graph with a wire. Raises: GraphError.

    old: the wire whose end is being moved; it goes away. row: the wire at the row of a growing
    port that was hit; the new one takes its place. A wire keeps its points when an end moves.
    """
    if wire == old:
        return graph
    if old is not None and old in graph.reroutes:
        points = graph.reroutes[old]
        drawn = draw_wire(replace(graph, reroutes=EMPTY), wire, old, row)
        kept = {**graph.reroutes, wire: points}
        return with_points(drawn, kept)
    if old is not None:
        place = graph.wires.index(old)
        graph = edits.disconnect(graph, [old])
        if old.target == wire.target:  # another source for the same input, in its place
            return edits.connect(graph, wire, many=True, index=place)
    if row is not None and row in graph.wires and row != wire:
        index = graph.wires.index(row)
        graph = edits.disconnect(graph, [row])
        return edits.connect(graph, wire, many=True, index=index)
    return connect_ports(graph, wire, catalog())


def without(report: Report, wire: Wire | None) -> Report:
    """The report as if a wire were not there, for judging where its end could go."""
    if wire is None:
        return report
    graph = edits.disconnect(report.graph, [wire])
    facts = dict(report.facts)
    known = facts[wire.target_node]
    port = known.module.input(wire.target_port)
    if port and port.many:
        kept = report.graph.wires_into(wire.target_node, wire.target_port)
        specs = tuple(report.spec(w.source) for w in kept if w != wire)
        facts[wire.target_node] = replace(known, inputs={**known.inputs, port.name: specs})
    return replace(report, graph=graph, facts=facts)


def useful_remedies(refusal: Refusal) -> list[Remedy]:
    """Those that make the wire possible; taking it away again is none."""
    return [r for r in refusal.remedies if not isinstance(r.action, Disconnect)]


def mend_wire(graph: Graph, wire: Wire, refusal: Refusal, remedy: Remedy) -> Graph:
    """A graph that has the wire already, with the remedy carried out. Raises: GraphError."""
    problem = Problem(
        "error",
        refusal.reason,
        wire.target_node,
        wire.target_port,
        (wire.source, wire.target),
        remedies=refusal.remedies,
    )
    return apply_remedy(graph, problem, remedy.action)


def wire_between(end: str, side: Side, other: str) -> Wire:
    """The wire from a fixed end to another one. side: what the fixed end is."""
    return Wire(end, other) if side == "out" else Wire(other, end)


def open_wires(
    report: Report, grip: tuple[str, Side], node_id: str, look: NodeLook, away: Away
) -> list[Wire]:
    """Wires that one dropped on a node's body may mean: what is likely first, then what is free,
    then what is near. grip: the fixed end and its side. away: how far off a row of ports is.
    """
    end, side = grip
    seek: Side = "in" if side == "out" else "out"
    module = report.facts[node_id].module
    found = {}
    for row, port in enumerate(look.ports(seek)):
        is_free = port.is_add or not port.is_linked or seek == "out"
        if is_free or not port.is_many:
            wire = wire_between(end, side, f"{node_id}.{port.name}")
            found[wire] = (is_odd(report, wire, module, side), not is_free, away(row))
    return sorted(found, key=lambda wire: found[wire])


def try_module(
    report: Report, end: str, side: Side, module: Module, params: Mapping[str, Any] = EMPTY
) -> tuple[Wire | None, str]:
    """How a new node of a module would be wired to an end, and the shape that would leave it.

    The wire names the new node `TRIAL`; None where no port of it fits. Only the node at the end
    is looked at, so that trying the whole catalog takes milliseconds.
    """
    fixed = end.partition(".")[0]
    nodes = {fixed: report.graph.nodes[fixed], TRIAL: Node(module.kind, freeze(params))}
    trial = replace(
        report,
        graph=Graph(nodes=nodes),
        facts={fixed: report.facts[fixed], TRIAL: _fresh_facts(module, params)},
    )
    ports = module.inputs if side == "out" else module.outputs
    if side == "out" and module.kind == "embedding" and _gives_labels(report, end):
        return None, ""  # labels can be looked up, but whoever holds some means to compare them
    for port in ports:
        wire = wire_between(end, side, f"{TRIAL}.{port.name}")
        if why_not(trial, wire) is None and not is_odd(report, wire, module, side):
            return wire, _result(report, wire, module, params) if side == "out" else ""
    return None, ""


def fitness(report: Report, wire: Wire, module: Module) -> int:
    """How usual a new node of a module is at a wire of `try_module`, 0 or more.

    What works on the one tensor comes before what waits for others to go with it. What merges is
    rarely meant where a wire ends in the void: in ready graphs the other one is there before.
    """
    kinds = {i: n.kind for i, n in report.graph} | {TRIAL: module.kind}
    comes = brought(kinds[wire.source_node], wire.source_port)
    often = usual_wires().get((comes, kinds[wire.target_node]), 0)
    waits = [p for p in module.inputs if p.many or not p.optional]
    if module.role == "layer" and any(p.many for p in waits):
        return (often + 1) // 2
    is_alone = len(waits) == 1 and not waits[0].many
    return 2 * often + is_alone


def fits_into(report: Report, wire: Wire, module: Module) -> bool:
    """Whether a wire can be led through a new node of a module."""
    if module.role != "layer" or not module.outputs:
        return False
    fit, _ = try_module(report, wire.source, "out", module)
    return bool(fit and fit.target_port == module.inputs[0].name)


def for_node(wire: Wire, node_id: str) -> Wire:
    """A wire of `try_module` with the new node's real id."""
    ends = ((w.partition(".")[0], w.partition(".")[2]) for w in wire)
    return Wire(*(f"{node_id if n == TRIAL else n}.{port}" for n, port in ends))


def is_odd(report: Report, wire: Wire, module: Module, side: Side) -> bool:
    """Whether a wire is possible but never meant: labels into a layer or a prediction."""
    if side != "out":
        return False
    is_label = _gives_labels(report, wire.source)
    takes_label = wire.target_port in ("target", "sample_weight") or module.kind == "embedding"
    return is_label != takes_label and (is_label or wire.target_port == "sample_weight")


def _gives_labels(report: Report, source: str) -> bool:
    spec = report.spec(source)
    return spec is not None and spec.is_label


def _fresh_facts(module: Module, params: Mapping[str, Any]) -> NodeFacts:
    """What is known of a new node; of a composite with a fault inside, nothing."""
    try:
        values = complete(module.params, params, catalog().find)
        outputs = {} if module.inputs else module.infer_outputs(values)
    except HornError:
        return NodeFacts(module)
    return NodeFacts(module, values, outputs=outputs, is_settled=not module.inputs)


def _result(report: Report, wire: Wire, module: Module, params: Mapping[str, Any]) -> str:
    """`16 → 10`, where one input settles the output."""
    spec = report.spec(wire.source)
    required = [p for p in module.inputs if not p.optional]
    if spec is None or len(required) != 1 or required[0].many or not module.outputs:
        return ""
    rest = [None] * (len(module.inputs) - 1)
    try:
        values = complete(module.params, params, catalog().find)
        outputs = module.infer_outputs(values, spec, *rest)
    except HornError:
        return ""
    return f"{spec} → {next(iter(outputs.values()))}"
