"""Which nodes of a graph have other names in a later one."""

from hornstudio.engine.graph import Graph, Node


def renamed(old: Graph, new: Graph) -> dict[str, str]:
    """The new names by the old ones: of nodes that went and came back as they were but for that."""
    came = {i: node for i, node in new if i not in old.nodes}
    names: dict[str, str] = {}
    for before, node in old:
        if before in new.nodes:
            continue
        twin = next((i for i, other in came.items() if _is_twin(node, other)), None)
        if twin is not None:
            names[before] = twin
            del came[twin]
    return names


def _is_twin(one: Node, other: Node) -> bool:
    return (one.kind, one.params, one.at) == (other.kind, other.params, other.at)
