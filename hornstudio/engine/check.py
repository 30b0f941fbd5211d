"""Graph to facts: shapes, weights, order, and everything that is wrong. No JAX; milliseconds.

A fault stops at its node: what comes after merely waits for a shape, and says so once.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from hornstudio.engine.aim import Aim
from hornstudio.engine.array_rule import refuse_arrays
from hornstudio.engine.catalog import Catalog, catalog
from hornstudio.engine.composite.declaration import Specs, entry_facts
from hornstudio.engine.composite.scope import scope
from hornstudio.engine.errors import ParamError, ShapeError, Text
from hornstudio.engine.facts import NodeFacts
from hornstudio.engine.graph import PORT_IN, PORT_KINDS, Graph, Node, Wire
from hornstudio.engine.lazy import make_callable
from hornstudio.engine.module import INPUT, OUTPUT, Module, Port
from hornstudio.engine.nesting import nesting_faults
from hornstudio.engine.obvious import obvious_source
from hornstudio.engine.order import topological_order
from hornstudio.engine.over_time import can_go_over_time, over_time
from hornstudio.engine.params import Values, complete, faults
from hornstudio.engine.problem import Connect, Disconnect, Problem, Remedy, Replace, Severity
from hornstudio.engine.rules import body_problems, whole_graph_problems
from hornstudio.engine.shape_rule import Inputs, can_bypass, settle
from hornstudio.engine.shapes import Spec
from hornstudio.engine.sharing import models_of_owners, sharing_problems

__all__ = ["Report", "can_bypass", "check", "complete_params"]


@dataclass(frozen=True, slots=True)
class Report:
    """All facts and problems of one graph; `facts` has every node.

    `order` is that of computing, of every node that is not on or behind a cycle. modules: what
    its nodes can be, composites of the graph among them. given: what came into the ports of the
    composite whose body the graph is.
    """

    graph: Graph
    facts: Mapping[str, NodeFacts]
    problems: tuple[Problem, ...]
    order: tuple[str, ...]
    modules: Catalog = field(default_factory=catalog)
    given: Specs = field(default_factory=dict)

    @property
    def errors(self) -> list[Problem]:
        """Problems that keep the graph from training."""
        return [p for p in self.problems if p.severity == "error"]

    def spec(self, end: str) -> Spec | None:
        """What leaves an output port, or None while unknown."""
        node, _, port = end.partition(".")
        facts = self.facts.get(node)
        return facts.outputs.get(port) if facts else None

    def problems_of(self, node: str) -> list[Problem]:
        """Problems at a node."""
        return [p for p in self.problems if p.node == node]

    @property
    def weight_count(self) -> int:
        """Numbers in all weights, shared ones counted once."""
        models = models_of_owners(self.graph, self.facts)
        return sum(self.facts[model].weight_count for model in models.values())


def check(
    graph: Graph,
    modules: Catalog | None = None,
    before: Report | None = None,
    given: Specs | None = None,
) -> Report:
    """Everything that can be said of a graph without running it.

    before: the report on an earlier state of the graph; what is known of nodes that have not
    changed is taken from it, so that an edit costs less than the whole. given: what comes into
    the ports of a composite whose body the graph is; what came into them before where None.
    """
    known = scope(graph, modules or catalog())
    if given is None:
        given = before.given if before else {}
    return _Checker(graph, known, before, given).run()


def complete_params(module: Module, given: Mapping[str, Any], modules: Catalog) -> Values:
    """Checked params with defaults. Raises: ParamError."""
    return complete(module.params, given, modules.find)


class _Checker:
    """One pass over a graph, in the order of the wires."""

    def __init__(self, graph: Graph, modules: Catalog, before: Report | None, given: Specs) -> None:
        self.graph = graph
        self.modules = modules
        self.before = before
        self.given = given
        self.facts: dict[str, NodeFacts] = {}
        self.problems: list[Problem] = []

    def run(self) -> Report:
        order, ring = topological_order(self.graph)
        self._check_composites()
        for wire in self.graph.wires:
            self._check_wire(wire)
        for node_id in order:
            self.facts[node_id] = self._check_node(node_id)
        if ring:
            self._report_cycle(ring)
            for node_id in self.graph.nodes:
                if node_id not in self.facts:
                    self.facts[node_id] = self._check_node(node_id)
        self.problems += sharing_problems(self.graph, self.facts)
        rules = body_problems if self.graph.inside else whole_graph_problems
        self.problems += rules(self.graph, self.facts, self.problems)
        places = {node_id: i for i, node_id in enumerate(self.graph.nodes)}
        ranks = {"error": 0, "warning": 1, "info": 2}
        self.problems.sort(key=lambda p: (ranks[p.severity], places.get(p.node, -1)))
        return Report(
            self.graph, self.facts, tuple(self.problems), tuple(order), self.modules, self.given
        )

    def _add(self, severity: Severity, node: str, reason: Text, **place: Any) -> None:
        self.problems.append(Problem(severity, reason, node, **place))

    def _check_composites(self) -> None:
        """Composites that cannot be unfolded, or have the name of something else."""
        for kind, reason in nesting_faults(self.graph) if self.graph.groups else ():
            where = Text("the composite {kind}: {reason}", kind=kind, reason=reason)
            self._add("error", "", where if kind else Text("the graph {reason}", reason=reason))
        for kind in self.graph.groups:
            module = self.modules.get(kind)
            if module is not None and module.category != "composite":
                reason = Text(
                    "the composite {kind} has the name of a module; give it another", kind=kind
                )
                self._add("error", "", reason)

    def _check_wire(self, wire: Wire) -> None:
        """Both ends must exist."""
        missing = [
            end
            for end, side in ((wire.source, "outputs"), (wire.target, "inputs"))
            if not self._has_port(end, side)
        ]
        if not missing:
            return
        reason = Text(
            "the wire {source} to {target} ends at {end}, which does not exist",
            source=wire.source,
            target=wire.target,
            end=missing[0],
        )
        remedy = Remedy(Text("Remove the wire"), Disconnect())
        ends = (wire.target_node, wire.source_node)
        node = next((i for i in ends if i in self.graph.nodes), "")
        self._add("error", node, reason, wire=wire, remedies=(remedy,))

    def _has_port(self, end: str, side: str) -> bool:
        node_id, _, port = end.partition(".")
        node = self.graph.nodes.get(node_id)
        if node is None:
            return False
        module = self.modules.get(node.kind)
        return module is None or any(p.name == port for p in getattr(module, side))

    def _check_node(self, node_id: str) -> NodeFacts:
        node = self.graph.nodes[node_id]
        module = self.modules.get(node.kind)
        if module is None or (node.kind in PORT_KINDS and not self.graph.inside):
            return self._unknown_kind(node_id, node)
        if node.kind == PORT_IN:
            return entry_facts(self.given.get(node_id))
        if node.over_time and can_go_over_time(module):
            module = over_time(module)
        inputs = self._collect_inputs(node_id, module)
        known = self._known_before(node_id, node, module, inputs)
        if known is not None:
            return known
        values = self._check_params(node_id, node, module)
        self._report_open_ports(node_id, module, inputs)
        facts = NodeFacts(module, values, inputs)
        try:
            settled = settle(facts, bypassed=node.bypassed)
            refuse_arrays(settled, self.modules)
            return settled
        except ShapeError as error:
            self._report_misfit(node_id, facts, error)
            return facts

    def _unknown_kind(self, node_id: str, node: Node) -> NodeFacts:
        guess = self.modules.did_you_mean(node.kind)
        reason = Text("{kind} is not a known kind of module", kind=node.kind)
        remedies: tuple[Remedy, ...] = ()
        if guess:
            remedies = (Remedy(Text("Replace by {kind}", kind=guess), Replace(guess)),)
        self._add("error", node_id, reason, remedies=remedies)
        return NodeFacts(self._placeholder(node_id, node.kind))

    def _placeholder(self, node_id: str, kind: str) -> Module:
        """A module that has the ports which wires name, and computes nothing."""
        into = Counter(w.target_port for w in self.graph.wires_into(node_id))
        out = dict.fromkeys(w.source_port for w in self.graph.wires_from(node_id))
        return Module(
            kind=kind,
            title=kind,
            category="unknown",
            help="",
            inputs=tuple(Port(name, many=n > 1, optional=True) for name, n in into.items())
            or INPUT,
            outputs=tuple(Port(name) for name in out) or OUTPUT,
        )

    def _collect_inputs(self, node_id: str, module: Module) -> Inputs:
        """Specs by input port; None for what is still unknown upstream."""
        specs: dict[str, tuple[Spec | None, ...]] = {p.name: () for p in module.inputs}
        for wire in self.graph.wires_into(node_id):
            if wire.target_port in specs:
                facts = self.facts.get(wire.source_node)
                spec = facts.outputs.get(wire.source_port) if facts else None
                specs[wire.target_port] += (spec,)
        return specs

    def _known_before(
        self, node_id: str, node: Node, module: Module, inputs: Inputs
    ) -> NodeFacts | None:
        """What the former report says of a node that has not changed and had nothing wrong."""
        if self.before is None:
            return None
        old, known = self.before.graph.nodes.get(node_id), self.before.facts.get(node_id)
        is_same = (
            old is not None
            and known is not None
            and known.is_settled
            and known.module is module
            and (old is node or (old.params, old.bypassed) == (node.params, node.bypassed))
            and known.inputs == inputs
        )
        return known if is_same else None

    def _check_params(self, node_id: str, node: Node, module: Module) -> Values | None:
        try:
            return complete_params(module, node.params, self.modules)
        except ParamError as first:
            found = faults(module.params, node.params, self.modules.find) or [first]
        for error in found:
            name = str(error.text.values.get("name", "")).partition(".")[0]
            self._add("error", node_id, error.text, param=name)
        return None

    def _report_open_ports(self, node_id: str, module: Module, inputs: Inputs) -> None:
        for port in module.inputs:
            if port.optional or inputs[port.name]:
                continue
            reason = Text("{port} is open; it needs a wire", port=port.name)
            if module.category == "optimizer":
                reason = Text("takes no loss yet; wire a loss into it")
            remedies = tuple(self._suggest_wires(node_id, port.name))
            self._add("error", node_id, reason, port=port.name, remedies=remedies)

    def _suggest_wires(self, node_id: str, port: str) -> Iterable[Remedy]:
        """The one obvious source of an open port, where there is just one."""
        source = obvious_source(self.graph, node_id, port, self.modules)
        if source:
            label = Text("Wire {source} here", source=source)
            yield Remedy(label, Connect(source, f"{node_id}.{port}"))

    def _report_misfit(self, node_id: str, facts: NodeFacts, error: ShapeError) -> None:
        wires = self.graph.wires_into(node_id, error.port) if error.port else []
        wire = wires[-1] if wires else None
        remedies = Aim(self.graph, self.facts, self.modules, facts, wire).remedies(error)
        self._add("error", node_id, error.text, port=error.port, wire=wire, remedies=remedies)

    def _report_cycle(self, ring: list[str]) -> None:
        """Name the wires' circle, and the last drawn of the wires that close it."""
        steps = set(zip(ring, [*ring[1:], ring[0]], strict=True))
        wires = [w for w in self.graph.wires if (w.source_node, w.target_node) in steps]
        nodes = " → ".join([*ring, ring[0]])
        reason = Text("the wires run in a circle: {nodes}", nodes=nodes)
        remedy = Remedy(Text("Remove the wire"), Disconnect())
        self._add("error", wires[-1].target_node, reason, wire=wires[-1], remedies=(remedy,))


make_callable(__name__)
