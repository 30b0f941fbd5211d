"""Undo commands. They touch only the document."""

import weakref
from typing import TYPE_CHECKING

from PySide6.QtGui import QUndoCommand

from hornstudio.engine.graph import Graph

if TYPE_CHECKING:
    from hornstudio.ui.document import Document


class ReplaceGraph(QUndoCommand):
    """One step of the history: the graph before and the graph after.

    Steps in a row with the same merge key become one, so that a drag is undone at once. What was
    selected and comes back with an undo, or a redo, is selected again.
    """

    _merge_ids: dict[str, int] = {}

    def __init__(
        self,
        document: "Document",
        what: str,
        before: Graph,
        after: Graph,
        merge: str,
        trail: tuple[str, ...] | None = None,
    ) -> None:
        super().__init__(what)
        self._document = weakref.ref(document)
        self.before = before
        self.after = after
        self.merge = merge
        self.trail = trail
        self.chosen_before = document.selection
        self.chosen_after: tuple[str, ...] = ()

    def id(self) -> int:
        """Commands of one id are offered to `mergeWith`; -1 never merges."""
        if not self.merge:
            return -1
        return self._merge_ids.setdefault(self.merge, len(self._merge_ids))

    def mergeWith(self, other: QUndoCommand) -> bool:
        """Take the later command's result and name."""
        if not isinstance(other, ReplaceGraph) or other.merge != self.merge:
            return False
        self.after = other.after
        self.setText(other.text())
        return True

    def redo(self) -> None:
        """Show the graph after the step."""
        self._show(self.after, self.chosen_after)

    def undo(self) -> None:
        """Show the graph before the step, the very same value."""
        document = self._document()
        self.chosen_after = document.selection if document is not None else ()
        self._show(self.before, self.chosen_before)

    def _show(self, graph: Graph, chosen: tuple[str, ...]) -> None:
        document = self._document()
        assert document is not None, "a document outlives its history"
        former = document.graph.nodes
        document.show(graph, self.trail)
        if not former.keys() >= set(chosen):
            document.select(chosen)
