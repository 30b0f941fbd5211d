"""Where in the window that goes which has come from elsewhere: data, questions, weights."""

from pathlib import Path
from typing import TYPE_CHECKING

from hornstudio.engine.graph import Graph

if TYPE_CHECKING:
    from hornstudio.ui.main_window import MainWindow
    from hornstudio.ui.window.workspace import Workspace


class Arrival:
    """Follows a window's `incoming`, and the panels once they are made."""

    def __init__(self, window: "MainWindow") -> None:
        self._window = window
        window.incoming.pictures_dropped.connect(self._on_pictures_dropped)
        window.incoming.samples_dropped.connect(self._on_samples_dropped)
        window.incoming.weights_taken.connect(self._on_weights_taken)

    def adopt(self, workspace: "Workspace") -> None:
        """Take graphs from the list of runs, too."""
        workspace.runs.graph_requested.connect(self._on_graph_requested)

    def _on_pictures_dropped(self, folder: str) -> None:
        """A data module that reads them comes into the network in front, or into a new one."""
        window = self._window
        if not window.has_document:
            window.filing.new()
        window.show_work()
        window.workspace.canvas.adding.add_with("image_folder", {"directory": folder})

    def _on_samples_dropped(self, paths: list[Path]) -> None:
        """The network in front is asked about them, as it was trained last."""
        window = self._window
        run = window.workspace.training.trainer.trained_run if window.has_document else ""
        window.incoming.predict(paths, run)

    def _on_weights_taken(self, run: str) -> None:
        """Training of the network in front begins in them; the list shows their run."""
        workspace = self._window.workspace
        workspace.training.trainer.inheritance.give(run)
        workspace.runs.recount()

    def _on_graph_requested(self, graph: Graph, run: str) -> None:
        """Show the graph of a run; with its weights, where these were imported."""
        self._window.filing.show_import(graph)
        if run:
            self._on_weights_taken(run)
