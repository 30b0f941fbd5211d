"""Names of what is dragged between panels, who know nothing else of each other."""

from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QDropEvent

KIND = "application/x-hornstudio-kind"
"""A kind of module from the palette, as UTF-8 text."""

GRAPH = "application/x-hornstudio-graph"
"""Part of a graph, as the text of a file."""


def kind_in(data: QMimeData) -> str:
    """The kind that is dragged."""
    return bytes(data.data(KIND).data()).decode("utf-8", "replace")


def network_in(data: QMimeData) -> str:
    """The text of a network, such as from a letter; empty for any other, and for files."""
    if data.hasFormat(GRAPH):
        return bytes(data.data(GRAPH).data()).decode("utf-8", "replace")
    text = data.text() if data.hasText() and not data.hasUrls() else ""
    return text if text.lstrip().startswith("{") and '"hornstudio"' in text else ""


def take_copy(event: QDropEvent) -> None:
    """Accept a drag as a copy: one that was told of a move takes away what it came from."""
    event.setDropAction(Qt.DropAction.CopyAction)
    event.accept()
