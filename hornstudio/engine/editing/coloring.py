"""Colours that a person gives to what lies on the canvas, by their names in files."""

from collections.abc import Collection

from hornstudio.engine.editing.edits import set_extra
from hornstudio.engine.graph import Graph, Node

COLORS = ("grey", "blue", "green", "teal", "amber", "red", "violet", "pink")
_COLOR = "color"


def color_of(node: Node) -> str:
    """The colour that was given to a node; empty where it has that of its category."""
    color = node.extra.get(_COLOR)
    return color if isinstance(color, str) else ""


def set_color(graph: Graph, ids: Collection[str], color: str) -> Graph:
    """Give nodes a colour; that of their category again where it is empty."""
    return set_extra(graph, ids, _COLOR, color or None)
