"""Rules about a graph as a whole: what training needs, and what only waits for something else."""

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from itertools import compress, zip_longest
from operator import attrgetter

from hornstudio.engine.catalog import Catalog
from hornstudio.engine.checking.answer import shown_answers
from hornstudio.engine.checking.echo import unread_sources, without_echoes
from hornstudio.engine.checking.forgotten import forgotten
from hornstudio.engine.checking.obvious import TOLD
from hornstudio.engine.checking.own_files import own_file_problems
from hornstudio.engine.checking.prediction import prediction_problems
from hornstudio.engine.checking.rate import hasty_rates
from hornstudio.engine.composite.declaration import why_not_inside
from hornstudio.engine.editing.order import walk_upstream
from hornstudio.engine.facts import NodeFacts
from hornstudio.engine.graph import PORT_OUT, Graph
from hornstudio.engine.module import ROLES
from hornstudio.engine.problem import NEW, Add, Connect, Problem, Remedy, set_to
from hornstudio.engine.text import Text

Facts = Mapping[str, NodeFacts]

CLASS_LOSS = ("categorical_crossentropy", "Categorical crossentropy")
NUMBER_LOSS = ("mean_squared_error", "Mean squared error")
NO_LOSS = Text("there is no loss; training needs one to know what to improve")
NO_OUTPUT = Text("has no output port, so that nothing can come out of the composite")


def whole_graph_problems(
    graph: Graph, facts: Facts, found: Sequence[Problem], modules: Catalog
) -> Iterator[Problem]:
    """Everything that no node or wire can know by itself."""
    if not graph.nodes:
        return
    # Most nodes are layers, and most rules are about the few others.
    is_other = map(ROLES.__contains__, map(attrgetter("module.category"), facts.values()))
    others = dict(compress(facts.items(), is_other))
    yield from _optimizer_rules(graph, facts, others)
    of_data = [*_data_rules(graph, others)]
    yield from of_data
    yield from _unused_losses(graph, others)
    yield from _weightless_losses(graph, others)
    yield from prediction_problems(graph, facts, others, modules)
    yield from hasty_rates(others)
    yield from shown_answers(graph, facts, others)
    yield from forgotten(graph, facts, others)
    yield from _nothing_to_learn(graph, facts, others)
    yield from _waiting(graph, facts, [*found, *of_data])


def body_problems(graph: Graph, facts: Facts, found: Sequence[Problem]) -> Iterator[Problem]:
    """The same of the body of a composite, which is not trained by itself."""
    if not any(node.kind == PORT_OUT for _, node in graph):
        remedy = Remedy(Text("Add {title}", title="Output port"), Add(PORT_OUT))
        yield Problem("error", NO_OUTPUT, remedies=(remedy,))
    for node_id, known in facts.items():
        if known.module.role != "layer":
            yield Problem("error", why_not_inside(known.module), node_id)
    yield from _waiting(graph, facts, found)


def ids_of_role(facts: Facts, role: str) -> list[str]:
    """Ids of nodes of a role, in the order of computing."""
    return [i for i, f in facts.items() if f.module.role == role]


def _optimizer_rules(graph: Graph, facts: Facts, others: Facts) -> Iterator[Problem]:
    losses = ids_of_role(others, "loss")
    optimizers = ids_of_role(others, "optimizer")
    if not losses:
        remedies = tuple(_loss_remedies(graph, facts))
        yield Problem("error", NO_LOSS, remedies=remedies)
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
    """Offer a loss between the last prediction and the only target, where both are plain."""
    told = [(i, p) for i in ids_of_role(facts, "data") for p in TOLD if p in facts[i].outputs]
    ends = [
        f"{i}.output"
        for i, f in facts.items()
        if "output" in f.outputs and f.module.role == "layer" and _is_end(graph, facts, i)
    ]
    if len(told) == 1 and len(ends) == 1:
        node, port = told[0]
        wires = [(ends[0], f"{NEW}.prediction"), (f"{node}.{port}", f"{NEW}.target")]
        wires += [(f"{NEW}.loss", f"{i}.loss") for i in ids_of_role(facts, "optimizer")[:1]]
        is_number = facts[node].outputs[port].shape == (1,)
        kind, title = NUMBER_LOSS if is_number else CLASS_LOSS
        yield Remedy(Text("Add {title}", title=Text(title)), Add(kind, tuple(wires)))


def _is_end(graph: Graph, facts: Facts, node_id: str) -> bool:
    """Whether nothing but metrics takes from a node."""
    takers = [w.target_node for w in graph.wires_from(node_id)]
    return all(i in facts and facts[i].module.role == "metric" for i in takers)


def _data_rules(graph: Graph, facts: Facts) -> Iterator[Problem]:
    sources = ids_of_role(facts, "data")
    if not sources:
        reason = Text("there is no data; training needs a data module such as MNIST")
        remedies = tuple(
            Remedy(Text("Add {title}", title=title), Add(kind))
            for kind, title in (("mnist", "MNIST"), ("digits", "Digits"))
        )
        yield Problem("error", reason, remedies=remedies)
    for source in sources:
        if facts[source].module.load is None and graph.wires_from(source):
            reason = Text(
                "is a free input without data, fine for checking and export; to train, wire a "
                "data module such as MNIST in its place"
            )
            yield Problem("error", reason, source)
        yield from own_file_problems(graph, source, facts[source])
    used = [s for s in sources if graph.wires_from(s)]
    for spare in sources if used else ():
        if spare not in used:
            yield Problem("info", Text("is not used: no wire leaves it"), spare)
    yield from _unequal_sources([s for s in used if facts[s].module.load], facts)


def _unequal_sources(sources: list[str], facts: Facts) -> Iterator[Problem]:
    """Samples of several data nodes are paired, so there must be as many of each."""
    first, *others = sources or [""]
    for other in others:
        mine, theirs = facts[first], facts[other]
        if mine.values is None or theirs.values is None:
            continue
        if reason := _why_not_paired(first, _examples(mine), _examples(theirs)):
            yield Problem("error", reason, other)
        elif _rows_left_out(mine) != _rows_left_out(theirs):
            reason = Text(
                "leaves out rows with empty cells, others than {first} does; samples are paired, "
                "so fill them, or leave out the same",
                first=first,
            )
            yield Problem("error", reason, other)
        split = mine.values.get("validation_split")
        are_used = "validation_split" not in {**mine.idle, **theirs.idle}
        if are_used and theirs.values.get("validation_split") != split:
            remedy = set_to("validation_split", split)
            reason = Text(
                "validation_split differs from that of {first}; samples are paired", first=first
            )
            yield Problem("error", reason, other, param="validation_split", remedies=(remedy,))


def _why_not_paired(first: str, theirs: tuple[int, ...], mine: tuple[int, ...]) -> Text | None:
    """Which samples are not as many as those of the first data node, or None."""
    told = (
        "has {mine} samples to train on, {first} has {theirs}; samples are paired, so there must "
        "be as many of each",
        "has {mine} samples to test with, {first} has {theirs}; samples are paired, so there must "
        "be as many of each",
        "has {mine} samples of its own to validate with, {first} has {theirs}; samples are paired, "
        "so there must be as many of each",
    )
    pairs = zip_longest(told, mine, theirs, fillvalue=0) if mine and theirs else ()
    for template, count, other in pairs:
        if template and count != other:
            return Text(str(template), mine=f"{count:,}", first=first, theirs=f"{other:,}")
    return None


def _rows_left_out(facts: NodeFacts) -> Hashable:
    own = facts.module.own
    return own.rows(facts.values) if own and facts.values else None


def _examples(facts: NodeFacts) -> tuple[int, ...]:
    """Counts of samples, none where they are not known."""
    examples = facts.module.examples
    counts = examples(facts.values) if examples and facts.values else ()
    return counts if any(counts) else ()


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


def _weightless_losses(graph: Graph, facts: Facts) -> Iterator[Problem]:
    """A loss of weight 0 is only reported; there must be one that training lowers."""
    optimizers = ids_of_role(facts, "optimizer")
    taken = [w.source_node for o in optimizers for w in graph.wires_into(o)]
    values = [facts[i].values for i in taken if i in facts and facts[i].module.role == "loss"]
    if values and all(v is not None and v.get("weight") == 0.0 for v in values):
        remedy = set_to("weight", 1.0)
        reason = Text("has weight 0, so there is nothing that training could lower")
        yield Problem("error", reason, taken[0], param="weight", remedies=(remedy,))


def _nothing_to_learn(graph: Graph, facts: Facts, others: Facts) -> Iterator[Problem]:
    """A graph without weights that may change trains to no effect.

    Where an input is still open, nobody knows what will stand before it.
    """
    ids = ids_of_role(others, "optimizer")
    losses = [w.source_node for o in ids for w in graph.wires_into(o)]
    if any(_is_open(graph, i, facts) for i in losses):
        return
    frozen = graph.frozen_owners()
    before: list[str] = []
    for node_id in walk_upstream(graph, losses):  # mostly it ends at one of the nearest
        known = facts.get(node_id)
        if known is None:
            continue
        if not known.is_settled or (known.weights and graph.weights_owner(node_id) not in frozen):
            return
        if _is_open(graph, node_id, facts):
            return
        before.append(node_id)
    if not before:
        return
    layer = _with_weights(before, facts)
    if layer:
        reason = Text("all weights are frozen, so there is nothing to learn")
    else:
        reason = Text("no module has weights, so there is nothing to learn; add one such as Dense")
    yield Problem("warning", reason, layer[0] if layer else losses[0])


def _is_open(graph: Graph, node_id: str, facts: Facts) -> bool:
    """Whether an input that must be wired is not."""
    known = facts.get(node_id)
    ports = known.module.inputs if known else ()
    return any(not p.optional and not graph.wires_into(node_id, p.name) for p in ports)


def _with_weights(ids: Iterable[str], facts: Facts) -> list[str]:
    """Those of these nodes that have weights, in the order of computing."""
    wanted = set(ids)
    return [i for i, f in facts.items() if i in wanted and f.weights]


def _waiting(graph: Graph, facts: Facts, found: Sequence[Problem]) -> Iterator[Problem]:
    """Nodes with nothing wrong of their own that wait for a shape, by what they wait for."""
    faulty = {p.node for p in without_echoes(graph, facts, found) if p.severity == "error"}
    if not faulty:
        return
    unread = unread_sources(facts, found)
    blockers = [i for i, f in facts.items() if i in faulty and (i in unread or not f.is_settled)]
    waits_for: dict[str, str] = {}
    for blocker in blockers:
        behind = [blocker]
        while behind:
            for wire in graph.wires_from(behind.pop()):
                follower = wire.target_node
                if follower in facts and follower not in waits_for:
                    waits_for[follower] = blocker
                    behind.append(follower)
    waiting: dict[str, list[str]] = {blocker: [] for blocker in blockers}
    for node_id, known in facts.items() if blockers else ():
        if not known.is_settled and node_id in waits_for and node_id not in faulty:
            waiting[waits_for[node_id]].append(node_id)
    for blocker, ids in waiting.items():
        if len(ids) == 1:
            reason = Text("waits for a shape from {blocker}", blocker=blocker)
            yield Problem("info", reason, ids[0])
        elif ids:
            reason = Text(
                "{nodes} wait for a shape from {blocker}", nodes=", ".join(ids), blocker=blocker
            )
            yield Problem("info", reason, ids[0])
