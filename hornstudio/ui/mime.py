"""Names of what is dragged between panels, who know nothing else of each other."""

from PySide6.QtCore import QMimeData

KIND = "application/x-hornstudio-kind"
"""A kind of module from the palette, as UTF-8 text."""

GRAPH = "application/x-hornstudio-graph"
"""Part of a graph, as the text of a file."""


def kind_in(data: QMimeData) -> str:
    """The kind that is dragged."""
    return bytes(data.data(KIND).data()).decode("utf-8", "replace")
