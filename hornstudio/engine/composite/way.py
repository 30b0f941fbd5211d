"""Where something is, as a person sees it: what lies in a composite by the way to it."""

from hornstudio.engine.composite.flatten import flatten
from hornstudio.engine.graph import Graph

_WITHIN = " › "


def way_to(graph: Graph, node: str) -> tuple[str, ...]:
    """Ids from the canvas down to a node of the unfolded graph: a use, a use within it, the node.

    graph: as it was drawn, with its composites.
    """
    if node in graph.nodes or not graph.groups:
        return (node,)
    return flatten(graph).places.get(node, (node,))


def shown_place(graph: Graph, node: str, place: str) -> str:
    """A place at a node of the unfolded graph, `block__dense.kernel`: `block › dense.kernel`."""
    if place != node and not place.startswith(f"{node}."):
        return place  # what is reported has a name of its own
    return _WITHIN.join(way_to(graph, node)) + place[len(node) :]


def way_text(place: str) -> str:
    """The same where there is no graph to ask: of a node, `node.param` or `node.port`."""
    node, dot, rest = place.partition(".")
    return node.replace("__", _WITHIN) + dot + rest
