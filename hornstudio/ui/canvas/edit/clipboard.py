"""Copying parts of a graph as text, so that they travel between windows, chats and files."""

from collections.abc import Collection
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication, QStandardItemModel

from hornstudio.engine.editing import edits
from hornstudio.engine.errors import FileError
from hornstudio.engine.graph import Graph, Wire, freeze, with_nodes
from hornstudio.engine.storage import files
from hornstudio.ui.mime import GRAPH
from hornstudio.ui.words.translate import tr

INTO = "wires_into"
"""Key of the text under which all wires into the part stand, those from elsewhere among them."""


def copy(graph: Graph, ids: tuple[str, ...], frames: Collection[int] = ()) -> None:
    """Put nodes, their wires and these frames on the clipboard, as the text of a file."""
    text = part_text(graph, ids, frames)
    data = _blank()
    data.setText(text)
    data.setData(GRAPH, text.encode("utf-8"))
    QGuiApplication.clipboard().setMimeData(data)


def _blank() -> QMimeData:
    """Data that holds nothing yet.

    WORKAROUND(PySide 6.11): a QMimeData made in Python that the clipboard still holds when the
    interpreter ends crashes the process, so that Qt has to make it. Drop when `QMimeData()` in
    `copy` passes test_a_program_that_ends_with_a_copy_on_the_clipboard_ends_well.
    """
    model = QStandardItemModel(1, 1)
    data = model.mimeData([model.index(0, 0)])
    for name in data.formats():
        data.removeFormat(name)
    return data


def part_text(graph: Graph, ids: tuple[str, ...], frames: Collection[int] = ()) -> str:
    """Nodes and the wires between them as the text of a file, with the wires that come in."""
    part = edits.extract(graph, ids)
    # Elsewhere there may be no such owner, and a text that names one could not be read.
    alone = {i: n if n.weights_of in part.nodes else replace(n, weights_of="") for i, n in part}
    into = edits.wires_into(graph, ids)
    extra = {INTO: [list(wire) for wire in into]} if into != part.wires else {}
    held = tuple(graph.frames[i] for i in frames)
    return files.to_text(replace(with_nodes(part, alone), frames=held, extra=freeze(extra)))


def text() -> str:
    """What the clipboard holds as text; our own kind of it first."""
    data = QGuiApplication.clipboard().mimeData()
    if data is not None and data.hasFormat(GRAPH):
        return bytes(data.data(GRAPH).data()).decode("utf-8", "replace")
    return QGuiApplication.clipboard().text()


def part_of(content: str) -> Graph:
    """The graph of a copied text. Raises: FileError."""
    return files.from_text(content)


def wires_into(part: Graph) -> tuple[Wire, ...]:
    """All wires into a copied part, in order; its own where the text names no others."""
    raw: Any = part.extra.get(INTO)
    if not isinstance(raw, list):
        return part.wires
    pairs = [pair for pair in raw if isinstance(pair, list) and len(pair) == 2]
    named = [Wire(*pair) for pair in pairs if all(isinstance(end, str) for end in pair)]
    # What was written by hand may name wires that no port could take.
    inner = set(part.wires)
    outer = [w for w in named if w.source_node not in part.nodes]
    kept = tuple(dict.fromkeys(w for w in named if w in inner or w in outer))
    return kept if inner <= set(kept) else part.wires


def pasteable() -> tuple[Graph | None, str]:
    """What the clipboard holds for pasting; else None, and in words why nothing can be pasted."""
    content = text()
    if not content.strip():
        return None, tr("The clipboard holds no modules. Copy some first.")
    try:
        part = part_of(content)
    except FileError as error:
        return None, _refusal(error)
    if part.nodes or part.frames:
        return part, ""
    return None, tr("The network on the clipboard has no modules.")


def whole(part: Graph) -> Graph:
    """A part as a network of its own: nothing comes into it from elsewhere."""
    return replace(part, extra=freeze({k: v for k, v in part.extra.items() if k != INTO}))


def _refusal(error: FileError) -> str:
    """Why a text cannot be pasted; of a text that is no network at all, only that."""
    if not error.problems:
        return tr(
            "The clipboard holds text that is no network. Copy modules here, or the whole text of "
            "a .horn file."
        )
    return tr(
        "The clipboard holds no modules that can be pasted: {reason}", reason=error.problems[0]
    )
