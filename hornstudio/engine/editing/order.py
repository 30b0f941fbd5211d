"""Topological order of a graph's nodes: each node after those that it takes from."""

import heapq
from collections import deque
from collections.abc import Iterable, Iterator

from hornstudio.engine.graph import Graph


def topological_order(graph: Graph) -> tuple[list[str], list[str]]:
    """Ids in an order in which they can be computed, and the ids around one cycle, if any.

    Nodes on or behind a cycle are not in the order. Among nodes that could come next, the one
    that was placed first comes first, so that the order is stable while a graph is edited
    elsewhere.
    """
    ids = list(graph.nodes)
    waiting, followers = _waits(graph)
    ready = [place for place, count in enumerate(waiting) if not count]
    order: list[str] = []
    while ready:
        place = heapq.heappop(ready)
        order.append(ids[place])
        for follower in followers[place]:
            waiting[follower] -= 1
            if not waiting[follower]:
                heapq.heappush(ready, follower)
    rest = {i for i, count in zip(ids, waiting, strict=True) if count}
    return order, _ring_among(rest, graph) if rest else []


def _waits(graph: Graph) -> tuple[list[int], list[list[int]]]:
    """How many wires each node waits for, and which others take from it; nodes by their place."""
    places = {node_id: place for place, node_id in enumerate(graph.nodes)}
    waiting = [0] * len(places)
    followers: list[list[int]] = [[] for _ in places]
    for out, into in graph.wires:
        source = places.get(out.partition(".")[0])
        target = places.get(into.partition(".")[0])
        if source is not None and target is not None:
            waiting[target] += 1
            followers[source].append(target)
    return waiting, followers


def _ring_among(rest: set[str], graph: Graph) -> list[str]:
    """One cycle among nodes that each take from another of them, in the order of its wires.

    It begins with the one of them that was placed first.
    """
    node = next(i for i in graph.nodes if i in rest)
    places: dict[str, int] = {}  # in the path from that node backwards
    while node not in places:
        places[node] = len(places)
        node = next(w.source_node for w in graph.wires_into(node) if w.source_node in rest)
    ring = list(places)[places[node] :][::-1]
    first = ring.index(next(i for i in graph.nodes if i in ring))
    return ring[first:] + ring[:first]


def upstream(graph: Graph, node_id: str) -> set[str]:
    """Ids of all nodes that the node depends on, itself not included unless on a cycle."""
    return set(walk_upstream(graph, [node_id]))


def walk_upstream(graph: Graph, node_ids: Iterable[str]) -> Iterator[str]:
    """Ids of all nodes that any of these depends on, each once, the nearest first."""
    found: set[str] = set()
    open_ids = deque(node_ids)
    while open_ids:
        for wire in graph.wires_into(open_ids.popleft()):
            source = wire.source_node
            if source not in found:
                found.add(source)
                open_ids.append(source)
                yield source


def downstream(graph: Graph, node_id: str) -> set[str]:
    """Ids of all nodes that depend on the node, itself not included unless on a cycle."""
    found: set[str] = set()
    open_ids = [w.target_node for w in graph.wires_from(node_id)]
    while open_ids:
        current = open_ids.pop()
        if current not in found:
            found.add(current)
            open_ids += [w.target_node for w in graph.wires_from(current)]
    return found


def would_close_cycle(graph: Graph, source: str, target: str) -> bool:
    """Whether a wire from node `source` to node `target` would make the wires run in a circle."""
    return source == target or target in upstream(graph, source)
