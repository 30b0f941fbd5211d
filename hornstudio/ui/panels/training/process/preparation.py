"""Getting the worker ready for the graph on the screen, while a person thinks."""

from PySide6.QtCore import QObject, QTimer, Signal

from hornstudio.engine.graph import Graph
from hornstudio.engine.storage import files
from hornstudio.engine.train.forecast import Forecast
from hornstudio.engine.training_settings import STEP_PARAMS
from hornstudio.ui.document import Document
from hornstudio.ui.panels.training.process.client import State, WorkerClient

QUIET_MS = 700
"""How long the graph must have been left alone; compiling costs the machine something."""


class Preparation(QObject):
    """Tells an idle worker of a graph that could be trained, once it is left alone.

    forecast: what the worker then says that a training of it will need; None while it does not
    know. forecast_changed(): it is another.
    """

    forecast_changed = Signal()

    def __init__(self, document: Document, client: WorkerClient, parent: QObject) -> None:
        super().__init__(parent)
        self._document = document
        self._client = client
        self.forecast: Forecast | None = None
        self._told: tuple[object, ...] | None = None
        self._ticket = 0
        self._quiet = QTimer(self, singleShot=True, interval=QUIET_MS)
        self._quiet.timeout.connect(self._prepare)
        document.graph_changed.connect(self._on_graph_changed)
        client.state_changed.connect(self._on_state_changed)
        client.forecast.connect(self._on_forecast)

    def _on_graph_changed(self, old: Graph, new: Graph) -> None:
        self._quiet.start()
        if self.forecast and self._asked() != self._told:
            self._ticket += 1
            self._show(None)

    def _on_state_changed(self, state: State) -> None:
        if state is State.STARTING:
            self._told = None  # a new worker knows nothing
        if state is State.READY:
            self._prepare()

    def _asked(self) -> tuple[object, ...]:
        """Everything that what is prepared depends on."""
        graph = self._document.graph
        nodes = [
            (i, n.kind, n.params, n.frozen, n.bypassed, n.disabled, n.weights_of) for i, n in graph
        ]
        how = [getattr(graph.training, param.name) for param in STEP_PARAMS]
        return graph.wires, nodes, graph.groups, graph.training.batch_size, how

    def _prepare(self) -> None:
        graph, asked = self._document.graph, self._asked()
        if asked == self._told or not graph.nodes or self._document.report.errors:
            return
        if self._client.state is State.READY:
            self._told = asked
            self._ticket += 1
            self._client.prepare(files.to_text(graph), self._ticket)

    def _on_forecast(self, ticket: int, forecast: Forecast) -> None:
        if ticket == self._ticket:
            self._show(forecast)

    def _show(self, forecast: Forecast | None) -> None:
        self.forecast = forecast
        self.forecast_changed.emit()
