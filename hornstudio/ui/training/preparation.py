"""Getting the worker ready for the graph on the screen, while a person thinks."""

from PySide6.QtCore import QObject, QTimer

from hornstudio.engine import files
from hornstudio.engine.graph import Graph
from hornstudio.ui.document import Document
from hornstudio.ui.training.client import State, WorkerClient

QUIET_MS = 700
"""How long the graph must have been left alone; compiling costs the machine something."""


class Preparation(QObject):
    """Tells an idle worker of a graph that could be trained, once it is left alone."""

    def __init__(self, document: Document, client: WorkerClient, parent: QObject) -> None:
        super().__init__(parent)
        self._document = document
        self._client = client
        self._told: tuple[object, object] | None = None
        self._quiet = QTimer(self, singleShot=True, interval=QUIET_MS)
        self._quiet.timeout.connect(self._prepare)
        document.graph_changed.connect(self._on_graph_changed)
        client.state_changed.connect(self._on_state_changed)

    def _on_graph_changed(self, old: Graph, new: Graph) -> None:
        self._quiet.start()

    def _on_state_changed(self, state: State) -> None:
        if state is State.STARTING:
            self._told = None  # a new worker knows nothing
        if state is State.READY:
            self._prepare()

    def _prepare(self) -> None:
        graph = self._document.graph
        asked = (graph.wires, [(i, n.kind, n.params) for i, n in graph])
        if asked == self._told or not graph.nodes or self._document.report.errors:
            return
        if self._client.state is State.READY:
            self._told = asked
            self._client.prepare(files.to_text(graph))
