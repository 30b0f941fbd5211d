"""Where in the unfolded graph that comes from which a port gives out."""

from collections.abc import Sequence

from hornstudio.engine.graph import PORT_IN, Graph


def origin_of(graph: Graph, trail: Sequence[str], source: str) -> str:
    """`use__node.port` that feeds a port of the level to which a trail of uses leads.

    A composite gives out what a node in it does, its input port what comes into the use, and a
    bypassed node what comes into it. Empty where nothing does.
    """
    uses, levels = list(trail), [graph]
    for use in uses:
        levels.append(graph.groups[levels[-1].nodes[use].kind].body)
    seen: set[tuple[str, ...]] = set()
    while source and (*uses, source) not in seen:
        seen.add((*uses, source))
        node_id, _, port = source.partition(".")
        node = levels[-1].nodes.get(node_id)
        if node is None:
            return ""
        if node.bypassed:
            fed = levels[-1].wires_into(node_id)
        elif node.kind == PORT_IN and uses:
            levels.pop()
            fed = levels[-1].wires_into(uses.pop(), node_id)
        elif node.kind in graph.groups:
            levels.append(graph.groups[node.kind].body)
            uses.append(node_id)
            fed = levels[-1].wires_into(port)
        else:
            return "__".join([*uses, source])
        source = fed[0].source if fed else ""
    return ""
