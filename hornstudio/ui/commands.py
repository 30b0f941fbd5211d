"""Undo commands. They touch only the document."""

import weakref
from typing import TYPE_CHECKING

from PySide6.QtGui import QUndoCommand

from hornstudio.engine.graph import Graph
from hornstudio.engine.storage.past import Step
from hornstudio.ui.words.translate import told, tr_engine

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
        self._told = told(what)
        self._document = weakref.ref(document)
        self.before = before
        self.after = after
        self.merge = merge
        self.trail = trail
        self.chosen_before = self._chosen_now()
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
        self._told = other._told
        return True

    def say_again(self) -> None:
        """Have the name in the language that is spoken now."""
        self.setText(tr_engine(self._told))

    def back(self) -> Step:
        """What a journal keeps of it while it can be taken back."""
        return Step(self.text(), self.before, self.trail)

    def ahead(self) -> Step:
        """What a journal keeps of it while it can be done again."""
        return Step(self.text(), self.after, self.trail)

    def redo(self) -> None:
        """Show the graph after the step."""
        self._show(self.after, self.chosen_after)

    def undo(self) -> None:
        """Show the graph before the step, the very same value."""
        self.chosen_after = self._chosen_now()
        self._show(self.before, self.chosen_before)

    def _chosen_now(self) -> tuple[str, ...]:
        """What is selected where the step was made; nothing while another level is shown."""
        document = self._document()
        if document is None:
            return ()
        if not self.trail:
            return document.selection
        trail, chosen = document.chosen_inside
        return chosen if trail == self.trail else ()

    def _show(self, graph: Graph, chosen: tuple[str, ...]) -> None:
        document = self._document()
        assert document is not None, "a document outlives its history"
        former = document.graph.nodes
        document.show(graph, self.trail, chosen if self.trail else ())
        if not self.trail and not former.keys() >= set(chosen):
            document.select(chosen)


class Recalled(ReplaceGraph):
    """A step of a window that has ended.

    is_silent: whether it only finds its place in the history, while the document stays as it is.
    """

    def __init__(self, document: "Document", step: Step, before: Graph, after: Graph) -> None:
        super().__init__(document, step.name, before, after, "", step.trail)
        self.is_silent = True
        self.chosen_before = ()

    def redo(self) -> None:
        """Show the graph after the step."""
        if not self.is_silent:
            super().redo()

    def undo(self) -> None:
        """Show the graph before the step."""
        if not self.is_silent:
            super().undo()
