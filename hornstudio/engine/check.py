"""Graph to facts: shapes, weights, order, and everything that is wrong. No JAX; milliseconds.

A fault stops at its node: what comes after merely waits for a shape, and says so once.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from hornstudio.engine.catalog import Catalog, catalog
from hornstudio.engine.checking.absence import with_absent
from hornstudio.engine.checking.aim import Aim
from hornstudio.engine.checking.callback_rules import callback_problems
from hornstudio.engine.checking.disabling import live_part
from hornstudio.engine.checking.echo import without_echoes
from hornstudio.engine.checking.kept_facts import KeptFacts
from hornstudio.engine.checking.obvious import LooseEnds, obvious_source
from hornstudio.engine.checking.report import Report
from hornstudio.engine.checking.rules import body_problems, whole_graph_problems
from hornstudio.engine.checking.sharing import sharing_problems
from hornstudio.engine.checking.twins import Twins
from hornstudio.engine.checking.wire_ends import WireEnds
from hornstudio.engine.composite.declaration import Specs, entry_facts
from hornstudio.engine.composite.scope import changed_kinds, scope
from hornstudio.engine.editing.change import Change, change_between
from hornstudio.engine.editing.kept_order import kept_order
from hornstudio.engine.editing.order import topological_order
from hornstudio.engine.errors import ParamError, ShapeError
from hornstudio.engine.facts import NodeFacts
from hornstudio.engine.graph import PORT_IN, PORT_KINDS, Graph, Node
from hornstudio.engine.inference.array_rule import refuse_arrays
from hornstudio.engine.inference.over_time import can_go_over_time, over_time
from hornstudio.engine.inference.shape_rule import NO_BYPASS, Inputs, can_bypass, settle
from hornstudio.engine.lazy import make_callable
from hornstudio.engine.module import INPUT, OUTPUT, Module, Port
from hornstudio.engine.nesting import nesting_faults
from hornstudio.engine.params import Choice, Flag, Float, Int, Values, complete, faults
from hornstudio.engine.problem import (
    Connect,
    Disconnect,
    Problem,
    Remedy,
    Replace,
    SetAttribute,
    Severity,
    set_to,
    worst_first,
)
from hornstudio.engine.shapes import Spec
from hornstudio.engine.text import Text

__all__ = ["Report", "can_bypass", "check", "complete_params"]


def check(
    graph: Graph,
    modules: Catalog | None = None,
    before: Report | None = None,
    given: Specs | None = None,
) -> Report:
    """Everything that can be said of a graph without running it.

    Disabled nodes, and what needs them, are checked as if they were not there.

    before: the report on an earlier state of the graph; what the edit cannot have touched is taken
    from it unseen, so that an edit costs less. given: what comes into the ports of a composite
    whose body the graph is; what came into them before where None.
    """
    known = scope(graph, modules or catalog())
    if given is None:
        given = before.given if before else {}
    former, part = before.alive if before else None, live_part(graph, known)
    if part.graph is graph:
        return _Checker(graph, known, former, given).run()
    left = _Checker(part.graph, scope(part.graph, known), former, given).run()
    return with_absent(graph, known, left, part)


def complete_params(module: Module, given: Mapping[str, Any], modules: Catalog) -> Values:
    """Checked params with defaults. Raises: ParamError."""
    return complete(module.params, given, modules.find)


_UNSEEN = entry_facts(None)
"""Holds the place of a new node until its turn comes."""


class _Checker:
    """One pass over a graph, in the order of the wires."""

    def __init__(self, graph: Graph, modules: Catalog, before: Report | None, given: Specs) -> None:
        self.graph = graph
        self.modules = modules
        self.before = before
        self.given = given
        self.stale = changed_kinds(before.modules, modules) if before else None
        self.change = self._change()
        self.facts: dict[str, NodeFacts] = {}
        self.problems: list[Problem] = []
        self.own: dict[str, tuple[Problem, ...]] = {}
        self._kept = KeptFacts(modules)
        self._loose = LooseEnds(graph, modules)
        self._into, self._out = graph.wires_by_node()

    def run(self) -> Report:
        self._check_composites()
        loose = self._check_wires()
        order = self._check_nodes()
        self.problems += sharing_problems(self.graph, self.facts)
        seen = (self.graph, self.facts, self.problems)
        if self.graph.inside:
            self.problems += body_problems(*seen)
        else:
            self.problems += whole_graph_problems(*seen, self.modules)
            self.problems += callback_problems(self.graph, self.facts, self.modules)
        told = tuple(worst_first(without_echoes(*seen), self.graph.nodes))
        known = (self.modules, self.given, self.own, loose)
        return Report(self.graph, self.facts, told, tuple(order), *known)

    def _change(self) -> Change | None:
        """What the edit touched; None where anything may be otherwise than before."""
        before = self.before
        if before is None or self.stale is None or before.given != self.given:
            return None
        if any(self._has_other_ports(before, kind) for kind in self.stale):
            return None
        had_circle = len(before.order) < len(before.graph.nodes)
        if had_circle or before.loose or before.graph.inside != self.graph.inside:
            return None
        return change_between(before.graph, self.graph)

    def _has_other_ports(self, before: Report, kind: str) -> bool:
        """Whether wires at uses of a composite may have lost their ends, or found them."""
        was, now = before.modules.get(kind), self.modules.get(kind)
        return not (was and now) or (was.inputs, was.outputs) != (now.inputs, now.outputs)

    def _check_wires(self) -> tuple[Problem, ...]:
        """Every wire, unless those that the edit touched have their ends as all had before."""
        touched = self.change.touched_wires(self.graph) if self.change else self.graph.wires
        loose = tuple(WireEnds(self.graph, self.modules).problems(touched))
        self.problems += loose
        return loose

    def _check_nodes(self) -> list[str]:
        """Every node that the edit can have touched, in the order of computing; that order."""
        before, change = self.before, self.change
        if before and change and not change.is_rewired and not change.is_placed_anew:
            self.facts = dict(before.facts)
            self._visit_touched(before.order, before, change)
            return list(before.order)
        order, ring = self._find_order()
        if before and change and not ring:
            self.facts = {i: before.facts.get(i, _UNSEEN) for i in order}
            self._visit_touched(order, before, change)
            return order
        for node_id in order:
            self._visit(node_id)
        if ring:
            self._report_cycle(ring)
            for node_id in [i for i in self.graph.nodes if i not in self.facts]:
                self._visit(node_id)
        return order

    def _find_order(self) -> tuple[list[str], list[str]]:
        """The order of computing, and the nodes around a cycle."""
        if self.before and self.change:
            kept = kept_order(self.before.order, self.before.graph, self.graph)
            if kept is not None:
                return kept, []
        return topological_order(self.graph)

    def _visit_touched(self, order: Sequence[str], before: Report, change: Change) -> None:
        """Look at what was edited, at what had faults, and at what follows from what is new."""
        touched = change.touched_nodes(self.graph) | before.own.keys()
        if self.stale:
            touched |= {i for i, node in self.graph if node.kind in self.stale}
        twins = Twins(self.graph, before, self.facts, frozenset(self.stale or ()))
        for node_id in order:
            if node_id not in touched:
                continue
            known = twins.find(key := twins.key_of(node_id))
            if known is None:
                known = twins.compare(node_id, self._visit(node_id))
                twins.keep(key if node_id not in self.own else None, known)
            self.facts[node_id] = known.facts
            if known.spreads:
                touched.update(wire.target_node for wire in self._out.get(node_id, ()))

    def _visit(self, node_id: str) -> NodeFacts:
        """Check a node, and note the problems that it has by itself."""
        first = len(self.problems)
        facts = self.facts[node_id] = self._check_node(node_id)
        if len(self.problems) > first:
            self.own[node_id] = tuple(self.problems[first:])
        return facts

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
        known = self._known_before(node_id, node, module)
        if known is not None and self._is_same(known, node_id, node, inputs):
            return known
        key = self._kept.key_of(module, node, inputs)
        found = self._kept.find(key, module)
        if found is None:
            first = len(self.problems)
            values = known.values if known else None
            found = self._settle(node_id, node, NodeFacts(module, values, inputs))
            if len(self.problems) == first and module.role != "data":  # its files may change
                self._kept.keep(key, found)
        return found

    def _settle(self, node_id: str, node: Node, facts: NodeFacts) -> NodeFacts:
        """The facts of a node with all that follows from its settings and inputs.

        facts: without checked settings where these are not known from before.
        """
        module = facts.module
        if facts.values is None:
            facts = replace(facts, values=self._check_params(node_id, node, module))
        self._report_open_ports(node_id, module, facts.inputs)
        self._report_crowded_ports(node_id, module, facts.inputs)
        if node.bypassed and not can_bypass(module):
            remedy = Remedy(Text("Stop bypassing"), SetAttribute("bypassed", False))
            self._add("error", node_id, NO_BYPASS, remedies=(remedy,))
        try:
            settled = settle(facts, bypassed=node.bypassed)
            refuse_arrays(settled, self.modules)
            return settled
        except ShapeError as error:
            self._report_misfit(node_id, facts, error)
            return facts

    def _unknown_kind(self, node_id: str, node: Node) -> NodeFacts:
        guess = self.modules.did_you_mean(node.kind)
        reason = self.modules.why_unknown(node.kind)
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
        for source, target in self._into.get(node_id, ()):
            port = target[len(node_id) + 1 :]
            if port in specs:
                node, _, out = source.partition(".")
                facts = self.facts.get(node)
                specs[port] += (facts.outputs.get(out) if facts else None,)
        return specs

    def _known_before(self, node_id: str, node: Node, module: Module) -> NodeFacts | None:
        """What the former report says of a node whose settings are the same."""
        if self.before is None:
            return None
        old, known = self.before.graph.nodes.get(node_id), self.before.facts.get(node_id)
        if old is None or known is None or known.module is not module:
            return None
        return known if old is node or old.params == node.params else None

    def _is_same(self, known: NodeFacts, node_id: str, node: Node, inputs: Inputs) -> bool:
        """Whether the same would be found of a node once more, and nothing wrong."""
        assert self.before is not None
        return (
            node_id not in self.before.own
            and self.before.graph.nodes[node_id].bypassed == node.bypassed
            and known.inputs == inputs
        )

    def _check_params(self, node_id: str, node: Node, module: Module) -> Values | None:
        try:
            return complete_params(module, node.params, self.modules)
        except ParamError as first:
            found = faults(module.params, node.params, self.modules.find) or [first]
        for error in found:
            name = str(error.text.values.get("name", "")).partition(".")[0]
            remedies = _back_to_default(module, str(error.text.values.get("name", "")))
            self._add("error", node_id, error.text, param=name, remedies=remedies)
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

    def _report_crowded_ports(self, node_id: str, module: Module, inputs: Inputs) -> None:
        for port in module.inputs:
            if port.many or len(inputs[port.name]) < 2:
                continue
            for wire in self.graph.wires_into(node_id, port.name)[1:]:
                reason = Text(
                    "{port} takes one wire; {source} is one more",
                    port=port.name,
                    source=wire.source,
                )
                remedy = Remedy(Text("Remove the wire"), Disconnect())
                self._add("error", node_id, reason, port=port.name, wire=wire, remedies=(remedy,))

    def _suggest_wires(self, node_id: str, port: str) -> Iterable[Remedy]:
        """The one obvious source of an open port, where there is just one."""
        source = obvious_source(self.graph, node_id, port, self.modules, self._loose)
        if source:
            label = Text("Wire {source} here", source=source)
            yield Remedy(label, Connect(source, f"{node_id}.{port}"))

    def _report_misfit(self, node_id: str, facts: NodeFacts, error: ShapeError) -> None:
        wires = self.graph.wires_into(node_id, error.port) if error.port else []
        wire = wires[-1] if wires else None
        remedies = Aim(self.graph, self.facts, self.modules, facts, wire).remedies(error)
        self._add(
            "error",
            node_id,
            error.text,
            port=error.port,
            param=error.param,
            wire=wire,
            remedies=remedies,
        )

    def _report_cycle(self, ring: list[str]) -> None:
        """Name the wires' circle, and the last drawn of the wires that close it."""
        steps = set(zip(ring, [*ring[1:], ring[0]], strict=True))
        wires = [w for w in self.graph.wires if (w.source_node, w.target_node) in steps]
        nodes = " → ".join([*ring, ring[0]])
        reason = Text("the wires run in a circle: {nodes}", nodes=nodes)
        remedy = Remedy(Text("Remove the wire"), Disconnect())
        self._add("error", wires[-1].target_node, reason, wire=wires[-1], remedies=(remedy,))


def _back_to_default(module: Module, name: str) -> tuple[Remedy, ...]:
    """A plain setting that has a default can go back to it."""
    for param in module.params:
        if param.name == name and isinstance(param, Flag | Choice | Int | Float):
            if param.default is None and not param.optional:
                return ()
            return (set_to(name, param.default, shown=param.show(param.default)),)
    return ()


make_callable(__name__)
