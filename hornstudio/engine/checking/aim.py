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
    setting_text,
)
from hornstudio.engine.shapes import Spec
from hornstudio.engine.text import Text

ALIASES = {"units": ("units", "filters")}
"""Params that mean the same in other kinds of module."""


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
                    aimed = self._upstream(remedy, action, template)
                    if aimed is not None:
                        yield aimed
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

    def _upstream(self, remedy: Remedy, action: SetParam, template: str) -> Remedy | None:
        """The remedy for the nearest node before that has the param, if that is of use."""
        names = ALIASES.get(action.param, (action.param,))
        passed: list[Wire] = []
        wire = self.wire
        while wire is not None:
            passed.append(wire)
            facts = self.facts.get(wire.source_node)
            if facts is None or facts.values is None or not facts.is_settled:
                return None
            param = next((n for n in names if n in facts.values), "")
            if param and not self.graph.nodes[wire.source_node].bypassed:
                values = Values({**facts.values, param: action.value})
                if not self._reaches(passed, values, template):
                    return None
                is_alias = param != action.param  # the button says what the node calls it
                what = setting_text(param, action.value) if is_alias else remedy.label
                label = Text("{node}: {what}", node=wire.source_node, what=what)
                aimed = replace(action, node=wire.source_node, param=param)
                return replace(remedy, action=aimed, label=label)
            before = self.graph.wires_into(wire.source_node)
            wire = before[0] if len(before) == 1 else None
        return None

    def _reaches(self, passed: list[Wire], values: Values, template: str) -> bool:
        """Whether other params of the first node mend the fault at the end of the wires."""
        first = self.facts[passed[-1].source_node]
        try:
            spec = outputs_of(first.module, values, first.inputs)[passed[-1].source_port]
            for wire, following in zip(passed[:0:-1], passed[-2::-1], strict=True):
                facts, node = self.facts[wire.target_node], self.graph.nodes[wire.target_node]
                assert facts.values is not None
                inputs = {**facts.inputs, wire.target_port: (spec,)}
                outputs = outputs_of(facts.module, facts.values, inputs, bypassed=node.bypassed)
                spec = outputs[following.source_port]
        except HornError:
            return False
        return self._takes(spec, template)

    def _takes(self, spec: Spec, template: str) -> bool:
        """Whether the faulty node no longer complains of the same with another spec."""
        assert self.wire is not None
        assert self.faulty.values is not None
        port = self.wire.target_port
        inputs = {**self.faulty.inputs, port: (*self.faulty.inputs[port][:-1], spec)}
        try:
            outputs_of(self.faulty.module, self.faulty.values, inputs)
        except ShapeError as error:
            return error.text.template != template
        return True
