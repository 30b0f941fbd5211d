"""Topological order of a graph's nodes: each node after those that it takes from."""

from hornstudio.engine.graph import Graph


def topological_order(graph: Graph) -> tuple[list[str], list[str]]:
    """Ids in an order in which they can be computed, and the ids on or behind a cycle.

    Among nodes that could come next, the one that was placed first comes first, so that the
    order is stable while a graph is edited elsewhere.
    """
    waiting: dict[str, int] = dict.fromkeys(graph.nodes, 0)
    followers: dict[str, list[str]] = {i: [] for i in graph.nodes}
    for wire in graph.wires:
        if wire.source_node in waiting and wire.target_node in waiting:
            waiting[wire.target_node] += 1
            followers[wire.source_node].append(wire.target_node)
    ready = [i for i, count in waiting.items() if count == 0]
    order: list[str] = []
    while ready:
        node_id = ready.pop(0)
        order.append(node_id)
        for follower in followers[node_id]:
            waiting[follower] -= 1
            if waiting[follower] == 0:
                ready.append(follower)
    done = set(order)
    rest = [i for i in graph.nodes if i not in done]
    return order, _on_cycle(rest, followers)


def _on_cycle(rest: list[str], followers: dict[str, list[str]]) -> list[str]:
    """Of the nodes that could not be ordered, first those on one cycle, then the others."""
    if not rest:
        return []
    before = {i: [s for s in rest if i in followers[s]] for i in rest}
    path = [rest[0]]
    while before[path[-1]][0] not in path:
        path.append(before[path[-1]][0])
    ring = path[path.index(before[path[-1]][0]) :]
    ring.reverse()
    return ring


def upstream(graph: Graph, node_id: str) -> set[str]:
    """Ids of all nodes that the node depends on, itself not included."""
    before: dict[str, list[str]] = {}
    for wire in graph.wires:
        before.setdefault(wire.target_node, []).append(wire.source_node)
    found: set[str] = set()
    open_ids = list(before.get(node_id, ()))
    while open_ids:
        current = open_ids.pop()
        if current not in found:
            found.add(current)
            open_ids += before.get(current, ())
    return found


def would_close_cycle(graph: Graph, source: str, target: str) -> bool:
    """Whether a wire from node `source` to node `target` would make the wires run in a circle."""
    return source == target or target in upstream(graph, source)
