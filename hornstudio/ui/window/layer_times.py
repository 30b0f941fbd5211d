"""Has the layers timed while the canvas is coloured by that: as soon as it can be, and anew."""

from PySide6.QtCore import QObject, QTimer

from hornstudio.engine.storage import files
from hornstudio.ui.canvas.canvas import Canvas
from hornstudio.ui.canvas.highlight.heat import Measure
from hornstudio.ui.document import Document
from hornstudio.ui.panels.training.process.client import State, WorkerClient
from hornstudio.ui.words.translate import tr

QUIET_MS = 1000
"""How long the graph must have been left alone; to time its layers they have to be compiled."""


class LayerTimes(QObject):
    """Asks the computing process for what the canvas shows, or says there why that cannot be now.

    Times are measured once what stood in the way is gone, and again after an edit.
    """

    def __init__(self, canvas: Canvas, document: Document, client: WorkerClient) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self._document = document
        self._client = client
        self._timed: object = None
        self._quiet = QTimer(self, singleShot=True, interval=QUIET_MS)
        self._quiet.timeout.connect(self.ask)
        canvas.times_wanted.connect(self.ask)
        document.graph_changed.connect(self._on_graph_changed)
        client.state_changed.connect(self._on_state_changed)
        client.profiled.connect(canvas.heat.show_times)

    @property
    def _is_wanted(self) -> bool:
        return self._canvas.heat.measure is Measure.TIME

    def ask(self) -> None:
        """Have the layers timed, or say why that cannot be now."""
        if not self._is_wanted:
            return
        report = self._document.report
        if report.errors:
            why_not = tr("once the problems are mended")
        else:
            why_not = self._client.profile(files.to_text(self._document.graph))
        self._timed = None if why_not else report.facts
        self._canvas.heat.show_times({}, why_not)

    def _on_graph_changed(self, *_: object) -> None:
        if self._is_wanted and self._document.report.facts is not self._timed:
            self._quiet.start()

    def _on_state_changed(self, state: State) -> None:
        """A run or a start that was in the way is over."""
        if state is State.STARTING:
            self._timed = None  # who was asked may be gone without an answer
        if state is State.READY and self._timed is None:
            self.ask()
