"""Graph to facts: shapes, weights, order, and everything that is wrong. No JAX; milliseconds.

A fault stops at its node: what comes after merely waits for a shape, and says so once.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from hornstudio.engine.catalog import Catalog, catalog
from hornstudio.engine.errors import ShapeError, Text
from hornstudio.engine.facts import NodeFacts
from hornstudio.engine.graph import Graph, Node, Wire
from hornstudio.engine.module import Module
from hornstudio.engine.order import topological_order
from hornstudio.engine.params import Values, complete, faults
from hornstudio.engine.problem import (
    UPSTREAM,
    Connect,
    Disconnect,
    Problem,
    Remedy,
    Replace,
    SetParam,
    Severity,
    Unshare,
)
from hornstudio.engine.rules import whole_graph_problems
from hornstudio.engine.shapes import Spec

Inputs = Mapping[str, tuple[Spec | None, ...]]


@dataclass(frozen=True, slots=True)
class Report:
    """All facts and problems of one graph. `order` holds every node outside cycles."""

    graph: Graph
    facts: Mapping[str, NodeFacts]
    problems: tuple[Problem, ...]
    order: tuple[str, ...]

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
        return sum(
            f.weight_count for i, f in self.facts.items() if self.graph.weights_owner(i) == i
        )


def check(graph: Graph, modules: Catalog | None = None) -> Report:
    """Everything that can be said of a graph without running it."""
    return _Checker(graph, modules or catalog()).run()


def try_wire(report: Report, wire: Wire, modules: Catalog | None = None) -> ShapeError | None:
    """What the target's shape rule says of a wire that is not there yet; None where it fits.

    Ports that are still open or unknown count as fitting.
    """
    known = modules or catalog()
    checker = _Checker(report.graph, known)
    facts, spec = report.facts.get(wire.target_node), report.spec(wire.source)
    if facts is None or spec is None:
        return None
    port = facts.module.input(wire.target_port)
    others = facts.inputs.get(wire.target_port, ()) if port and port.many else ()
    inputs = {p.name: facts.inputs.get(p.name, ()) for p in facts.module.inputs}
    inputs[wire.target_port] = (*others, spec)
    is_whole = all(
        (inputs[p.name] or p.optional) and None not in inputs[p.name] for p in facts.module.inputs
    )
    misfit = _loss_misfit(facts.module, inputs)
    if misfit or not is_whole or facts.values is None:
        return misfit
    try:
        facts.module.infer_outputs(facts.values, *_arguments(facts.module, inputs))
    except ShapeError as error:
        checker.facts = dict(report.facts)
        aimed = [checker.aim(r, wire) for r in error.remedies]
        error.remedies = tuple(r for r in aimed if r is not None)
        return error
    return None


class _Checker:
    """One pass over a graph, in the order of the wires."""

    def __init__(self, graph: Graph, modules: Catalog) -> None:
        self.graph = graph
        self.modules = modules
        self.facts: dict[str, NodeFacts] = {}
        self.problems: list[Problem] = []
        self.into: dict[str, list[Wire]] = {i: [] for i in graph.nodes}
        for wire in graph.wires:
            if wire.target_node in self.into:
                self.into[wire.target_node].append(wire)

    def run(self) -> Report:
        order, cyclic = topological_order(self.graph)
        for wire in self.graph.wires:
            self._check_wire(wire)
        for node_id in order:
            self.facts[node_id] = self._check_node(node_id)
        self._report_cycles(cyclic)
        for node_id in self.graph.nodes:
            self._check_sharing(node_id)
        self.problems += whole_graph_problems(self.graph, self.facts, self.problems)
        places = {node_id: i for i, node_id in enumerate(self.graph.nodes)}
        ranks = {"error": 0, "warning": 1, "info": 2}
        self.problems.sort(key=lambda p: (ranks[p.severity], places.get(p.node, -1)))
        return Report(self.graph, self.facts, tuple(self.problems), tuple(order))

    def _add(self, severity: Severity, node: str, reason: Text, **place: Any) -> None:
        self.problems.append(Problem(severity, reason, node, **place))

    def _check_wire(self, wire: Wire) -> None:
        """Both ends must exist."""
        for node_id, port, side in (
            (wire.source_node, wire.source_port, "outputs"),
            (wire.target_node, wire.target_port, "inputs"),
        ):
            node = self.graph.nodes.get(node_id)
            module = self.modules.get(node.kind) if node else None
            ports = [p.name for p in getattr(module, side)] if module else []
            if node is None or (module and port not in ports):
                reason = Text(
                    "the wire {source} to {target} ends at {end}, which does not exist",
                    source=wire.source,
                    target=wire.target,
                    end=f"{node_id}.{port}",
                )
                remedy = Remedy(Text("Remove the wire"), Disconnect())
                self._add("error", node_id if node else "", reason, wire=wire, remedies=(remedy,))

    def _check_node(self, node_id: str) -> NodeFacts:
        node = self.graph.nodes[node_id]
        module = self.modules.get(node.kind)
        if module is None:
            return self._unknown_kind(node_id, node)
        values = self._check_params(node_id, node, module)
        inputs = self._collect_inputs(node_id, module)
        if values is None or inputs is None:
            return NodeFacts(module, values, inputs or {})
        return self._settle(node_id, NodeFacts(module, values, inputs))

    def _unknown_kind(self, node_id: str, node: Node) -> NodeFacts:
        guess = self.modules.did_you_mean(node.kind)
        reason = Text("{kind} is not a known kind of module", kind=node.kind)
        remedies: tuple[Remedy, ...] = ()
        if guess:
            remedies = (Remedy(Text("Replace by {kind}", kind=guess), Replace(guess)),)
        self._add("error", node_id, reason, remedies=remedies)
        return NodeFacts(Module(kind=node.kind, title=node.kind, category="unknown", help=""))

    def _check_params(self, node_id: str, node: Node, module: Module) -> Values | None:
        found = faults(module.params, node.params, self.modules.find)
        for error in found:
            name = str(error.text.values.get("name", "")).partition(".")[0]
            self._add("error", node_id, error.text, param=name)
        return None if found else complete_params(module, node.params, self.modules)

    def _collect_inputs(
        self, node_id: str, module: Module
    ) -> dict[str, tuple[Spec | None, ...]] | None:
        """Specs by input port; None while something upstream is unknown or a port is open."""
        specs: dict[str, tuple[Spec | None, ...]] = {}
        is_open = False
        for port in module.inputs:
            wires = [w for w in self.into[node_id] if w.target_port == port.name]
            if not wires and not port.optional:
                self._open_port(node_id, module, port.name)
                is_open = True
            found = [self._spec_of(w) for w in wires]
            is_open = is_open or any(spec is None for spec in found)
            specs[port.name] = tuple(found)
        return None if is_open else specs

    def _open_port(self, node_id: str, module: Module, port: str) -> None:
        reason = Text("{port} is open; it needs a wire", port=port)
        if module.category == "optimizer":
            reason = Text("takes no loss yet; wire a loss into it")
        remedies = tuple(self._suggest_wires(node_id, module, port))
        self._add("error", node_id, reason, port=port, remedies=remedies)

    def _suggest_wires(self, node_id: str, module: Module, port: str) -> Iterable[Remedy]:
        """The one obvious source of an open port, where there is just one."""
        want = {"optimizer": "loss"}.get(module.category) or ("data" if port == "target" else "")
        sources = []
        for other, node in self.graph.nodes.items():
            candidate = self.modules.get(node.kind)
            if candidate is None or candidate.category != want or other == node_id:
                continue
            free = [p.name for p in candidate.outputs if port != "target" or p.name == "label"]
            sources += [f"{other}.{name}" for name in free]
        if len(sources) == 1:
            label = Text("Wire {source} here", source=sources[0])
            yield Remedy(label, Connect(sources[0], f"{node_id}.{port}"))

    def _spec_of(self, wire: Wire) -> Spec | None:
        facts = self.facts.get(wire.source_node)
        return facts.outputs.get(wire.source_port) if facts else None

    def _settle(self, node_id: str, facts: NodeFacts) -> NodeFacts:
        """Apply the shape rule, or pass the input through where the node is bypassed."""
        module, node = facts.module, self.graph.nodes[node_id]
        assert facts.values is not None
        arguments = _arguments(module, facts.inputs)
        misfit = _loss_misfit(module, facts.inputs)
        try:
            if misfit:
                raise misfit
            if node.bypassed and can_bypass(module):
                only = next(s for s in facts.inputs["input"] if s is not None)
                return replace(facts, outputs={"output": only}, flops=0, is_settled=True)
            outputs = module.infer_outputs(facts.values, *arguments)
            weights = module.weights(facts.values, *arguments)
            state = module.state(facts.values, *arguments)
        except ShapeError as error:
            self._misfit(node_id, error)
            return facts
        flops = module.flops(facts.values, *arguments) if module.flops else _one_each(outputs)
        return replace(
            facts, outputs=outputs, weights=weights, state=state, flops=flops, is_settled=True
        )

    def _misfit(self, node_id: str, error: ShapeError) -> None:
        wires = [w for w in self.into[node_id] if w.target_port == error.port]
        wire = wires[-1] if wires else None
        remedies = tuple(r for r in (self.aim(r, wire) for r in error.remedies) if r is not None)
        self._add("error", node_id, error.text, port=error.port, wire=wire, remedies=remedies)

    def aim(self, remedy: Remedy, wire: Wire | None) -> Remedy | None:
        """Find the node that a remedy for "the nearest before" means."""
        action = remedy.action
        if not isinstance(action, SetParam) or action.node != UPSTREAM:
            return remedy
        names = {"units": ("units", "filters")}.get(action.param, (action.param,))
        while wire is not None:
            facts = self.facts.get(wire.source_node)
            for param in facts.module.params if facts else ():
                if param.name in names:
                    aimed = replace(action, node=wire.source_node, param=param.name)
                    label = Text("{node}: {what}", node=wire.source_node, what=remedy.label)
                    return replace(remedy, action=aimed, label=label)
            before = self.into.get(wire.source_node, [])
            wire = before[0] if len(before) == 1 else None
        return None

    def _report_cycles(self, cyclic: list[str]) -> None:
        ring = set(cyclic)
        for node_id in cyclic:
            module = self.modules.get(self.graph.nodes[node_id].kind)
            if module:
                self.facts[node_id] = NodeFacts(module)
        wire = next(
            (w for w in reversed(self.graph.wires) if {w.source_node, w.target_node} <= ring), None
        )
        if wire:
            reason = Text("the wires run in a circle: {nodes}", nodes=" → ".join(cyclic))
            remedy = Remedy(Text("Remove the wire"), Disconnect())
            self._add("error", wire.target_node, reason, wire=wire, remedies=(remedy,))

    def _check_sharing(self, node_id: str) -> None:
        """A shared layer needs an owner of its kind, with weights of the same shapes."""
        node = self.graph.nodes[node_id]
        if not node.weights_of:
            return
        owner_id = node.weights_of
        owner = self.graph.nodes.get(owner_id)
        remedies = (Remedy(Text("Give it weights of its own"), Unshare()),)
        mine, theirs = self.facts.get(node_id), self.facts.get(owner_id)
        if owner is None:
            reason = Text(
                "shares the weights of {owner}, which does not exist", owner=node.weights_of
            )
        elif owner.kind != node.kind:
            reason = Text(
                "shares the weights of {owner}, which is another kind", owner=node.weights_of
            )
        elif (
            mine
            and theirs
            and mine.is_settled
            and theirs.is_settled
            and _shapes(mine) != _shapes(theirs)
        ):
            reason = Text(
                "needs weights of {mine}, but {owner} has {theirs}",
                mine=_shapes(mine),
                owner=owner_id,
                theirs=_shapes(theirs),
            )
        else:
            return
        self._add("error", node_id, reason, remedies=remedies)


def _differ(mine: NodeFacts, theirs: NodeFacts) -> bool:
    return mine.is_settled and theirs.is_settled and _shapes(mine) != _shapes(theirs)


def _shapes(facts: NodeFacts) -> str:
    return ", ".join(f"{a.name} {'×'.join(map(str, a.shape))}" for a in facts.weights + facts.state)


def _arguments(module: Module, inputs: Inputs) -> list[Any]:
    """Specs as `infer` takes them: one, None for an open optional port, a tuple for many."""
    return [
        inputs[p.name] if p.many else (inputs[p.name][0] if inputs[p.name] else None)
        for p in module.inputs
    ]


def _loss_misfit(module: Module, inputs: Inputs) -> ShapeError | None:
    """Losses go into optimizers, tensors go everywhere else."""
    wants_loss = module.category == "optimizer"
    for port, specs in inputs.items():
        for spec in specs:
            if spec is not None and spec.is_loss != wants_loss:
                template = "gets a loss; needs a tensor"
                if wants_loss:
                    template = "gets a tensor ({spec}); needs a loss"
                remedies = [Remedy(Text("Remove the wire"), Disconnect())]
                return ShapeError(template, port=port, spec=str(spec), remedies=remedies)
    return None


def can_bypass(module: Module) -> bool:
    """Whether a module has one input and one output, so that the input can pass it by."""
    return [p.name for p in module.inputs] == ["input"] and len(module.outputs) == 1


def _one_each(outputs: Mapping[str, Spec]) -> int | None:
    sizes = [s.size for s in outputs.values() if not s.is_loss]
    return sum(size for size in sizes if size) if None not in sizes else None


def complete_params(module: Module, given: Mapping[str, Any], modules: Catalog) -> Values:
    """Checked params with defaults. Raises: ParamError."""
    return complete(module.params, given, modules.find)
