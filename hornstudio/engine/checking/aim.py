"""Aiming remedies: a shape rule knows shapes only, so what it suggests is fitted to the graph.

A remedy is offered where it can be carried out and the fault would then be gone from its place.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from hornstudio.engine.catalog import Catalog
from hornstudio.engine.checking.exchange import Exchange
from hornstudio.engine.errors import HornError, ShapeError
from hornstudio.engine.facts import NodeFacts
from hornstudio.engine.graph import Graph, Wire
from hornstudio.engine.inference.shape_rule import outputs_of
from hornstudio.engine.params import Values, complete, fitting
from hornstudio.engine.problem import (
    UPSTREAM,
    Disconnect,
    Insert,
    Remedy,
    Replace,
    SetParam,
    Together,
    setting_text,
)
from hornstudio.engine.shapes import Spec
from hornstudio.engine.text import Text

ALIASES = {"units": ("units", "filters")}
"""Params that mean the same in other kinds of module."""
_SPREAD = ("padding",)
"""Params of which one that is other further on does not make the earlier ones indifferent."""


class Aim:
    """Aims at one faulty node.

    faulty: its facts, with the inputs that its rule refuses. wire: the one to blame, the last of
    its port, where there is one; it need not be in the graph yet.
    """

    def __init__(
        self,
        graph: Graph,
        facts: Mapping[str, NodeFacts],
        modules: Catalog,
        faulty: NodeFacts,
        wire: Wire | None,
    ) -> None:
        self.graph = graph
        self.facts = facts
        self.modules = modules
        self.faulty = faulty
        self.wire = wire

    def remedies(self, error: ShapeError) -> tuple[Remedy, ...]:
        """Those of the error's remedies that help here."""
        return tuple(self._aimed(error.remedies, error.text.template))

    def _aimed(self, remedies: Iterable[Remedy], template: str) -> Iterable[Remedy]:
        for remedy in remedies:
            match remedy.action:
                case Insert() | Disconnect() if self.wire is None:
                    continue
                case Insert() as action if not self._insert_helps(action, template):
                    continue
                case SetParam(node=node) as action if node == UPSTREAM:
                    tried = (self._upstream(remedy, action, template, w) for w in self._suspects())
                    yield from [aimed for aimed in tried if aimed is not None][:1]
                case Replace() as action:
                    yield self._replaced(remedy, action)
                case _:
                    yield remedy

    def _replaced(self, remedy: Remedy, action: Replace) -> Remedy:
        """The remedy, with all else that the other kind needs of the prediction that it judges."""
        module, wire = self.modules.get(action.kind), self._prediction_wire()
        if module is None or wire is None:
            return remedy
        params = self.graph.nodes[wire.target_node].params
        kept = fitting(module.params, params, self.modules.find)
        values = complete(module.params, kept, self.modules.find)
        other = replace(self.faulty, module=module, values=values)
        resized = Aim(self.graph, self.facts, self.modules, other, wire)._resized()
        exchange = Exchange(self.graph, self.facts, self.modules, other, wire)
        return exchange.completed(remedy, action, resized)

    def _prediction_wire(self) -> Wire | None:
        if self.wire is None or self.wire.target_port == "prediction":
            return self.wire
        return next(iter(self.graph.wires_into(self.wire.target_node, "prediction")), None)

    def _resized(self) -> Remedy | None:
        """As many numbers as the node needs, where it refuses those that come."""
        try:
            outputs_of(self.faulty.module, self.faulty.values or Values({}), self.faulty.inputs)
        except ShapeError as error:
            found = self.remedies(error)
            return next((r for r in found if isinstance(r.action, SetParam)), None)
        return None

    def _insert_helps(self, action: Insert, template: str) -> bool:
        """Whether the new module takes what the wire brings, and mends the fault."""
        module = self.modules.get(action.kind)
        assert self.wire is not None
        brought = self.faulty.inputs[self.wire.target_port][-1]
        if module is None or not module.inputs or brought is None:
            return False
        port = module.inputs[0]
        try:
            values = complete(module.params, action.params, self.modules.find)
            open_ports = {p.name: () for p in module.inputs}
            outputs = outputs_of(module, values, {**open_ports, port.name: (brought,)})
        except HornError:
            return False
        return self._takes(outputs[module.outputs[0].name], template)

    def _suspects(self) -> list[Wire]:
        """The wire to blame, then the others of its port: of two branches, either may be amiss."""
        if self.wire is None:
            return []
        return [self.wire, *reversed(self._others(self.wire))]

    def _others(self, wire: Wire) -> list[Wire]:
        """What else comes into the port of the wire to blame."""
        found = self.graph.wires_into(wire.target_node, wire.target_port)
        return [other for other in found if other != wire]

    def _upstream(
        self, remedy: Remedy, action: SetParam, template: str, into: Wire
    ) -> Remedy | None:
        """The remedy for the nearest node before a wire that has the param, if that is of use.

        What every layer takes a little of, such as the border, is set in all that are needed.
        """
        names = ALIASES.get(action.param, (action.param,))
        passed: list[Wire] = []
        changed: dict[str, Values] = {}
        sets: list[SetParam] = []
        wire: Wire | None = into
        while wire is not None:
            passed.append(wire)
            facts = self.facts.get(wire.source_node)
            if facts is None or facts.values is None or not facts.is_settled:
                return None
            param = next((n for n in names if n in facts.values), "")
            if param and not self.graph.nodes[wire.source_node].bypassed:
                sets.append(replace(action, node=wire.source_node, param=param))
                changed[wire.source_node] = Values({**facts.values, param: action.value})
                if self._reaches(passed, changed, template):
                    return _all_set(remedy, action.param, sets)
                if param not in _SPREAD:
                    return None
            before = self.graph.wires_into(wire.source_node)
            wire = before[0] if len(before) == 1 else None
        return None

    def _reaches(self, passed: list[Wire], changed: Mapping[str, Values], template: str) -> bool:
        """Whether other params of nodes along the wires mend the fault at the end of them."""
        first = passed[-1].source_node
        try:
            outputs = outputs_of(self.facts[first].module, changed[first], self.facts[first].inputs)
            for wire in passed[:0:-1]:
                facts, node = self.facts[wire.target_node], self.graph.nodes[wire.target_node]
                values = changed.get(wire.target_node, facts.values)
                assert values is not None
                inputs = {**facts.inputs, wire.target_port: (outputs[wire.source_port],)}
                outputs = outputs_of(facts.module, values, inputs, bypassed=node.bypassed)
        except HornError:
            return False
        return self._takes(outputs[passed[0].source_port], template, passed[0])

    def _takes(self, spec: Spec, template: str, wire: Wire | None = None) -> bool:
        """Whether the faulty node no longer complains of the same with another spec.

        wire: of its port, the one that brings it; the one to blame, if none is named.
        """
        assert self.wire is not None
        assert self.faulty.values is not None
        port, others = self.wire.target_port, self._others(self.wire)
        specs = list(self.faulty.inputs[port])
        specs[others.index(wire) if wire in others else -1] = spec
        inputs = {**self.faulty.inputs, port: tuple(specs)}
        try:
            outputs_of(self.faulty.module, self.faulty.values, inputs)
        except ShapeError as error:
            return error.text.template != template
        return True


def _all_set(remedy: Remedy, param: str, sets: list[SetParam]) -> Remedy:
    """The remedy that sets all of these, the first node on the way first."""
    nodes = ", ".join(each.node for each in reversed(sets))
    is_alias = sets[-1].param != param  # the button says what the node calls it
    what = setting_text(sets[-1].param, sets[-1].value) if is_alias else remedy.label
    label = Text("{node}: {what}", node=nodes, what=what)
    action = sets[0] if len(sets) == 1 else Together(tuple(reversed(sets)))
    return replace(remedy, action=action, label=label)
