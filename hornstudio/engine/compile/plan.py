"""The plan of a graph: every call in order, every array, what is trained and what is reported.

A plan holds no arrays and needs no JAX. The program runs it; the code generator writes it down.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from hornstudio.engine.catalog import Catalog, catalog
from hornstudio.engine.check import Report, can_bypass, check
from hornstudio.engine.errors import RunError, Text
from hornstudio.engine.facts import NodeFacts
from hornstudio.engine.graph import Graph
from hornstudio.engine.module import Array, Module
from hornstudio.engine.params import Nested, Setting, Values

TOTAL = "loss"
"""Name under which the total that the optimizer lowers is reported."""


@dataclass(frozen=True, slots=True)
class Call:
    """One node's call. `sources` has the wires into each input port, in order (`node.port`).

    owner: id of the node whose weights and state it uses. name: under what a loss or metric is
    reported. weight: share of a loss in the total, 0 where no optimizer takes it.
    """

    node: str
    module: Module
    values: Values
    sources: tuple[tuple[str, ...], ...]
    owner: str
    is_frozen: bool = False
    is_bypassed: bool = False
    name: str = ""
    weight: float = 0.0


@dataclass(frozen=True, slots=True)
class Start:
    """How one weight or state array begins: `owner.array`, and its initializer."""

    owner: str
    array: Array
    initializer: Setting
    is_state: bool = False

    @property
    def purpose(self) -> str:
        """What its random key is for."""
        return f"init/{self.owner}/{self.array.name}"


@dataclass(frozen=True, slots=True)
class Penalty:
    """A regularizer on one weight, added to the total."""

    owner: str
    array: str
    regularizer: Setting


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything that a program does, in order.

    data: ports of data nodes that some wire uses. outputs: ports that a prediction gives: those
    wired into the `prediction` of a loss or metric, else those that nothing takes.
    """

    graph: Graph
    modules: Catalog
    data: tuple[str, ...]
    layers: tuple[Call, ...]
    losses: tuple[Call, ...]
    metrics: tuple[Call, ...]
    optimizer: Call | None
    starts: tuple[Start, ...]
    penalties: tuple[Penalty, ...]
    frozen: tuple[str, ...]
    outputs: tuple[str, ...]

    @property
    def trained_losses(self) -> tuple[Call, ...]:
        """Losses that the optimizer takes."""
        return tuple(c for c in self.losses if c.weight)


def plan_graph(graph: Graph, *, for_training: bool = True, modules: Catalog | None = None) -> Plan:
    """Plan a graph that checks without errors.

    Raises: RunError that names the first error. Without `for_training`, only the layers count.
    """
    known = modules or catalog()
    report = check(graph, known)
    _refuse_errors(report, for_training)
    calls = [_call(graph, i, report.facts[i]) for i in report.order if i in report.facts]
    layers = tuple(c for c in calls if c.module.role == "layer")
    losses = _named_losses(graph, [c for c in calls if c.module.role == "loss"])
    return Plan(
        graph=graph,
        modules=known,
        data=_data_ports(graph, report),
        layers=layers,
        losses=losses,
        metrics=_named_metrics([c for c in calls if c.module.role == "metric"]),
        optimizer=next((c for c in calls if c.module.role == "optimizer"), None),
        starts=_starts(layers, report),
        penalties=_penalties(layers, report),
        frozen=tuple(dict.fromkeys(c.owner for c in layers if c.is_frozen)),
        outputs=_outputs(graph, report),
    )


def _refuse_errors(report: Report, for_training: bool) -> None:
    errors = [
        p
        for p in report.errors
        if for_training or (p.node and report.facts[p.node].module.role == "layer")
    ]
    if not errors:
        return
    first = errors[0]
    place = f"{first.place}: " if first.place else ""
    more = Text(" (and {n} more)", n=len(errors) - 1) if len(errors) > 1 else ""
    raise RunError("{place}{reason}{more}", place=place, reason=first.reason, more=more)


def _call(graph: Graph, node_id: str, facts: NodeFacts) -> Call:
    assert facts.values is not None or facts.module.role != "layer"
    node = graph.nodes[node_id]
    owner = graph.weights_owner(node_id)
    into = graph.wires_into(node_id)
    return Call(
        node=node_id,
        module=facts.module,
        values=facts.values or Values({}),
        sources=tuple(
            tuple(w.source for w in into if w.target_port == p.name) for p in facts.module.inputs
        ),
        owner=owner,
        is_frozen=node.frozen or graph.nodes[owner].frozen,
        is_bypassed=node.bypassed and can_bypass(facts.module),
    )


def _named_losses(graph: Graph, calls: list[Call]) -> tuple[Call, ...]:
    """The only trained loss is the total; several are reported beside it by their ids."""
    taken = {w.source_node for w in graph.wires if w.source_port == "loss"}
    trained = [c for c in calls if c.node in taken]
    named = []
    for call in calls:
        is_only = trained == [call]
        name = TOTAL if is_only else f"{call.node}_1" if call.node == TOTAL else call.node
        weight = float(call.values.get("weight", 1.0)) if call.node in taken else 0.0
        named.append(replace(call, name=name, weight=weight))
    return tuple(named)


def _named_metrics(calls: list[Call]) -> tuple[Call, ...]:
    return tuple(replace(c, name=f"{c.node}_1" if c.node == TOTAL else c.node) for c in calls)


def _data_ports(graph: Graph, report: Report) -> tuple[str, ...]:
    used = dict.fromkeys(w.source for w in graph.wires)
    return tuple(s for s in used if report.facts[s.partition(".")[0]].module.role == "data")


def _starts(layers: tuple[Call, ...], report: Report) -> tuple[Start, ...]:
    starts = []
    for call in layers:
        if call.owner != call.node or call.is_bypassed:
            continue
        facts = report.facts[call.node]
        for array in facts.weights:
            starts.append(Start(call.node, array, _initializer(call, array)))
        for array in facts.state:
            starts.append(Start(call.node, array, _initializer(call, array), is_state=True))
    return tuple(starts)


def _initializer(call: Call, array: Array) -> Setting:
    """The initializer in the named param, or the kind of that name with its defaults."""
    value: object = call.values.get(array.initializer)
    if isinstance(value, Setting):
        return value
    plain = Nested(name=array.initializer, category="initializer", help="")
    parsed = plain.parse(array.initializer, catalog().find)
    assert isinstance(parsed, Setting)
    return parsed


def _penalties(layers: tuple[Call, ...], report: Report) -> tuple[Penalty, ...]:
    found = []
    for call in layers:
        if call.owner != call.node or call.is_bypassed or call.is_frozen:
            continue
        for array in report.facts[call.node].weights:
            setting = call.values.get(array.regularizer)
            if isinstance(setting, Setting):
                found.append(Penalty(call.node, array.name, setting))
    return tuple(found)


def _outputs(graph: Graph, report: Report) -> tuple[str, ...]:
    facts: Mapping[str, NodeFacts] = report.facts
    judged = dict.fromkeys(
        w.source
        for w in graph.wires
        if w.target_port == "prediction" and facts[w.source_node].module.role == "layer"
    )
    if judged:
        return tuple(judged)
    taken = {w.source for w in graph.wires}
    return tuple(
        f"{i}.{p.name}"
        for i, f in facts.items()
        if f.module.role == "layer"
        for p in f.module.outputs
        if f"{i}.{p.name}" not in taken
    )
