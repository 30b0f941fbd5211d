"""Where in the window that goes which has come from elsewhere: data, questions, weights."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QGuiApplication

from hornstudio.engine.graph import Graph
from hornstudio.engine.modules.patience import is_not_yet
from hornstudio.ui.window.incoming.dropped_data import ask_about, take_data
from hornstudio.ui.window.incoming.own_look import OwnLook
from hornstudio.ui.window.incoming.own_modules import OwnModules, notice

if TYPE_CHECKING:
    from hornstudio.ui.main_window import MainWindow
    from hornstudio.ui.window.workspace import Workspace


class Arrival(QObject):
    """Follows a window's `incoming`, and the panels once they are made.

    Who comes back from another program may have changed a table there: it is looked at again, that
    of a network behind others when it comes to the front. A large one takes seconds: in a thread,
    also when it is seen for the first time, in a file that is opened or as a setting.
    """

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        app = QGuiApplication.instance()
        if isinstance(app, QGuiApplication):
            app.applicationStateChanged.connect(self._on_application_state)
        window.incoming.data_dropped.connect(partial(take_data, window))
        window.incoming.samples_dropped.connect(partial(ask_about, window))
        window.incoming.weights_taken.connect(self._on_weights_taken)
        window.filing.saved.connect(self._on_saved)
        window.filing.opened.connect(self._on_opened)
        window.filing.came_with.connect(self._on_came_with)
        self.modules = OwnModules(self)
        self.modules.changed.connect(self._on_modules_changed)
        self._look = OwnLook(self)
        self._look.finished.connect(self._on_looked)
        window.document.switched.connect(self._on_switched)
        window.document.graph_changed.connect(self._look_where_unknown)

    def adopt(self, workspace: "Workspace") -> None:
        """Take graphs from the list of runs, too."""
        workspace.runs.graph_requested.connect(self._on_graph_requested)
        workspace.training.trainer.inheritance.changed.connect(self._on_inheritance)

    def _on_application_state(self, state: Qt.ApplicationState) -> None:
        if state != Qt.ApplicationState.ApplicationActive:
            return
        self.modules.look()
        if self._window.has_document:
            self._look_again()

    def _on_modules_changed(self) -> None:
        """The network in front is checked with them; others when they come to the front."""
        self._window.document.know_again()
        self._window.client.renew()
        if self._window.has_document:
            self._window.status.show_notice(notice())

    def _on_switched(self) -> None:
        self._window.document.know_again()
        self._look_again()

    def _look_again(self) -> None:
        self._look.start(self._window.document.report)

    def _look_where_unknown(self) -> None:
        """What was not waited for is looked through now."""
        report = self._window.document.report
        if any(is_not_yet(problem.reason) for problem in report.problems):
            self._look.start(report)

    def _on_looked(self) -> None:
        self._window.document.look_again()
        self._look_where_unknown()  # a file may have changed once more

    def stop(self) -> None:
        """Tell nothing of files that are looked through now."""
        self._look.stop()

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

    def _on_graph_requested(self, graph: Graph, run: str) -> None:
        """Show the graph of a run; with its weights, where these were imported."""
        self._window.filing.show_import(graph)
        if run:
            self._on_weights_taken(run)
