"""Nodes of which the same is known: a large graph has many nodes, and few that differ."""

from collections import Counter
from collections.abc import Mapping
from operator import attrgetter
from typing import NamedTuple

from hornstudio.engine.facts import NodeFacts
from hornstudio.engine.graph import Graph


class Alike(NamedTuple):
    """How many nodes have the same facts and the same state; example: the id of one of them."""

    facts: NodeFacts
    is_frozen: bool
    is_bypassed: bool
    number: int
    example: str


def alike(graph: Graph, facts: Mapping[str, NodeFacts]) -> tuple[Alike, ...]:
    """All nodes of which something is known, in groups.

    Without a loop of Python, because every edit of a large graph asks for its totals.
    """
    known = list(facts.values())
    nodes = list(map(graph.nodes.__getitem__, facts))
    state = (map(attrgetter("frozen"), nodes), map(attrgetter("bypassed"), nodes))
    keys = list(zip(map(id, known), *state, strict=True))
    examples, values = dict(zip(keys, facts, strict=True)), dict(zip(keys, known, strict=True))
    counts = Counter(keys).items()
    return tuple(Alike(values[key], *key[1:], number, examples[key]) for key, number in counts)
