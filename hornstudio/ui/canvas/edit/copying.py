"""Copying, cutting, pasting and duplicating what is selected, with or without what comes in."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from hornstudio.engine import edits
from hornstudio.engine.errors import FileError
from hornstudio.engine.graph import Graph, Wire
from hornstudio.ui.canvas.edit import clipboard, placement, selection
from hornstudio.ui.translate import tr

if TYPE_CHECKING:
    from hornstudio.ui.canvas.canvas import Canvas

_OFFSET = 24


class Copying:
    """Each copy lies a little further aside than the one before; each is one undo step."""

    def __init__(self, canvas: "Canvas") -> None:
        self._canvas = canvas
        self._document = canvas.document
        self._pasted: tuple[str, int] = ("", 0)

    def copy(self) -> None:
        """Copy the selected nodes as text."""
        if self._document.selection:
            clipboard.copy(self._document.graph, self._document.selection)
            self._pasted = (clipboard.text(), 0)

    def cut(self) -> None:
        """Copy the selected nodes and delete them."""
        if self._document.selection:
            self.copy()
            what = selection.counted(self._document, tr("Cut {node}"), tr("Cut {count} nodes"))
            selection.delete(self._document, (), what)
            self._pasted = (clipboard.text(), -1)

    def paste(self, *, is_wired: bool = False) -> None:
        """Add what the clipboard holds and select it; refuse other text in words.

        is_wired: what came into the copied nodes comes into the copies too, from the same nodes.
        """
        text = clipboard.text()
        if not text.strip():
            words = tr("The clipboard holds no modules. Copy some first.")
            self._canvas.advice.notice(words)
            return
        try:
            part = clipboard.part_of(text)
        except FileError as error:
            self._canvas.advice.notice(_refusal(error))
            return
        if part.nodes:
            self._paste(part, text, is_wired=is_wired)
        else:
            self._canvas.advice.notice(tr("The network on the clipboard has no modules."))

    def _paste(self, part: Graph, text: str, *, is_wired: bool) -> None:
        times = self._pasted[1] + 1 if self._pasted[0] == text else 1
        self._pasted = (text, times)
        area = self._canvas.view.visible_area()
        offset = placement.shift_into(part, area, _OFFSET * times)
        wires = self._takeable(part, clipboard.wires_into(part)) if is_wired else part.wires
        graph, ids = edits.paste(self._document.graph, part, offset, wires)
        count = len(ids)
        if count == 1:
            title = selection.title_of(graph, next(iter(ids.values())))
            what = tr("Paste {node}", node=title)
        else:
            what = tr("Paste {count} nodes", count=count)
        self._document.edit(what, graph)
        self._document.select(ids.values())

    def duplicate(self, *, is_wired: bool = False) -> None:
        """Add a copy of the selection a little aside, and select it."""
        document = self._document
        if not document.selection:
            return
        part = edits.extract(document.graph, document.selection)
        into = edits.wires_into(document.graph, document.selection) if is_wired else part.wires
        graph, ids = edits.paste(document.graph, part, (_OFFSET, _OFFSET), into)
        names = (tr("Duplicate {node}"), tr("Duplicate {count} nodes"))
        document.edit(selection.counted(document, *names), graph)
        document.select(ids.values())

    def _takeable(self, part: Graph, wires: Iterable[Wire]) -> list[Wire]:
        """Wires from within the part, and from outputs that nodes of this graph have."""
        facts = self._document.report.facts
        outputs = {f"{i}.{port.name}" for i, f in facts.items() for port in f.module.outputs}
        return [w for w in wires if w.source_node in part.nodes or w.source in outputs]


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
