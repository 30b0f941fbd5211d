"""Copying parts of a graph as text, so that they travel between windows, chats and files."""

from dataclasses import replace

from PySide6.QtGui import QGuiApplication

from hornstudio.engine import edits, files
from hornstudio.engine.graph import Graph, with_nodes


def copy(graph: Graph, ids: tuple[str, ...]) -> None:
    """Put nodes and the wires between them on the clipboard, as the text of a file."""
    QGuiApplication.clipboard().setText(part_text(graph, ids))


def part_text(graph: Graph, ids: tuple[str, ...]) -> str:
    """Nodes and the wires between them as the text of a file."""
    part = edits.extract(graph, ids)
    # Elsewhere there may be no such owner, and a text that names one could not be read.
    alone = {i: n if n.weights_of in part.nodes else replace(n, weights_of="") for i, n in part}
    return files.to_text(with_nodes(part, alone))


def text() -> str:
    """What the clipboard holds as text."""
    return QGuiApplication.clipboard().text()


def part_of(content: str) -> Graph:
    """The graph of a copied text. Raises: FileError."""
    return files.from_text(content)
