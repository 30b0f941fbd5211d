"""Nodes that share weights, told apart: each part of them goes on sharing."""

from collections.abc import Collection, Mapping
from dataclasses import replace

from hornstudio.engine.graph import Graph, Node


def sharing_among(graph: Graph, ids: Collection[str]) -> Mapping[str, Node]:
    """Some nodes of a graph, in its order, as they share weights with none but each other.

    Where the owner is not one of them, the first that shared with it owns the weights of the rest.
    """
    found: dict[str, Node] = {}
    heirs: dict[str, str] = {}
    for node_id, node in graph:
        if node_id not in ids:
            continue
        if node.weights_of in graph.nodes and node.weights_of not in ids:
            chain = graph.weights_owners(node_id)
            near = next((i for i in chain[1:] if i in ids), "")
            heir = near or heirs.setdefault(chain[-1], node_id)
            node = replace(node, weights_of="" if heir == node_id else heir)
        found[node_id] = node
    return found


def sharers_beside(graph: Graph, ids: Collection[str]) -> list[str]:
    """Nodes that share weights with some, and are none of them."""
    owners = {graph.weights_owner(i) for i in ids}
    return [i for i in graph.nodes if i not in ids and graph.weights_owner(i) in owners]
