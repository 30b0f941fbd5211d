"""The declaration of a composite, derived from its body: ports, params, shapes, weights, cost."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from hornstudio.engine.catalog import Catalog
from hornstudio.engine.editing.order import topological_order
from hornstudio.engine.errors import GraphError, ParamError, ShapeError
from hornstudio.engine.facts import NodeFacts
from hornstudio.engine.graph import PORT_IN, PORT_KINDS, PORT_OUT, Graph, Group, Node, freeze
from hornstudio.engine.inference.array_rule import refuse_arrays
from hornstudio.engine.inference.over_time import can_go_over_time, over_time
from hornstudio.engine.inference.shape_rule import NO_BYPASS, can_bypass, settle
from hornstudio.engine.module import Array, Arrays, Module, Port
from hornstudio.engine.params import Param, Values, complete, faults, nested_json
from hornstudio.engine.problem import Disconnect, Insert
from hornstudio.engine.shapes import Spec
from hornstudio.engine.text import Given, Text

Specs = Mapping[str, Spec | None]
"""What comes into each port of a composite; None for a port that stays open."""

ENTRY = Module(
    kind=PORT_IN,
    title=Text("Input port").template,
    category="composite",
    help="What the composite takes: its name is the port's, its place that in the row of ports.",
    inputs=(),
    words=("in", "port"),
)
EXIT = Module(
    kind=PORT_OUT,
    title=Text("Output port").template,
    category="composite",
    help="What the composite gives: its name is the port's, its place that in the row of ports.",
    infer=lambda p, x: x,
    flops=lambda p, x: 0,
    words=("out", "port"),
)
_KEPT_BODIES = 64
_INSIDE = "inside, {node}: {reason}"


def declare(kind: str, group: Group, modules: Catalog) -> Module:
    """The composite as a module like any other. `modules` knows the kinds inside."""
    body = _Body(group, modules)
    return Module(
        kind=kind,
        title=Given(group.title or kind),
        category="composite",
        help="A composite of this graph: several modules that are used as one.",
        params=exposed_params(group, modules),
        inputs=tuple(_port(group, i, modules) for i in group.ports(PORT_IN)),
        outputs=tuple(Port(i) for i in group.ports(PORT_OUT)),
        infer=body.outputs,
        weights=body.weights,
        state=body.state,
        flops=body.flops,
        main=tuple(dict.fromkeys(e.name for e in group.params))[:2],
        is_held=False,
    )


def _port(group: Group, port: str, modules: Catalog) -> Port:
    """A port may stay open where all that it feeds may."""
    fed = [
        _fed(group.body, w.target_node, w.target_port, modules) for w in group.body.wires_from(port)
    ]
    return Port(port, optional=bool(fed) and all(p is not None and p.optional for p in fed))


def _fed(body: Graph, node: str, port: str, modules: Catalog) -> Port | None:
    module = modules.get(body.nodes[node].kind) if node in body.nodes else None
    return module.input(port) if module else None


def exposed_params(group: Group, modules: Catalog) -> tuple[Param, ...]:
    """Declarations of the settings, each with the inner node's own value as its default."""
    found: dict[str, Param] = {}
    for exposed in group.params:
        param = inner_param(group, exposed.node, exposed.param, modules)
        if param is None or exposed.name in found:
            continue
        given = group.body.nodes[exposed.node].params
        default = given.get(exposed.param, param.default)
        if default is not None and faults((param,), {param.name: default}, modules.find):
            default = param.default
        title = "" if exposed.name == param.name else exposed.name.replace("_", " ").capitalize()
        found[exposed.name] = replace(
            param,
            name=exposed.name,
            title=title or param.title,
            default=default,
            optional=param.optional or param.default is None,
            advanced=False,
        )
    return tuple(found.values())


def inner_param(group: Group, node: str, param: str, modules: Catalog) -> Param | None:
    """The declaration of a param of a node inside, or None."""
    inner = group.body.nodes.get(node)
    module = modules.get(inner.kind) if inner else None
    return next((p for p in module.params if p.name == param), None) if module else None


def with_values(group: Group, values: Mapping[str, Any]) -> Graph:
    """The body with the settings of a use, as JSON holds them, given to the nodes inside.

    A setting that the use leaves alone has the value of the first node that follows it.
    """
    nodes = dict(group.body.nodes)
    first: dict[str, tuple[Any, ...]] = {}
    for exposed in group.params:
        if exposed.node not in nodes:
            continue
        node = nodes[exposed.node]
        own = (node.params[exposed.param],) if exposed.param in node.params else ()
        value = (values[exposed.name],) if exposed.name in values else own
        params = {name: item for name, item in node.params.items() if name != exposed.param}
        for item in first.setdefault(exposed.name, value):
            params[exposed.param] = item
        if params != node.params:
            nodes[exposed.node] = replace(node, params=freeze(params))
    return replace(group.body, nodes=freeze(nodes))


class _Body:
    """The shape rule of a composite: its body asked node by node, each question once."""

    def __init__(self, group: Group, modules: Catalog) -> None:
        self.group = group
        self.modules = modules
        self._known: dict[Any, Mapping[str, NodeFacts] | ShapeError] = {}
        self._order, self._ring = topological_order(group.body)

    def outputs(self, p: Values, *specs: Spec | None) -> dict[str, Spec]:
        """Specs of all outputs. Raises: ShapeError, which names the node inside."""
        facts = self._facts(p, specs)
        return {i: facts[i].outputs["output"] for i in self.group.ports(PORT_OUT)}

    def weights(self, p: Values, *specs: Spec | None) -> Arrays:
        """Learned arrays as `node__name`; shared ones once."""
        return tuple(self._arrays("weights", self._facts(p, specs)))

    def state(self, p: Values, *specs: Spec | None) -> Arrays:
        """The same for non-learned ones."""
        return tuple(self._arrays("state", self._facts(p, specs)))

    def flops(self, p: Values, *specs: Spec | None) -> Any:
        """Operations of all nodes; None where a shape is unknown."""
        inner = [f for i, f in self._facts(p, specs).items() if not self._is_port(i)]
        known = [f.flops for f in inner if f.flops is not None]
        return sum(known) if len(known) == len(inner) else None

    def _is_port(self, node_id: str) -> bool:
        return self.group.body.nodes[node_id].kind in PORT_KINDS

    def _arrays(self, which: str, facts: Mapping[str, NodeFacts]) -> list[Array]:
        body, seen = self.group.body, set[str]()
        arrays: list[Array] = []
        for node_id, known in facts.items():
            owner = body.weights_owner(node_id)
            if owner not in seen and not body.nodes[node_id].bypassed:
                seen.add(owner)
                arrays += [Array(f"{owner}__{a.name}", a.shape, "") for a in getattr(known, which)]
        return arrays

    def _facts(self, p: Values, specs: tuple[Spec | None, ...]) -> Mapping[str, NodeFacts]:
        question = (p, specs)
        try:
            found = self._known.get(question)
        except TypeError:  # a value that cannot be hashed
            return self._ask(p, specs)
        if found is None:
            if len(self._known) >= _KEPT_BODIES:
                self._known.clear()
            try:
                found = self._ask(p, specs)
            except ShapeError as error:
                found = error
            self._known[question] = found
        if isinstance(found, ShapeError):
            raise found
        return found

    def _ask(self, p: Values, specs: tuple[Spec | None, ...]) -> Mapping[str, NodeFacts]:
        return body_facts(
            with_values(self.group, {name: nested_json(value) for name, value in p.items()}),
            dict(zip(self.group.ports(PORT_IN), specs, strict=True)),
            self.modules,
            (self._order, self._ring),
        )


def body_facts(
    body: Graph, given: Specs, modules: Catalog, order: tuple[list[str], list[str]] | None = None
) -> Mapping[str, NodeFacts]:
    """Facts of every node of a body that is given these specs. Raises: ShapeError."""
    ids, ring = order or topological_order(body)
    if ring:
        nodes = " → ".join([*ring, ring[0]])
        raise ShapeError("inside, the wires run in a circle: {nodes}", nodes=nodes)
    facts: dict[str, NodeFacts] = {}
    for node_id in ids:
        facts[node_id] = _settled(body, node_id, given, facts, modules)
    return facts


def _settled(
    body: Graph, node_id: str, given: Specs, facts: Mapping[str, NodeFacts], modules: Catalog
) -> NodeFacts:
    node = body.nodes[node_id]
    if node.kind == PORT_IN:
        return entry_facts(given.get(node_id))
    module = _module(node_id, node, modules)
    if node.bypassed and not can_bypass(module):
        raise ShapeError(_INSIDE, node=node_id, reason=NO_BYPASS)
    try:
        values = complete(module.params, node.params, modules.find)
        inputs = _inputs(body, node_id, module, facts)
        known = settle(NodeFacts(module, values, inputs), bypassed=node.bypassed)
        if not known.is_settled:
            reason = Text("{port} is open; it needs a wire", port=_open_port(module, inputs))
            raise ShapeError("{reason}", reason=reason)
        refuse_arrays(known, modules)
        return known
    except (GraphError, ParamError) as error:
        raise ShapeError(_INSIDE, node=node_id, reason=error.text) from None
    except ShapeError as error:
        raise _seen_from_outside(body, node_id, error) from None


def why_not_inside(module: Module) -> Text:
    """Why a module that is no layer cannot be in a composite."""
    return Text(
        "is of the kind {title}; a composite holds layers only: data, losses, metrics and "
        "optimizers stay outside",
        title=module.title,
    )


def entry_facts(spec: Spec | None) -> NodeFacts:
    """Facts of an input port that is given a spec, or none."""
    outputs = {} if spec is None else {"output": spec}
    return NodeFacts(ENTRY, Values({}), {}, outputs, flops=0, is_settled=True)


def _module(node_id: str, node: Node, modules: Catalog) -> Module:
    module = modules.get(node.kind)
    if module is None:
        reason = modules.why_unknown(node.kind)
        raise ShapeError(_INSIDE, node=node_id, reason=reason)
    if module.role != "layer":
        raise ShapeError(_INSIDE, node=node_id, reason=why_not_inside(module))
    return over_time(module) if node.over_time and can_go_over_time(module) else module


def _inputs(
    body: Graph, node_id: str, module: Module, facts: Mapping[str, NodeFacts]
) -> dict[str, tuple[Spec | None, ...]]:
    """Specs by port; a wire from a port that stays open brings nothing."""
    specs: dict[str, tuple[Spec | None, ...]] = {p.name: () for p in module.inputs}
    for wire in body.wires_into(node_id):
        if wire.source_node not in facts or wire.target_port not in specs:
            raise ShapeError(
                "the wire {source} to {target} has an end that does not exist",
                source=wire.source,
                target=wire.target,
            )
        spec = facts[wire.source_node].outputs.get(wire.source_port)
        if spec is not None:
            specs[wire.target_port] += (spec,)
    return specs


def _open_port(module: Module, inputs: Mapping[str, tuple[Spec | None, ...]]) -> str:
    return next((p.name for p in module.inputs if not (p.optional or inputs[p.name])), "a port")


def _seen_from_outside(body: Graph, node_id: str, error: ShapeError) -> ShapeError:
    """The fault at the port of the composite that feeds the faulty one, if one does.

    What goes onto the wire there mends it from outside as well.
    """
    into = body.wires_into(node_id, error.port) if error.port else []
    entry = into[-1].source_node if into else ""
    is_at_border = entry in body.nodes and body.nodes[entry].kind == PORT_IN
    remedies = [r for r in error.remedies if isinstance(r.action, Insert | Disconnect)]
    return ShapeError(
        _INSIDE,
        port=entry if is_at_border else "",
        remedies=remedies if is_at_border else [],
        **_path(node_id, error.text),
    )


def _path(node_id: str, reason: Text) -> dict[str, Any]:
    """Where a fault is, through all composites down to the node that has it, and what it is."""
    if reason.template != _INSIDE:
        return {"node": node_id, "reason": reason}
    return {"node": f"{node_id} › {reason.values['node']}", "reason": reason.values["reason"]}
