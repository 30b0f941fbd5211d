"""Weights that a network has come with: its training begins in them, on another day, too."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from hornstudio.engine.graph import Graph

if TYPE_CHECKING:
    from hornstudio.ui.main_window import MainWindow
    from hornstudio.ui.window.workspace import Workspace


class ComingWeights(QObject):
    """Follows what brings them: an import, the list of runs, a file of before, unsaved work."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        window.incoming.weights_taken.connect(self._on_weights_taken)
        window.filing.saved.connect(self._on_saved)
        window.filing.opened.connect(self._on_opened)
        window.filing.came_with.connect(self._on_came_with)

    def adopt(self, workspace: "Workspace") -> None:
        """Take graphs from the list of runs, and hear what the person wants."""
        workspace.runs.graph_requested.connect(self._on_graph_requested)
        workspace.training.trainer.inheritance.changed.connect(self._on_inheritance)

    def _on_weights_taken(self, run: str) -> None:
        """Training of the network in front begins in them; the list shows their run."""
        workspace = self._window.workspace
        workspace.training.trainer.inheritance.give(run)
        workspace.runs.recount()

    def _on_inheritance(self) -> None:
        """The document knows the weights that it begins in; unsaved work keeps them, too."""
        inherited = self._window.workspace.training.trainer.inheritance.begins_in
        document = self._window.document.source
        weights = (inherited.run, inherited.checkpoint) if inherited else None
        if document.weights != weights:
            document.weights = weights
            if document.is_modified:
                self._window.filing.keep_now()

    def _on_saved(self, path: Path) -> None:
        """Remember which weights the network in the file trains on from, for another day."""
        weights = self._window.document.source.weights
        if weights:
            self._window.settings.note_weights(path, *weights)
        else:
            self._window.settings.forget_weights(path)

    def _on_opened(self) -> None:
        """A network that has come with weights has them again."""
        path = self._window.document.path
        known = self._window.settings.weights_of(path) if path else None
        if known:
            self._on_came_with(*known)

    def _on_came_with(self, run: str, checkpoint: str) -> None:
        self._window.workspace.training.trainer.inheritance.give(run, checkpoint)

    def _on_graph_requested(self, graph: Graph, name: str, run: str) -> None:
        """Show the graph of a run of this name; with its weights, where these were imported."""
        self._window.filing.show_import(graph, name)
        if run:
            self._on_weights_taken(run)
