"""Rules about a prediction and the loss that judges it: raw scores, shares, scores to spare."""

from collections.abc import Iterator, Mapping

from hornstudio.engine.errors import Text
from hornstudio.engine.facts import NodeFacts
from hornstudio.engine.graph import Graph, Wire
from hornstudio.engine.params import Setting, Values
from hornstudio.engine.problem import Insert, Problem, Remedy, SetParam

Facts = Mapping[str, NodeFacts]

KEEPING = ("flatten", "reshape", "dropout")
"""Kinds that change neither scores into shares nor shares into scores."""


def prediction_problems(graph: Graph, facts: Facts) -> Iterator[Problem]:
    """What no shape rule refuses and yet teaches nonsense, or less than was meant."""
    yield from _scores_and_shares(graph, facts)
    yield from _spare_scores(graph, facts)


def _scores_and_shares(graph: Graph, facts: Facts) -> Iterator[Problem]:
    """A loss that expects raw scores must not get probabilities, nor the other way round."""
    for loss, values in _losses(facts):
        if "from_logits" not in values:
            continue
        for wire in graph.wires_into(loss, "prediction"):
            source = graph.nodes.get(wire.source_node)
            if source is None or source.bypassed:
                continue
            ending = _ending(graph, facts, wire.source_node)
            if values["from_logits"] and ending in SQUASHING:
                yield _doubled_softmax(loss, wire)
            elif not values["from_logits"] and ending == "":
                yield _raw_scores(facts[loss].module.kind, loss, wire)


def _losses(facts: Facts) -> Iterator[tuple[str, Values]]:
    """Losses whose settings are sound."""
    for node_id, each in facts.items():
        if each.module.role == "loss" and each.values is not None:
            yield node_id, each.values


def _ending(graph: Graph, facts: Facts, node_id: str) -> str | None:
    """The activation that a node ends with, "" where it surely has none, None if unknown."""
    passed: set[str] = set()
    found = facts.get(node_id)
    while found is not None and found.module.kind in KEEPING and node_id not in passed:
        passed.add(node_id)
        before = graph.wires_into(node_id)
        node_id = before[0].source_node if before else ""
        found = facts.get(node_id)
    if found is None:
        return None
    if found.module.category == "activation":
        return found.module.kind
    if found.values is None or "activation" not in found.values:
        return None
    activation = found.values["activation"]
    return activation.kind if isinstance(activation, Setting) else ""


def _doubled_softmax(loss: str, wire: Wire) -> Problem:
    """Softmax followed by a loss that applies softmax again trains slowly."""
    remedy = Remedy(Text("Turn from_logits off"), SetParam("from_logits", False))
    reason = Text(
        "{source} already gives probabilities, but from_logits expects raw scores",
        source=wire.source_node,
    )
    return Problem("warning", reason, loss, wire=wire, param="from_logits", remedies=(remedy,))


def _raw_scores(kind: str, loss: str, wire: Wire) -> Problem:
    """Scores that are taken for probabilities teach nonsense; Keras lets it pass in silence."""
    squash, title = PROBABILITIES.get(kind, ("softmax", "Softmax"))
    reason = Text(
        "{source} gives raw scores, but this loss expects probabilities", source=wire.source_node
    )
    remedies = (
        Remedy(Text("Insert {title}", title=title), Insert(squash)),
        Remedy(Text("Turn from_logits on"), SetParam("from_logits", True)),
    )
    return Problem("warning", reason, loss, wire=wire, param="from_logits", remedies=remedies)


SQUASHING = ("softmax", "sigmoid")
PROBABILITIES = {
    "categorical_crossentropy": ("softmax", "Softmax"),
    "binary_crossentropy": ("sigmoid", "Sigmoid"),
}


def _spare_scores(graph: Graph, facts: Facts) -> Iterator[Problem]:
    """More scores than classes train, but those to spare only learn never to be chosen."""
    for loss, values in _losses(facts):
        wires = graph.wires_into(loss, "prediction")
        targets = facts[loss].inputs.get("target", ())
        specs = facts[loss].inputs.get("prediction", ())
        if values.get("axis") != -1 or not (wires and facts[loss].is_settled):
            continue
        prediction, target = specs[0], targets[0]
        if prediction is None or target is None or not prediction.rank:
            continue
        count = prediction.shape[-1]
        if target.classes and isinstance(count, int) and count > target.classes:
            yield _spare(graph, facts, wires[0], count, target.classes)


def _spare(graph: Graph, facts: Facts, into: Wire, count: int, classes: int) -> Problem:
    """The warning; its remedy lies at the layer that makes the scores, or stands in for one."""
    reason = Text(
        "{count} scores for {classes} classes; one score for each class is enough",
        count=count,
        classes=classes,
    )
    wire = _origin(graph, facts, into)
    source = facts[wire.source_node]
    values = source.values
    names = ("units", "filters")
    param = next((p for p in names if values and values.get(p) == count), "")
    if param:
        what = Text("Set {param} to {n}", param=param, n=classes)
        label = Text("{node}: {what}", node=wire.source_node, what=what)
        remedy = Remedy(label, SetParam(param, classes, wire.source_node))
        return Problem("warning", reason, into.target_node, "prediction", into, remedies=(remedy,))
    label = Text("Insert {title}", title=Text("Dense"))
    remedy = Remedy(label, Insert("dense", {"units": classes}), str(classes))
    return Problem("warning", reason, into.target_node, "prediction", wire, remedies=(remedy,))


def _origin(graph: Graph, facts: Facts, wire: Wire) -> Wire:
    """The wire that leaves the module which made the scores, before any that keep their shape."""
    while True:
        before = graph.wires_into(wire.source_node)
        source = facts[wire.source_node]
        if len(before) != 1 or source.weights or not source.is_settled:
            return wire
        spec = source.inputs[before[0].target_port][0]
        if spec is None or spec.shape != source.outputs[wire.source_port].shape:
            return wire
        wire = before[0]
