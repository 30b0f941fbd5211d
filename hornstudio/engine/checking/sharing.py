"""Shared weights: whose they are, and whether all who share them can."""

from collections.abc import Iterator, Mapping
from operator import attrgetter

from hornstudio.engine.facts import NodeFacts
from hornstudio.engine.graph import Graph
from hornstudio.engine.problem import Problem, Remedy, SetAttribute
from hornstudio.engine.text import Text

Facts = Mapping[str, NodeFacts]


Shapes = Mapping[str, tuple[int, ...]]
"""Of weights and states, by name."""


def sharing_problems(graph: Graph, facts: Facts) -> Iterator[Problem]:
    """A node that shares needs an owner of its kind, with arrays of the same shapes."""
    if not has_sharing(graph):
        return
    models = models_of_owners(graph, facts)
    for node_id, node in graph:
        reason = _why_not(graph, facts, node_id, models) if node.weights_of else None
        if reason is not None:
            remedy = Remedy(Text("Give it weights of its own"), SetAttribute("weights_of", ""))
            yield Problem("error", reason, node_id, remedies=(remedy,))


def has_sharing(graph: Graph) -> bool:
    """Whether any node uses the weights of another one."""
    return any(map(attrgetter("weights_of"), graph.nodes.values()))


def models_of_owners(graph: Graph, facts: Facts) -> dict[str, str]:
    """For each owner of weights, the node that says how its arrays look and start.

    That is the owner itself, or, where it is bypassed, the first that shares with it.
    """
    models: dict[str, str] = {}
    if not has_sharing(graph):
        return {i: i for i, n in graph if i in facts and facts[i].is_settled and not n.bypassed}
    for node_id in graph.nodes:
        known, owner = facts.get(node_id), graph.weights_owner(node_id)
        if known and known.is_settled and not graph.nodes[node_id].bypassed:
            models[owner] = node_id if node_id == owner else models.get(owner, node_id)
    return models


def _why_not(graph: Graph, facts: Facts, node_id: str, models: Mapping[str, str]) -> Text | None:
    node = graph.nodes[node_id]
    owner = graph.nodes.get(node.weights_of)
    if owner is None:
        return Text("shares the weights of {owner}, which does not exist", owner=node.weights_of)
    if _is_circle(graph, node_id):
        return Text(
            "shares weights with {owner} in a circle; one must own them", owner=node.weights_of
        )
    if owner.kind != node.kind:
        return Text("shares the weights of {owner}, which is another kind", owner=node.weights_of)
    model = models.get(graph.weights_owner(node_id), node_id)
    mine, theirs = facts[node_id], facts[model]
    odd = _differing(_shapes(mine), _shapes(theirs))
    if not mine.is_settled or node.bypassed or odd is None:
        return None
    return Text(
        "needs weights of {mine}, but {owner} has {theirs}", mine=odd[0], owner=model, theirs=odd[1]
    )


def _is_circle(graph: Graph, node_id: str) -> bool:
    """Whether following `weights_of` comes back to the node."""
    return graph.nodes[graph.weights_owner(node_id)].weights_of == node_id


def has_same_arrays(mine: NodeFacts, theirs: NodeFacts) -> bool:
    """Whether two nodes could share weights, as far as is known of both."""
    is_known = mine.is_settled and theirs.is_settled
    return not is_known or _shapes(mine) == _shapes(theirs)


def _shapes(facts: NodeFacts) -> dict[str, tuple[int, ...]]:
    return {array.name: array.shape for array in facts.weights + facts.state}


def _differing(mine: Shapes, theirs: Shapes) -> tuple[str, str] | None:
    """What differs, in words for each; all of them where one has more. None where nothing does."""
    if mine == theirs:
        return None
    names = [name for name in mine if mine[name] != theirs.get(name)]
    if mine.keys() != theirs.keys():
        return _listed(mine, list(mine)), _listed(theirs, list(theirs))
    return _listed(mine, names), _listed(theirs, names)


def _listed(shapes: Shapes, names: list[str]) -> str:
    """Arrays with their shapes; those of a node within a composite behind its name."""
    texts = (f"{n.replace('__', '.')} {'×'.join(map(str, shapes[n]))}" for n in names)
    return ", ".join(texts)
