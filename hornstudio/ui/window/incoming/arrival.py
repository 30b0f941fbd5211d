"""Where in the window that goes which has come from elsewhere: data, questions, weights."""

from functools import partial
from typing import TYPE_CHECKING

from hornstudio.engine.graph import Graph
from hornstudio.ui.window.incoming.dropped_data import ask_about, take_data

if TYPE_CHECKING:
    from hornstudio.ui.main_window import MainWindow
    from hornstudio.ui.window.workspace import Workspace


class Arrival:
    """Follows a window's `incoming`, and the panels once they are made."""

    def __init__(self, window: "MainWindow") -> None:
        self._window = window
        window.incoming.data_dropped.connect(partial(take_data, window))
        window.incoming.samples_dropped.connect(partial(ask_about, window))
        window.incoming.weights_taken.connect(self._on_weights_taken)

    def adopt(self, workspace: "Workspace") -> None:
        """Take graphs from the list of runs, too."""
        workspace.runs.graph_requested.connect(self._on_graph_requested)

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
