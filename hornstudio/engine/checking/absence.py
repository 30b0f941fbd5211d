"""A report on what is left of a graph, made into one on all of it."""

from collections.abc import Iterator
from dataclasses import replace

from hornstudio.engine.catalog import Catalog
from hornstudio.engine.checking.disabling import Live
from hornstudio.engine.checking.report import Report
from hornstudio.engine.checking.rules import NO_LOSS, NO_OUTPUT
from hornstudio.engine.errors import ParamError
from hornstudio.engine.facts import NodeFacts
from hornstudio.engine.graph import Graph
from hornstudio.engine.module import Module
from hornstudio.engine.params import complete
from hornstudio.engine.problem import Problem, Remedy, SetAttribute
from hornstudio.engine.text import Text

_FEW = 3
"""Of more disabled modules not each gets a button."""


def with_absent(graph: Graph, modules: Catalog, left: Report, part: Live) -> Report:
    """The report on a whole graph. left: the one on what is left of it; part: what is not."""
    facts = dict(left.facts)
    for node_id, known in left.facts.items():
        module = modules.get(graph.nodes[node_id].kind)
        if module is not None and module.category == "composite" and module is not known.module:
            facts[node_id] = _with_all_ports(known, module)
    for node_id in part.absent:
        facts[node_id] = _unseen(graph, node_id, modules)
    # By identity: a remedy may hold a list of numbers, which has no hash.
    dropped = {id(problem) for problem in _misread(graph, left, part)}
    problems = [p for p in left.problems if id(p) not in dropped]
    lacking = [*_without_loss(graph, left, part), *_nothing_left(graph, left, part)]
    told = [*lacking, *problems, *_notes(graph, part)]
    return replace(left, graph=graph, facts=facts, problems=tuple(told), modules=modules, live=left)


def _with_all_ports(facts: NodeFacts, module: Module) -> NodeFacts:
    """Facts of a use of a composite of which some ports are left out, with all of them."""
    inputs = {p.name: facts.inputs.get(p.name, ()) for p in module.inputs}
    return replace(facts, module=module, inputs=inputs)


def _unseen(graph: Graph, node_id: str, modules: Catalog) -> NodeFacts:
    """What can be said of a node that is left out: its settings."""
    node = graph.nodes[node_id]
    module = modules.get(node.kind)
    if module is None:
        return NodeFacts(Module(kind=node.kind, title=node.kind, category="unknown", help=""))
    try:
        return NodeFacts(module, complete(module.params, node.params, modules.find))
    except ParamError:
        return NodeFacts(module)


def _starved(graph: Graph, left: Report, part: Live) -> list[str]:
    """Optimizers all of whose losses are left out."""
    live = left.graph
    return [
        node_id
        for node_id, known in left.facts.items()
        if known.module.role == "optimizer"
        and graph.wires_into(node_id)
        and not live.wires_into(node_id)
    ]


def _without_loss(graph: Graph, left: Report, part: Live) -> Iterator[Problem]:
    """An optimizer with nothing left to lower, and whom to enable again."""
    for node_id in _starved(graph, left, part):
        losses = [w.source_node for w in graph.wires_into(node_id)]
        causes = dict.fromkeys(part.absent.get(loss, loss) for loss in losses)
        reason = Text(
            "has no loss left to lower: {losses} left out; enable {causes}, or wire another loss "
            "into it",
            losses=_named(losses),
            causes=", ".join(causes),
        )
        yield Problem("error", reason, node_id, remedies=tuple(map(_enable, causes)))


def _nothing_left(graph: Graph, left: Report, part: Live) -> Iterator[Problem]:
    """Of an empty graph nothing is wrong; of one in which all is left out, that."""
    if not left.graph.nodes and not graph.inside:
        causes = [i for i in dict.fromkeys(part.absent.values()) if graph.nodes[i].disabled]
        reason = Text("every module is disabled, or needs one that is; nothing is left to train")
        yield Problem("error", reason, remedies=tuple(map(_enable, causes[:_FEW])))


def _named(ids: list[str]) -> Text:
    template = "{nodes} is" if len(ids) == 1 else "{nodes} are"
    return Text(template, nodes=", ".join(ids))


def _misread(graph: Graph, left: Report, part: Live) -> Iterator[Problem]:
    """What the check says for want of knowing that something is only left out."""
    starved = _starved(graph, left, part)
    for problem in left.problems:
        is_open = problem.node in starved and problem.port and problem.wire is None
        is_lost = bool(starved) and problem.reason == NO_LOSS
        if is_open or is_lost or (graph.inside and problem.reason == NO_OUTPUT):
            yield problem


def _notes(graph: Graph, part: Live) -> Iterator[Problem]:
    """One line for each disabled node, with what is left out because of it."""
    behind: dict[str, list[str]] = {}
    for node_id in graph.nodes:
        cause = part.absent.get(node_id)
        if cause is not None:
            behind.setdefault(cause, []).extend([node_id] if node_id != cause else [])
    for cause, ids in behind.items():
        nodes = ", ".join(ids)
        if not graph.nodes[cause].disabled:
            reason = Text("is left out: what it holds is disabled")
            yield Problem("info", reason, cause)
        elif ids:
            reason = Text("is disabled; {nodes} left out with it", nodes=_named_too(ids, nodes))
            yield Problem("info", reason, cause, remedies=(_enable(cause),))
        else:
            yield Problem("info", Text("is disabled"), cause, remedies=(_enable(cause),))


def _named_too(ids: list[str], nodes: str) -> Text:
    template = "{nodes}, which needs it, is" if len(ids) == 1 else "{nodes}, which need it, are"
    return Text(template, nodes=nodes)


def _enable(node_id: str) -> Remedy:
    action = SetAttribute("disabled", False, node_id)
    return Remedy(Text("Enable {node}", node=node_id), action)
