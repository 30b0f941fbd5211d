"""Nodes of which the same was known, and that are given the same now: one of them is looked at.

An edit near the data of a large graph touches thousands of nodes, of which few differ.
"""

from collections.abc import Mapping
from typing import NamedTuple

from hornstudio.engine.checking.report import Report
from hornstudio.engine.facts import NodeFacts
from hornstudio.engine.graph import Ends, Graph

Key = tuple[object, ...]


class Known(NamedTuple):
    """What is known of a node now; spreads: whether what follows it has to be looked at."""

    facts: NodeFacts
    spreads: bool


class Twins:
    """What was found of nodes during one check, by what it follows from.

    before: the former report. facts: what is known by now, of all that a node depends on. stale:
    kinds of modules that are others than before.
    """

    def __init__(
        self, graph: Graph, before: Report, facts: Mapping[str, NodeFacts], stale: frozenset[str]
    ) -> None:
        self._nodes, self._former = graph.nodes, before.graph.nodes
        self._into: Ends = graph.wires_by_node()[0]
        self._before, self._facts, self._stale = before, facts, stale
        self._found: dict[Key, Known] = {}

    def key_of(self, node_id: str) -> Key | None:
        """All that follows at a node follows from this; None where it has to be looked at itself.

        Objects go by their ids: both reports hold them while the check goes on.
        """
        node, old = self._nodes[node_id], self._before.facts.get(node_id)
        is_known = old is not None and self._former.get(node_id) is node
        if not is_known or node_id in self._before.own or node.kind in self._stale:
            return None
        key: list[object] = [id(old)]
        for source, target in self._into.get(node_id, ()):
            origin, _, port = source.partition(".")
            facts = self._facts.get(origin)
            key += (target[len(node_id) :], id(facts.outputs.get(port) if facts else None))
        return tuple(key)

    def find(self, key: Key | None) -> Known | None:
        """What was found of a twin."""
        return self._found.get(key) if key else None

    def compare(self, node_id: str, new: NodeFacts) -> Known:
        """What was just found of a node, or what was known of it where that is the same."""
        old = self._before.facts.get(node_id)
        if old is not None and new.values is old.values and new == old:
            return Known(old, False)  # whoever shows it sees at once that nothing is new
        return Known(new, old is None or new.outputs != old.outputs)

    def keep(self, key: Key | None, known: Known) -> None:
        """Let it be found for twins; files of data may change between two looks."""
        if key and known.facts.module.role != "data":
            self._found[key] = known
