"""Nodes of which the same is known: a large graph has many nodes, and few that differ."""

from collections import Counter
from collections.abc import Mapping
from operator import attrgetter
from typing import NamedTuple

from hornstudio.engine.editing.change import others
from hornstudio.engine.facts import NodeFacts
from hornstudio.engine.graph import Graph, Node

_MANY = 4
"""Where more than one of so many nodes is another than before, all are gathered anew."""


class Alike(NamedTuple):
    """How many nodes have the same facts and the same state; example: the id of one of them."""

    facts: NodeFacts
    is_frozen: bool
    is_bypassed: bool
    number: int
    example: str


_Key = tuple[int, bool, bool]
"""What nodes of a group have in common: the id of their facts, and whether frozen and bypassed."""


class _Gathered(NamedTuple):
    """How many nodes there are of each group, one of each, and of what that was gathered."""

    nodes: Mapping[str, Node]
    facts: Mapping[str, NodeFacts]
    counts: dict[_Key, int]
    examples: dict[_Key, str]

    def key_of(self, node_id: str) -> _Key | None:
        """The group of a node; None where nothing is known of it."""
        facts = self.facts.get(node_id)
        node = self.nodes[node_id] if facts is not None else None
        return (id(facts), node.frozen, node.bypassed) if node else None


_latest: list[_Gathered] = []


def alike(graph: Graph, facts: Mapping[str, NodeFacts]) -> tuple[Alike, ...]:
    """All nodes of which something is known, in groups.

    Every edit of a large graph asks for its totals: what it did not touch is taken from the groups
    that were gathered last, and what is left has no loop of Python.
    """
    found = _after_edit(graph, facts) or _anew(graph, facts)
    _latest[:] = [found]
    examples = found.examples
    return tuple(
        Alike(facts[examples[key]], *key[1:], number, examples[key])
        for key, number in found.counts.items()
    )


def _anew(graph: Graph, facts: Mapping[str, NodeFacts]) -> _Gathered:
    nodes = list(map(graph.nodes.__getitem__, facts))
    state = (map(attrgetter("frozen"), nodes), map(attrgetter("bypassed"), nodes))
    keys = list(zip(map(id, facts.values()), *state, strict=True))
    return _Gathered(graph.nodes, facts, dict(Counter(keys)), dict(zip(keys, facts, strict=True)))


def _after_edit(graph: Graph, facts: Mapping[str, NodeFacts]) -> _Gathered | None:
    """The groups gathered last with what is another now; None where that is much, or all."""
    former = _latest[0] if _latest else None
    changed = _changed(former, graph, facts) if former else None
    if former is None or changed is None:
        return None
    found = _Gathered(graph.nodes, facts, dict(former.counts), dict(former.examples))
    left: set[_Key] = set()
    for node_id in changed:
        before, after = former.key_of(node_id), found.key_of(node_id)
        if before == after:
            continue
        if before is not None:
            found.counts[before] -= 1
            left.add(before)
        if after is not None:
            found.counts[after] = found.counts.get(after, 0) + 1
            found.examples[after] = node_id
    _mend(found, left)
    return found


def _changed(former: _Gathered, graph: Graph, facts: Mapping[str, NodeFacts]) -> list[str] | None:
    """Ids of nodes that are others, or of which something else is known; None where many are."""
    found = {*others(former.facts, facts), *others(former.nodes, graph.nodes)}
    if facts.keys() != former.facts.keys():
        found |= former.facts.keys() - facts.keys()
    return list(found) if len(found) * _MANY <= len(facts) else None


def _mend(found: _Gathered, left: set[_Key]) -> None:
    """Forget groups without nodes, and find an example for those that have lost theirs."""
    for key in left:
        if not found.counts[key]:
            del found.counts[key], found.examples[key]
    lost = {k for k in left if k in found.counts and found.key_of(found.examples[k]) != k}
    for node_id in found.facts if lost else ():
        here = found.key_of(node_id)
        if here in lost:
            found.examples[here] = node_id
            lost.remove(here)
            if not lost:
                break
