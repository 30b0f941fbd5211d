"""The plan of a graph: every call in order, every array, what is trained and what is reported.

A plan holds no arrays and needs no JAX. The program runs it; the code generator writes it down.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace

from hornstudio.engine.catalog import Catalog, catalog
from hornstudio.engine.check import Report, can_bypass, check
from hornstudio.engine.checking.reported import names_of_judges
from hornstudio.engine.checking.sharing import models_of_owners
from hornstudio.engine.compile.call import Call
from hornstudio.engine.compile.mask_flow import MaskFlow
from hornstudio.engine.composite.flatten import flatten
from hornstudio.engine.composite.way import way_text
from hornstudio.engine.errors import RunError
from hornstudio.engine.facts import NodeFacts
from hornstudio.engine.graph import Graph
from hornstudio.engine.inference.over_time import can_go_over_time
from hornstudio.engine.module import Array
from hornstudio.engine.params import Nested, Setting
from hornstudio.engine.problem import Problem
from hornstudio.engine.text import Text


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
class OutputPenalty:
    """A penalty on what a layer gives out, divided by the size of the batch.

    regularizer: None for the module's own `penalty`. ports: its first output, and others that
    some wire takes.
    """

    call: Call
    regularizer: Setting | None
    ports: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Constraint:
    """What a weight is brought back to after each step."""

    owner: str
    array: str
    constraint: Setting


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything that a program does, in order.

    data: ports of data nodes that some wire uses. outputs: ports that a prediction gives: those
    wired into the `prediction` of a loss or metric, then the first of each node that nothing takes
    from.
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
    output_penalties: tuple[OutputPenalty, ...]
    constraints: tuple[Constraint, ...]
    frozen: tuple[str, ...]
    outputs: tuple[str, ...]

    @property
    def adapting(self) -> tuple[Call, ...]:
        """Calls whose state is fitted to the training data, once for each owner."""
        found = {c.owner: c for c in reversed(self.layers) if c.module.adapt and not c.is_bypassed}
        return tuple(c for c in self.layers if found.get(c.owner) is c)

    @property
    def weight_count(self) -> int:
        """Numbers in all weights, frozen ones too."""
        return sum(start.array.size for start in self.starts if not start.is_state)

    @property
    def trained_losses(self) -> tuple[Call, ...]:
        """Losses that the optimizer takes."""
        return tuple(c for c in self.losses if c.weight)


def plan_graph(
    graph: Graph,
    *,
    for_training: bool = True,
    own_data: bool = False,
    modules: Catalog | None = None,
) -> Plan:
    """Plan a graph that checks without errors.

    Composites are unfolded. Raises: RunError that names the first error. Without `for_training`,
    only the layers count. own_data: free inputs are no error, because whoever runs a script
    brings data for them.
    """
    known = modules or catalog()
    report = _unfolded(graph, known, for_training, own_data)
    graph = report.graph
    settled = [i for i in report.order if report.facts[i].is_settled]
    calls = _named(graph, [_call(graph, i, report.facts[i]) for i in settled])
    masks = MaskFlow()
    layers = masks.through(c for c in calls if c.module.role == "layer")
    return Plan(
        graph=graph,
        modules=known,
        data=_data_ports(graph, report),
        layers=layers,
        losses=masks.through(c for c in calls if c.module.role == "loss"),
        metrics=masks.through(c for c in calls if c.module.role == "metric"),
        optimizer=next((c for c in calls if c.module.role == "optimizer"), None),
        starts=_starts(layers, report, known),
        penalties=tuple(Penalty(*held) for held in _held(layers, report, "regularizer")),
        output_penalties=tuple(_output_penalties(layers, graph)),
        constraints=tuple(Constraint(*held) for held in _held(layers, report, "constraint")),
        frozen=tuple(dict.fromkeys(c.owner for c in layers if c.is_frozen)),
        outputs=_outputs(graph, report),
    )


def _unfolded(graph: Graph, known: Catalog, for_training: bool, own_data: bool) -> Report:
    """What is known of all that computes, without composites."""
    report = check(graph, known)
    _refuse_errors(report, for_training, own_data)
    report = report.alive
    if report.graph.groups:
        report = check(flatten(report.graph).graph, known)
        _refuse_errors(report, for_training, own_data)
    return report


def at_rest(plan: Plan, owners: Collection[str]) -> Plan:
    """The plan with layers that work as if these owners' weights were frozen from the start.

    They are among those that are trained, all the same: somebody else keeps them as they are.
    """
    if not owners:
        return plan
    layers = (replace(c, is_frozen=c.is_frozen or c.owner in owners) for c in plan.layers)
    return replace(plan, layers=tuple(layers))


def _refuse_errors(report: Report, for_training: bool, own_data: bool) -> None:
    if for_training and not report.graph.nodes:
        raise RunError("the graph is empty; training needs data, layers, a loss and an optimizer")
    errors = [p for p in report.errors if not (own_data and _is_free_input(p, report))]
    if not errors and not all(facts.is_settled for facts in report.alive.facts.values()):
        errors = report.errors  # files that are not here, of which shapes follow
    if not for_training:
        layers = [f for f in report.facts.values() if f.module.role == "layer"]
        concerning = [p for p in errors if p.node and _concerns_layers(report.facts[p.node])]
        errors = concerning or (errors if not all(f.is_settled for f in layers) else [])
    if not errors:
        return
    first = errors[0]
    place = f"{way_text(first.place)}: " if first.place else ""
    more = Text(" (and {n} more)", n=len(errors) - 1) if len(errors) > 1 else ""
    raise RunError("{place}{reason}{more}", place=place, reason=first.reason, more=more)


def _is_free_input(problem: Problem, report: Report) -> bool:
    """Whether all that is wrong is that a sound data node has no data, or not on this computer."""
    facts = report.facts.get(problem.node)
    is_sound = facts is not None and facts.is_settled and not problem.port
    if facts is None or not is_sound or facts.module.role != "data":
        return False
    own = facts.module.own
    return facts.module.load is None or (own is not None and problem.param in own.named_by)


def _concerns_layers(facts: NodeFacts) -> bool:
    """Whether a fault at a node keeps layers from computing; idle data does not."""
    return facts.module.role == "layer" or (facts.module.role == "data" and not facts.is_settled)


def _call(graph: Graph, node_id: str, facts: NodeFacts) -> Call:
    assert facts.values is not None
    owner = graph.weights_owner(node_id)
    into = graph.wires_into(node_id)
    taken = {w.source_port for w in graph.wires_from(node_id)}
    return Call(
        node=node_id,
        module=facts.module,
        values=facts.values,
        sources=tuple(
            tuple(w.source for w in into if w.target_port == p.name) for p in facts.module.inputs
        ),
        owner=owner,
        is_frozen=owner in graph.frozen_owners(),
        is_bypassed=graph.nodes[node_id].bypassed and can_bypass(facts.module),
        is_over_time=graph.nodes[node_id].over_time and can_go_over_time(facts.module),
        taken=tuple(p.name in taken for p in facts.module.outputs),
        size=max((spec.size or 0 for spec in facts.outputs.values()), default=0),
        flops=facts.flops or 0,
        specs=tuple(facts.outputs.values()),
    )


def _named(graph: Graph, calls: list[Call]) -> list[Call]:
    """Calls with the names and shares of losses, and the names of metrics."""
    taken = {w.source for w in graph.wires}
    shares = {
        c.node: float(c.values.get("weight", 1.0))
        for c in calls
        if c.module.role == "loss" and f"{c.node}.{c.module.outputs[0].name}" in taken
    }
    judges = [c.node for c in calls if c.module.role in ("loss", "metric")]
    names = names_of_judges(judges, [node for node, share in shares.items() if share])
    return [replace(c, name=names.get(c.node, ""), weight=shares.get(c.node, 0.0)) for c in calls]


def _data_ports(graph: Graph, report: Report) -> tuple[str, ...]:
    used = dict.fromkeys(w.source for w in graph.wires if w.source_node in graph.nodes)
    return tuple(s for s in used if report.facts[s.partition(".")[0]].module.role == "data")


def _starts(layers: tuple[Call, ...], report: Report, modules: Catalog) -> tuple[Start, ...]:
    models = models_of_owners(report.graph, report.facts)
    starts = []
    for call in layers:
        if models.get(call.owner) != call.node:
            continue
        facts = report.facts[call.node]
        for arrays, is_state in ((facts.weights, False), (facts.state, True)):
            starts += [
                Start(call.owner, array, _initializer(call, array, modules), is_state)
                for array in arrays
            ]
    return tuple(starts)


def _initializer(call: Call, array: Array, modules: Catalog) -> Setting:
    """The initializer in the named param, or the kind of that name with its defaults."""
    value: object = call.values.get(array.initializer)
    if isinstance(value, Setting):
        return value
    plain = Nested(name=array.initializer, category="initializer", help="")
    parsed = plain.parse(array.initializer, modules.find)
    assert isinstance(parsed, Setting)
    return parsed


def _held(
    layers: tuple[Call, ...], report: Report, what: str
) -> Iterator[tuple[str, str, Setting]]:
    """Owner, array and setting of every regularizer or constraint.

    Those of the owners, once for all who share; what is frozen has none.
    """
    models = models_of_owners(report.graph, report.facts)
    for call in layers:
        if call.is_frozen or models.get(call.owner) != call.node:
            continue
        for array in report.facts[call.node].weights:
            setting = call.values.get(getattr(array, what))
            if isinstance(setting, Setting):
                yield call.owner, array.name, setting


def _output_penalties(layers: tuple[Call, ...], graph: Graph) -> Iterator[OutputPenalty]:
    taken = {w.source for w in graph.wires}
    for call in layers:
        setting = call.values.get("activity_regularizer")
        if call.is_bypassed:
            continue
        ports = tuple(p for place, p in enumerate(call.ports) if place == 0 or p in taken)
        if isinstance(setting, Setting):
            yield OutputPenalty(call, setting, ports)
        elif call.module.penalty is not None:
            yield OutputPenalty(call, None, ports)


def _outputs(graph: Graph, report: Report) -> tuple[str, ...]:
    judged = [w.source for w in graph.wires if w.target_port == "prediction"]
    taken = {w.source_node for w in graph.wires}
    facts = {i: f for i, f in report.facts.items() if f.module.role == "layer"}
    left = [
        f"{i}.{next(iter(f.outputs))}" for i, f in facts.items() if i not in taken and f.outputs
    ]
    return tuple(p for p in dict.fromkeys((*judged, *left)) if p.partition(".")[0] in facts)
