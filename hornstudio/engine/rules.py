"""Rules about a graph as a whole: what training needs, and what only waits for something else."""

from collections.abc import Iterator, Mapping, Sequence

from hornstudio.engine.errors import Text
from hornstudio.engine.facts import NodeFacts
from hornstudio.engine.graph import Graph
from hornstudio.engine.order import upstream
from hornstudio.engine.problem import NEW, Add, Connect, Problem, Remedy, SetParam

Facts = Mapping[str, NodeFacts]


def whole_graph_problems(graph: Graph, facts: Facts, found: Sequence[Problem]) -> Iterator[Problem]:
    """Everything that no node or wire can know by itself."""
    if not graph.nodes:
        return
    yield from _optimizer_rules(graph, facts)
    yield from _data_rules(graph, facts)
    yield from _unused_losses(graph, facts)
    yield from _doubled_softmax(graph, facts)
    yield from _waiting(graph, facts, found)


def ids_of_role(facts: Facts, role: str) -> list[str]:
    """Ids of nodes of a role, in the order of computing."""
    return [i for i, f in facts.items() if f.module.role == role]


def _optimizer_rules(graph: Graph, facts: Facts) -> Iterator[Problem]:
    losses = ids_of_role(facts, "loss")
    optimizers = ids_of_role(facts, "optimizer")
    if not losses:
        reason = Text("there is no loss; training needs one to know what to improve")
        remedies = tuple(_loss_remedies(graph, facts))
        yield Problem("error", reason, remedies=remedies)
    if not optimizers:
        wires = tuple((f"{loss}.loss", f"{NEW}.loss") for loss in losses)
        remedies = tuple(
            Remedy(Text("Add {title}", title=title), Add(kind, wires))
            for kind, title in (("adam", "Adam"), ("sgd", "SGD"))
        )
        reason = Text("there is no optimizer; training needs one to change the weights")
        yield Problem("error", reason, remedies=remedies)
    for extra in optimizers[1:]:
        reason = Text("is a second optimizer; wire all losses into {first}", first=optimizers[0])
        yield Problem("error", reason, extra)


def _loss_remedies(graph: Graph, facts: Facts) -> Iterator[Remedy]:
    """Offer a loss between the last prediction and the only labels, where both are plain."""
    labels = [f"{i}.label" for i in ids_of_role(facts, "data") if "label" in facts[i].outputs]
    ends = [
        f"{i}.output"
        for i, f in facts.items()
        if "output" in f.outputs and f.module.role == "layer" and not graph.wires_from(i)
    ]
    if len(labels) == 1 and len(ends) == 1:
        wires = ((ends[0], f"{NEW}.prediction"), (labels[0], f"{NEW}.target"))
        title = Text("Categorical crossentropy")
        yield Remedy(Text("Add {title}", title=title), Add("categorical_crossentropy", wires))


def _data_rules(graph: Graph, facts: Facts) -> Iterator[Problem]:
    sources = ids_of_role(facts, "data")
    if not sources:
        reason = Text("there is no data; training needs a data module such as MNIST")
        yield Problem("error", reason, remedies=(Remedy(Text("Add MNIST"), Add("mnist")),))
    for source in sources:
        if facts[source].module.load is None and graph.wires_from(source):
            reason = Text(
                "is a free input without data: fine for checking and export, but not for training"
            )
            yield Problem("error", reason, source)
    yield from _unequal_sources([s for s in sources if facts[s].module.load], facts)


def _unequal_sources(sources: list[str], facts: Facts) -> Iterator[Problem]:
    """Samples of several data nodes are paired, so there must be as many of each."""
    first, *others = sources or [""]
    for other in others:
        mine, theirs = facts[first], facts[other]
        if mine.values is None or theirs.values is None:
            continue
        count, other_count = _examples(mine), _examples(theirs)
        if count and other_count and count != other_count:
            yield Problem(
                "error",
                Text(
                    "has {mine} samples, {first} has {theirs}; samples are paired, so there must "
                    "be as many of each",
                    mine=f"{other_count[0]:,}",
                    first=first,
                    theirs=f"{count[0]:,}",
                ),
                other,
            )
        split = mine.values.get("validation_split")
        if theirs.values.get("validation_split") != split:
            remedy = Remedy(
                Text("Set it to {split}", split=split), SetParam("validation_split", split)
            )
            reason = Text(
                "validation_split differs from that of {first}; samples are paired", first=first
            )
            yield Problem("error", reason, other, param="validation_split", remedies=(remedy,))


def _examples(facts: NodeFacts) -> tuple[int, int] | None:
    examples = facts.module.examples
    return examples(facts.values) if examples and facts.values else None


def _unused_losses(graph: Graph, facts: Facts) -> Iterator[Problem]:
    """A loss outside the optimizer is a metric; say so, in case it was forgotten."""
    optimizers = ids_of_role(facts, "optimizer")
    losses = ids_of_role(facts, "loss")
    if len(optimizers) != 1 or len(losses) < 2:
        return
    for loss in losses:
        if not graph.wires_from(loss):
            wire = (f"{loss}.loss", f"{optimizers[0]}.loss")
            remedy = Remedy(Text("Train on it too"), Connect(*wire))
            reason = Text("is only reported: no optimizer takes it")
            yield Problem("info", reason, loss, port="loss", remedies=(remedy,))


def _doubled_softmax(graph: Graph, facts: Facts) -> Iterator[Problem]:
    """Softmax followed by a loss that applies softmax again trains slowly."""
    for loss in ids_of_role(facts, "loss"):
        values = facts[loss].values
        if values is None or not values.get("from_logits"):
            continue
        for wire in graph.wires_into(loss, "prediction"):
            source = facts.get(wire.source_node)
            if source and source.module.kind in ("softmax", "sigmoid"):
                remedy = Remedy(Text("Turn from_logits off"), SetParam("from_logits", False))
                reason = Text(
                    "{source} already gives probabilities, but from_logits expects raw scores",
                    source=wire.source_node,
                )
                yield Problem("warning", reason, loss, param="from_logits", remedies=(remedy,))


def _waiting(graph: Graph, facts: Facts, found: Sequence[Problem]) -> Iterator[Problem]:
    """Nodes with nothing wrong of their own that wait for a shape, by what they wait for."""
    faulty = {p.node for p in found if p.severity == "error"}
    waits: dict[str, list[str]] = {}
    for node_id, known in facts.items():
        if known.is_settled or node_id in faulty:
            continue
        behind = upstream(graph, node_id)
        blocker = next((i for i in facts if i in behind and i in faulty), "")
        if blocker:
            waits.setdefault(blocker, []).append(node_id)
    for blocker, ids in waits.items():
        reason = Text(
            "{nodes} wait for a shape from {blocker}", nodes=", ".join(ids), blocker=blocker
        )
        if len(ids) == 1:
            reason = Text("waits for a shape from {blocker}", blocker=blocker)
        yield Problem("info", reason, ids[0])
