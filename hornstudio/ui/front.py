"""The document in front: of several open ones, the one that panels show and edit.

To panels it is a document like any other. Another one can take its place at any time; each keeps
its own graph, history, selection and file, which are read from it and never copied.
"""

from collections.abc import Callable, Iterable
from pathlib import Path

from PySide6.QtCore import SignalInstance
from PySide6.QtGui import QUndoGroup, QUndoStack

from hornstudio.engine.check import Report
from hornstudio.engine.graph import Graph
from hornstudio.ui.document import Document

Trail = tuple[str, ...]


class Front(Document):
    """`current` is the document behind it; history: the undo history of whichever that is."""

    current: Document

    def __init__(self, document: Document) -> None:
        # What is read from the document in front is written to it while this is being made.
        self.current = document
        super().__init__(document.graph, document.path, document.undo_stack)
        self.history = QUndoGroup(self)
        self._follow()

    def bring(self, document: Document, trail: Trail = ()) -> None:
        """Let another document be in front, with the composite open inside which it was left."""
        if document is self.current:
            return
        self.leaving.emit()
        self.let_go()
        old = self.graph
        self.current = document
        self._follow()
        document.edited_at, document.chosen_again = trail, ()
        self.graph_changed.emit(old, self.graph)
        self.selection_changed.emit(self.selection)
        self.path_changed.emit()
        self.modified_changed.emit(self.is_modified)
        self.switched.emit()

    @property
    def source(self) -> Document:
        """The one in front."""
        return self.current

    def let_go(self) -> None:
        """Follow no document any more; another one does."""
        for signal, slot in self._links():
            signal.disconnect(slot)

    def _follow(self) -> None:
        for signal, slot in self._links():
            signal.connect(slot)
        self.history.addStack(self.current.undo_stack)
        self.history.setActiveStack(self.current.undo_stack)

    def _follow_history(self) -> None:
        """The document in front tells itself when it is saved."""

    def _links(self) -> tuple[tuple[SignalInstance, Callable[..., object]], ...]:
        its = self.current
        return (
            (its.graph_changed, self._on_graph_changed),
            (its.steps_changed, self._on_steps_changed),
            (its.selection_changed, self._on_selection_changed),
            (its.opened, self._on_opened),
            (its.path_changed, self._on_path_changed),
            (its.modified_changed, self._on_modified_changed),
        )

    def _on_graph_changed(self, old: Graph, new: Graph) -> None:
        self.graph_changed.emit(old, new)

    def _on_steps_changed(self) -> None:
        self.steps_changed.emit()

    def _on_selection_changed(self, ids: tuple[str, ...]) -> None:
        self.selection_changed.emit(ids)

    def _on_opened(self) -> None:
        self.opened.emit()

    def _on_path_changed(self) -> None:
        self.path_changed.emit()

    def _on_modified_changed(self, is_modified: bool) -> None:
        self.modified_changed.emit(is_modified)

    # What it is made of.

    @property
    def graph(self) -> Graph:
        """As in Document."""
        return self.current.graph

    @graph.setter
    def graph(self, graph: Graph) -> None:
        self.current.graph = graph

    @property
    def report(self) -> Report:
        """As in Document."""
        return self.current.report

    @report.setter
    def report(self, report: Report) -> None:
        self.current.report = report

    @property
    def path(self) -> Path | None:
        """As in Document."""
        return self.current.path

    @path.setter
    def path(self, path: Path | None) -> None:
        self.current.path = path

    @property
    def selection(self) -> tuple[str, ...]:
        """As in Document."""
        return self.current.selection

    @selection.setter
    def selection(self, ids: tuple[str, ...]) -> None:
        self.current.selection = ids

    @property
    def number(self) -> int:
        """As in Document."""
        return self.current.number

    @number.setter
    def number(self, number: int) -> None:
        self.current.number = number

    @property
    def of_run(self) -> str:
        """As in Document."""
        return self.current.of_run

    @of_run.setter
    def of_run(self, run: str) -> None:
        self.current.of_run = run

    @property
    def edited_at(self) -> Trail | None:
        """As in Document."""
        return self.current.edited_at

    @edited_at.setter
    def edited_at(self, trail: Trail | None) -> None:
        self.current.edited_at = trail

    @property
    def chosen_again(self) -> Trail:
        """As in Document."""
        return self.current.chosen_again

    @chosen_again.setter
    def chosen_again(self, ids: Trail) -> None:
        self.current.chosen_again = ids

    @property
    def chosen_inside(self) -> tuple[Trail, Trail]:
        """As in Document."""
        return self.current.chosen_inside

    @chosen_inside.setter
    def chosen_inside(self, chosen: tuple[Trail, Trail]) -> None:
        self.current.chosen_inside = chosen

    @property
    def undo_stack(self) -> QUndoStack:
        """As in Document."""
        return self.current.undo_stack

    @undo_stack.setter
    def undo_stack(self, stack: QUndoStack) -> None:
        self.current.undo_stack = stack

    # What can be done with it.

    def edit(self, what: str, graph: Graph, merge: str = "", trail: Trail | None = None) -> None:
        """As in Document."""
        self.current.edit(what, graph, merge, trail)

    def show(self, graph: Graph, trail: Trail | None = None, chosen: Trail = ()) -> None:
        """As in Document."""
        self.current.show(graph, trail, chosen)

    def select(self, ids: Iterable[str]) -> None:
        """As in Document."""
        self.current.select(ids)

    def open(
        self, graph: Graph, path: Path | None, *, is_saved: bool = True, of_run: str = ""
    ) -> None:
        """As in Document."""
        self.current.open(graph, path, is_saved=is_saved, of_run=of_run)

    def save(self, path: Path, before: Callable[[str], None] | None = None) -> str:
        """As in Document."""
        return self.current.save(path, before)

    def load_again(self, graph: Graph) -> None:
        """As in Document."""
        self.current.load_again(graph)

    def leave_file(self) -> None:
        """As in Document."""
        self.current.leave_file()
