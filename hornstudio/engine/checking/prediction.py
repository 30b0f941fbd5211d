"""Rules about a prediction and what judges it: raw scores, shares, scores to spare."""

from collections.abc import Iterator, Mapping
from typing import Any

from hornstudio.engine.catalog import Catalog
from hornstudio.engine.checking.ending import KEEPING, ending
from hornstudio.engine.checking.obvious import JUDGES
from hornstudio.engine.facts import NodeFacts
from hornstudio.engine.graph import Graph, Wire
from hornstudio.engine.params import Values
from hornstudio.engine.problem import (
    Insert,
    Problem,
    Remedy,
    Replace,
    SetParam,
    set_to,
    setting_text,
)
from hornstudio.engine.shapes import Spec
from hornstudio.engine.text import Text

Facts = Mapping[str, NodeFacts]


def prediction_problems(
    graph: Graph, facts: Facts, others: Facts, modules: Catalog
) -> Iterator[Problem]:
    """What no shape rule refuses and yet teaches or tells nonsense, or less than was meant.

    others: facts of what is no layer.
    """
    yield from _scores_and_shares(graph, facts, others, modules)
    yield from _spare_scores(graph, facts, others)
    yield from _one_class(graph, others)
    yield from _all_are_right(others)


def _scores_and_shares(
    graph: Graph, facts: Facts, others: Facts, modules: Catalog
) -> Iterator[Problem]:
    """What expects raw scores must not get probabilities, nor the other way round."""
    for judge, values in _judges(others, "loss", "metric"):
        kind, spec = facts[judge].module.kind, _prediction(facts[judge])
        for wire in graph.wires_into(judge, "prediction"):
            last = ending(graph, wire, modules)
            if last in SQUASHING and _wants_scores(kind, values):
                yield _doubled_softmax(judge, wire, facts)
            elif last in UNBOUND and facts[judge].module.role == "loss":
                if wants_shares(kind, values, spec):
                    yield _no_shares(graph, facts, judge, wire, last)
            elif last == "" and kind == "poisson":
                yield _below_zero(judge, wire)
            elif last == "" and wants_shares(kind, values, spec):
                yield _raw_scores(facts[judge], judge, wire)


def _judges(facts: Facts, *roles: str) -> Iterator[tuple[str, Values]]:
    """Losses, or metrics, whose settings are sound."""
    for node_id, each in facts.items():
        if each.module.role in roles and each.values is not None:
            yield node_id, each.values


def _prediction(facts: NodeFacts) -> Spec | None:
    """What is judged, as far as it is known."""
    return next(iter(facts.inputs.get("prediction", ())), None)


def _is_single(spec: Spec | None) -> bool:
    """Whether there is surely one score a place."""
    return spec is not None and spec.shape[-1:] in ((), (1,))


def _wants_scores(kind: str, values: Values) -> bool:
    """Whether a kind makes probabilities of raw scores by itself."""
    return kind == "ctc" or bool(values.get("from_logits"))


def wants_shares(kind: str, values: Values, spec: Spec | None) -> bool:
    """Whether a kind takes its prediction for probabilities."""
    if kind == "accuracy":
        return _is_single(spec)
    if kind not in PROBABILITIES or values.get("from_logits"):
        return False
    if values.get("top_k") is not None:
        return values["thresholds"] is not None
    threshold = values.get("threshold", 0.5)
    return threshold is not None and 0.0 < threshold < 1.0


def _doubled_softmax(judge: str, wire: Wire, facts: Facts) -> Problem:
    """Softmax followed by what applies softmax again trains slowly, and tells wrong figures."""
    values = facts[judge].values
    if values is not None and "from_logits" in values:
        remedies = [Remedy(Text("Turn from_logits off"), SetParam("from_logits", False))]
        param, what = "from_logits", Text("from_logits expects raw scores")
    else:
        param, what = "", Text("this loss expects raw scores")
        remedies = _without_activation(wire.source_node, facts[wire.source_node])
    reason = Text(
        "{source} already gives probabilities, but {what}", source=wire.source_node, what=what
    )
    return Problem("warning", reason, judge, wire=wire, param=param, remedies=tuple(remedies))


def _without_activation(node: str, facts: NodeFacts) -> list[Remedy]:
    """The remedy for a layer that ends with an activation of its own."""
    is_inside = facts.module.category == "composite"  # and which node it is, its settings hide
    if is_inside or facts.values is None or "activation" not in facts.values:
        return []
    label = Text("{node}: {what}", node=node, what=setting_text("activation", None))
    return [Remedy(label, SetParam("activation", None, node))]


def _raw_scores(facts: NodeFacts, judge: str, wire: Wire) -> Problem:
    """Scores that are taken for probabilities mislead; Keras lets it pass in silence."""
    squash = PROBABILITIES.get(facts.module.kind, "")
    either = ("sigmoid",) if _is_single(_prediction(facts)) else ("softmax", "sigmoid")
    remedies = [
        Remedy(Text("Insert {title}", title=TITLES[kind]), Insert(kind))
        for kind in ((squash,) if squash else either)
    ]
    values = facts.values or Values({})
    if "from_logits" in values:
        action = SetParam("from_logits", True)
        remedies.append(Remedy(Text("Turn from_logits on"), action))
    elif facts.module.kind in ("binary_accuracy", "binary_iou"):
        remedies.append(set_to("threshold", 0.0))
    template = "{source} gives raw scores, but this {role} expects probabilities"
    role = Text("loss") if facts.module.role == "loss" else Text("metric")
    reason = Text(template, source=wire.source_node, role=role)
    param = "from_logits" if "from_logits" in values else ""
    return Problem("warning", reason, judge, wire=wire, param=param, remedies=tuple(remedies))


def _no_shares(graph: Graph, facts: Facts, loss: str, wire: Wire, last: str) -> Problem:
    """What another activation gives is no probability: the loss of a zero has no end."""
    single = _is_single(_prediction(facts[loss]))
    squash = PROBABILITIES[facts[loss].module.kind] or ("sigmoid" if single else "softmax")
    node, is_last = _maker(graph, facts, wire)
    source = facts[node]
    values = source.values or Values({})
    own = None if source.module.category == "composite" else values.get("activation")
    if is_last and source.module.category == "activation":
        what: Text = Text("Replace by {kind}", kind=squash)
        remedy = Remedy(Text("{node}: {what}", node=node, what=what), Replace(squash, node=node))
    elif is_last and own is not None:
        what = setting_text("activation", squash)
        label = Text("{node}: {what}", node=node, what=what)
        remedy = Remedy(label, SetParam("activation", squash, node))
    else:
        remedy = Remedy(Text("Insert {title}", title=TITLES[squash]), Insert(squash))
    reason = Text(
        "{source} ends with {activation}, but this loss expects probabilities",
        source=node,
        activation=last,
    )
    return Problem("warning", reason, loss, wire=wire, remedies=(remedy,))


def _maker(graph: Graph, facts: Facts, wire: Wire) -> tuple[str, bool]:
    """The node that an ending belongs to, and whether it is what is judged, and that alone."""
    node, is_last = wire.source_node, True
    while True:
        is_last = is_last and all(
            _judges_it(facts.get(w.target_node)) for w in graph.wires_from(node)
        )
        before = graph.wires_into(node)
        if graph.nodes[node].kind not in KEEPING or len(before) != 1:
            return node, is_last
        node = before[0].source_node


def _judges_it(facts: NodeFacts | None) -> bool:
    return facts is not None and (facts.module.role in JUDGES or facts.module.kind == "dropout")


def _below_zero(loss: str, wire: Wire) -> Problem:
    """A logarithm of a negative expectation is not a number."""
    reason = Text(
        "{source} may give numbers below 0, but this loss takes expected counts",
        source=wire.source_node,
    )
    remedies = tuple(
        Remedy(Text("Insert {title}", title=title), Insert(kind))
        for kind, title in (("softplus", "Softplus"), ("exponential", "Exponential"))
    )
    return Problem("warning", reason, loss, wire=wire, remedies=remedies)


SQUASHING = ("softmax", "sigmoid")
UNBOUND = (
    *("relu", "relu6", "leaky_relu", "prelu", "elu", "celu", "selu", "gelu", "silu", "hard_silu"),
    *("mish", "tanh", "hard_tanh", "softsign", "linear"),
)
"""Activations that make no probabilities."""
TITLES = {"softmax": "Softmax", "sigmoid": "Sigmoid"}
PROBABILITIES = {
    "categorical_crossentropy": "softmax",
    "categorical_focal_crossentropy": "softmax",
    "kl_divergence": "softmax",
    "binary_crossentropy": "sigmoid",
    "binary_focal_crossentropy": "sigmoid",
    "binary_accuracy": "sigmoid",
    "binary_iou": "sigmoid",
    "dice": "",
    "tversky": "",
    "auc": "",
    "true_positives": "",
    "false_positives": "",
    "true_negatives": "",
    "false_negatives": "",
    "precision": "",
    "recall": "",
    "precision_at_recall": "",
    "recall_at_precision": "",
    "sensitivity_at_specificity": "",
    "specificity_at_sensitivity": "",
    "f1_score": "",
    "f_beta_score": "",
}
"""What takes its prediction for probabilities, and the activation that makes them of scores.

"": sigmoid for one score; softmax, or sigmoid for several labels at once, for several.
"""


def _all_are_right(facts: Facts) -> Iterator[Problem]:
    """Among as many of the likeliest classes as there are, the right one always is."""
    for judge, values in _judges(facts, "metric"):
        spec = _prediction(facts[judge])
        if facts[judge].module.kind != "top_k_accuracy" or spec is None or not spec.rank:
            continue
        classes = spec.shape[-1]
        if isinstance(classes, int) and values["k"] >= classes:
            remedy = set_to("k", 1)
            reason = Text(
                "k is {k} of {classes} classes, so every answer counts as right",
                k=values["k"],
                classes=classes,
            )
            yield Problem("warning", reason, judge, param="k", remedies=(remedy,))


def _spare_scores(graph: Graph, facts: Facts, others: Facts) -> Iterator[Problem]:
    """More scores than classes train, but those to spare only learn never to be chosen."""
    for loss, values in _judges(others, "loss"):
        wires = graph.wires_into(loss, "prediction")
        targets = facts[loss].inputs.get("target", ())
        specs = facts[loss].inputs.get("prediction", ())
        if values.get("axis") != -1 or not (wires and facts[loss].is_settled):
            continue
        prediction, target = specs[0], targets[0]
        if prediction is None or target is None or not prediction.rank:
            continue
        count, classes = prediction.shape[-1], target.classes or 0
        if classes > 1 and isinstance(count, int) and count > classes:
            wants = wants_shares(others[loss].module.kind, values, prediction)
            squash = (PROBABILITIES.get(others[loss].module.kind) or "softmax") if wants else ""
            yield _spare(graph, facts, wires[0], (count, classes), squash)


def _one_class(graph: Graph, others: Facts) -> Iterator[Problem]:
    """Where all samples are of one class, no answer is wrong and nothing is learned."""
    for loss, _ in _judges(others, "loss"):
        target = next(iter(others[loss].inputs.get("target", ())), None)
        if target is None or len(target.names) != 1:
            continue
        reason = Text(
            "all samples are of one class, {name}, so that there is nothing to tell apart; need "
            "samples of at least two",
            name=target.names[0],
        )
        wire = graph.wires_into(loss, "target")[0]
        yield Problem("warning", reason, loss, "target", wire)


def _spare(graph: Graph, facts: Facts, into: Wire, counts: tuple[int, int], squash: str) -> Problem:
    """The warning; its remedy lies at the layer that makes the scores, or stands in for one.

    counts: of scores and of classes. squash: what makes the probabilities that the loss expects.
    """
    count, classes = counts
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
        what = setting_text(param, classes)
        label = Text("{node}: {what}", node=wire.source_node, what=what)
        remedy = Remedy(label, SetParam(param, classes, wire.source_node))
        return Problem("warning", reason, into.target_node, "prediction", into, remedies=(remedy,))
    params: dict[str, Any] = {"units": classes}
    if squash and _is_kept(graph, wire, into):
        params["activation"] = {"kind": squash}
    label = Text("Insert {title}", title=Text("Dense"))
    remedy = Remedy(label, Insert("dense", params), str(classes))
    return Problem("warning", reason, into.target_node, "prediction", wire, remedies=(remedy,))


def _is_kept(graph: Graph, origin: Wire, into: Wire) -> bool:
    """Whether nothing between the two makes anything else of scores."""
    while into != origin:
        if graph.nodes[into.source_node].kind not in KEEPING:
            return False
        into = graph.wires_into(into.source_node)[0]
    return True


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
