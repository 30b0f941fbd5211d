"""Which nodes and wires can look otherwise after an edit: finding out costs less than looking."""

from collections.abc import Iterable

from hornstudio.engine.check import Report
from hornstudio.engine.editing.change import Change, is_only_elsewhere, others
from hornstudio.engine.graph import Graph, Wire
from hornstudio.engine.problem import Problem


def touched(old: Report, new: Report, change: Change) -> tuple[set[str], set[Wire]]:
    """Ids of nodes, and wires, of either report; all others look as they did.

    change: what differs in the graph of the new one.
    """
    if _is_about_all(change, old.graph, new.graph):
        return {*old.graph.nodes, *new.graph.nodes}, {*old.graph.wires, *new.graph.wires}
    ids = {*change.nodes, *change.gone, *_other_facts(old, new), *_other_problems(old, new)}
    for wire in (*change.came, *change.went):
        ids |= {wire.source_node, wire.target_node}
    # What a wire brings is seen at its end.
    ids |= new.graph.followers(ids)
    if old.weight_count != new.weight_count:
        ids |= {i for i, f in new.facts.items() if f.module.category == "optimizer"}
    # What is no more is among what went.
    return ids, new.graph.wires_at(ids).union(
        other_points(old.graph, new.graph), change.came, change.went
    )


def _is_about_all(change: Change, old: Graph, new: Graph) -> bool:
    """Whether something differs that many nodes show: composites, or who shares weights."""
    if old.groups is not new.groups:
        return True
    ids = change.nodes | change.gone
    return any(g.nodes[i].weights_of for g in (old, new) for i in ids if i in g.nodes)


def is_only_placed(old: Report, new: Report, change: Change) -> bool:
    """Whether nodes, and points of wires, only stand elsewhere: nothing looks otherwise.

    change: what differs in the graph of the new one.
    """
    if old.facts is not new.facts or old.problems is not new.problems:
        return False
    if old.graph.groups is not new.graph.groups or change.gone or change.is_rewired:
        return False
    nodes, former = new.graph.nodes, old.graph.nodes
    pairs = ((nodes[i], former.get(i)) for i in change.nodes)
    return all(node and is_only_elsewhere(b, node) for b, node in pairs)


def other_points(old: Graph, new: Graph) -> list[Wire]:
    """Wires that run through other points, of either graph."""
    if old.reroutes is new.reroutes:
        return []
    former, latter = old.reroutes, new.reroutes
    return [w for w in {**former, **latter} if former.get(w) != latter.get(w)]


def _other_facts(old: Report, new: Report) -> list[str]:
    return list(others(old.facts, new.facts))


def _other_problems(old: Report, new: Report) -> set[str]:
    """Ids of nodes of which something else is said, and of those at a wire that is blamed."""
    if old.problems is new.problems:
        return set()
    former, latter = _by_node(old.problems), _by_node(new.problems)
    ids = {i for i in (*former, *latter) if former.get(i) != latter.get(i)}
    ends = [e for i in ids for p in (*former.get(i, ()), *latter.get(i, ())) for e in p.wire or ()]
    return ids | {end.partition(".")[0] for end in ends}


def _by_node(problems: Iterable[Problem]) -> dict[str, list[Problem]]:
    found: dict[str, list[Problem]] = {}
    for problem in problems:
        found.setdefault(problem.node, []).append(problem)
    return found
