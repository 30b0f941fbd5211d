"""What a card shows of a graph: how much is in it, and where its nodes and wires are."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from hornstudio.engine.catalog import catalog
from hornstudio.engine.check import check
from hornstudio.engine.composite.scope import scope
from hornstudio.engine.graph import Graph


@dataclass(frozen=True)
class Glance:
    """modules: how many nodes; weights: how many numbers in theirs.

    blocks: x and y of each node's upper left corner, by category. wires: x and y of the nodes at
    both ends of each. All in one row, because thousands of small lists are slow to read.
    """

    modules: int
    weights: int
    blocks: Mapping[str, list[float]]
    wires: list[float]

    def to_json(self) -> dict[str, Any]:
        """Plain data."""
        return {
            "modules": self.modules,
            "weights": self.weights,
            "blocks": self.blocks,
            "wires": self.wires,
        }


def glance_at(graph: Graph) -> Glance:
    """All of it; the weights are counted by checking the graph."""
    return places_of(graph, check(graph).weight_count)


def places_of(graph: Graph, weights: int = 0) -> Glance:
    """The same without a check: it takes the weights as given."""
    modules = scope(graph, catalog())
    blocks: dict[str, list[float]] = {}
    for _, node in graph:
        module = modules.get(node.kind)
        blocks.setdefault(module.category if module else "", []).extend(node.at)
    nodes, ends = graph.nodes, ((w.source_node, w.target_node) for w in graph.wires)
    pairs = ((nodes[a].at, nodes[b].at) for a, b in ends if a in nodes and b in nodes)
    wires = [c for start, end in pairs for c in (*start, *end)]
    return Glance(len(nodes), weights, blocks, wires)


def from_json(data: Mapping[str, Any]) -> Glance:
    """What `to_json` made, after a way through text."""
    return Glance(data["modules"], data["weights"], data["blocks"], data["wires"])
