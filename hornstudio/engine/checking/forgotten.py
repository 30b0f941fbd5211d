"""What is no mistake and yet easily forgotten: a metric beside the loss, Flatten before Dense."""

from collections.abc import Iterator, Mapping

from hornstudio.engine.editing.order import downstream, walk_upstream
from hornstudio.engine.facts import NodeFacts
from hornstudio.engine.graph import Graph, Wire
from hornstudio.engine.problem import NEW, Add, Insert, Problem, Remedy, Severity
from hornstudio.engine.shapes import Spec, product
from hornstudio.engine.text import Text

Facts = Mapping[str, NodeFacts]

CLASS_LOSSES = (
    *("categorical_crossentropy", "categorical_focal_crossentropy"),
    *("binary_crossentropy", "binary_focal_crossentropy"),
)
PICTURE_LAYERS = ("convolution", "pooling")


def forgotten(graph: Graph, facts: Facts, others: Facts) -> Iterator[Problem]:
    """Hints on what a network of this kind mostly has. others: facts of what is no layer."""
    roles = {known.module.role for known in others.values()}
    if "metric" not in roles:
        yield from _no_metric(graph, facts, others)
    if "data" in roles:
        yield from _straight_into_dense(graph, facts, others)
    if "data" in roles and "loss" not in roles:
        yield from _rows_of_pictures(graph, facts)


def _no_metric(graph: Graph, facts: Facts, others: Facts) -> Iterator[Problem]:
    """A crossentropy alone tells no one how many answers are right."""
    losses = [i for i, known in others.items() if known.module.role == "loss"]
    if len(losses) != 1 or others[losses[0]].module.kind not in CLASS_LOSSES:
        return
    loss = losses[0]
    ends = {p: graph.wires_into(loss, p) for p in ("prediction", "target")}
    targets = facts[loss].inputs.get("target", ())
    told = targets[0] if targets else None
    if not (facts[loss].is_settled and graph.wires_from(loss) and told and told.is_label):
        return
    if not all(len(wires) == 1 for wires in ends.values()):
        return
    wires = tuple((w.source, f"{NEW}.{port}") for port, (w,) in ends.items())
    remedy = Remedy(Text("Add {title}", title=Text("Accuracy")), Add("accuracy", wires))
    reason = Text("only the loss is reported; accuracy would tell how many answers are right")
    yield Problem("info", reason, loss, remedies=(remedy,))


def _straight_into_dense(graph: Graph, facts: Facts, others: Facts) -> Iterator[Problem]:
    """Dense works along the last axis, so a picture wired straight into it is seen by points."""
    for source, known in others.items():
        for wire in graph.wires_from(source) if known.module.role == "data" else ():
            spec, taker = known.outputs.get(wire.source_port), facts.get(wire.target_node)
            if spec and spec.rank == 3 and taker and taker.module.kind == "dense":
                yield _by_points("warning", wire, spec)


def _rows_of_pictures(graph: Graph, facts: Facts) -> Iterator[Problem]:
    """The same behind convolutions, where nothing makes a row of it later: while there is no loss
    yet that would tell. Networks of a few kinds mean it, and so it is only a hint.
    """
    for node_id, known in facts.items():
        spec = next(iter(known.inputs.get("input", ())), None)
        if known.module.kind != "dense" or spec is None or spec.rank != 3:
            continue
        before = [facts[i].module for i in walk_upstream(graph, [node_id]) if i in facts]
        after = [facts[i] for i in downstream(graph, node_id) if i in facts]
        is_first = all(module.kind != "dense" for module in before)
        is_last = all(_keeps_rank(known) for known in after)
        if is_first and is_last and any(m.category in PICTURE_LAYERS for m in before):
            yield _by_points("info", graph.wires_into(node_id, "input")[0], spec)


def _keeps_rank(known: NodeFacts) -> bool:
    """Whether a layer gives pictures where it gets them."""
    if known.module.category in PICTURE_LAYERS:
        return False
    return all(spec.rank == 3 for spec in known.outputs.values())


def _by_points(severity: Severity, wire: Wire, spec: Spec) -> Problem:
    reason = Text(
        "sees each of the {places} points of the picture by itself; after Flatten it would see the "
        "whole",
        places=str(Spec(spec.shape[:-1])),
    )
    row = str(Spec((product(spec.shape),)))
    remedy = Remedy(Text("Insert Flatten"), Insert("flatten"), row)
    return Problem(severity, reason, wire.target_node, wire.target_port, wire, remedies=(remedy,))
