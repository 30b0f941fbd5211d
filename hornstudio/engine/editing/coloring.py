"""Colours that a person gives to what lies on the canvas, by their names in files."""

from collections.abc import Collection
from dataclasses import replace

from hornstudio.engine.graph import Graph, Node, freeze, with_nodes

COLORS = ("grey", "blue", "green", "teal", "amber", "red", "violet", "pink")
_COLOR = "color"


def color_of(node: Node) -> str:
    """The colour that was given to a node; empty where it has that of its category."""
    color = node.extra.get(_COLOR)
    return color if isinstance(color, str) else ""


def set_color(graph: Graph, ids: Collection[str], color: str) -> Graph:
    """Give nodes a colour; that of their category again where it is empty.

    It is kept as an attribute that versions which do not know it carry along.
    """
    nodes = dict(graph.nodes)
    for node_id in ids:
        node = graph.node(node_id)
        extra = {name: value for name, value in node.extra.items() if name != _COLOR}
        if color:
            extra[_COLOR] = color
        nodes[node_id] = replace(node, extra=freeze(extra))
    return with_nodes(graph, nodes)
