"""The training panel: everything about runs in one place at the bottom of the window."""

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from hornstudio.ui.document import Document
from hornstudio.ui.training.banner import Banner
from hornstudio.ui.training.charts.panel import Charts
from hornstudio.ui.training.client import State, WorkerClient
from hornstudio.ui.training.controls import Controls
from hornstudio.ui.training.log_view import LogView
from hornstudio.ui.training.trainer import Trainer
from hornstudio.ui.translate import tr

TICK_MS = 50


class TrainingPanel(QFrame):
    """Progress, settings, buttons and charts. The rest of the window connects to its signals.

    live_values(dict)        node id -> short text for losses and metrics, at most every 250 ms
    running_changed(bool)    a run began or ended
    progress_changed(float)  share that is done, 0 to 1
    status(str)              a sentence for the status bar
    problems_requested()     training was refused; show the problems
    log_requested()          details are in `log_view`; show it

    `chart_settings` stands over the charts; the window may move it beside its tabs.
    """

    live_values = Signal(dict)
    running_changed = Signal(bool)
    progress_changed = Signal(float)
    status = Signal(str)
    problems_requested = Signal()
    log_requested = Signal()

    def __init__(
        self, document: Document, client: WorkerClient, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setProperty("kind", "panel")
        self.setAccessibleName(tr("Training"))
        self.trainer = Trainer(document, client, self)
        self.banner = Banner(self)
        self.controls = Controls(self.trainer, self)
        self.charts = Charts(self.trainer, self)
        self.chart_settings = self.charts.settings
        self.log_view = LogView(client)
        self._tick = QTimer(self, singleShot=True, interval=TICK_MS)
        self._tick.timeout.connect(self.controls.refresh)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        divider = QFrame(self)
        divider.setProperty("kind", "divider")
        divider.setProperty("horizontal", False)
        row = QHBoxLayout()
        row.setSpacing(0)
        row.addWidget(self.controls)
        row.addWidget(divider)
        row.addWidget(self.charts, 1)
        above = QHBoxLayout()
        above.setContentsMargins(8, 6, 8, 0)
        above.addWidget(self.banner)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(above)
        column.addLayout(row, 1)

    def _connect(self) -> None:
        trainer, banner = self.trainer, self.banner
        for mine, its in (
            (self.live_values, trainer.live_values),
            (self.running_changed, trainer.running_changed),
            (self.progress_changed, trainer.progress_changed),
            (self.status, trainer.status),
            (self.problems_requested, trainer.problems_requested),
        ):
            its.connect(mine)
        trainer.changed.connect(self._on_changed)
        trainer.trouble_changed.connect(self._on_trouble_changed)
        trainer.log.connect(self.log_view.add)
        self.controls.train_chosen.connect(self.train)
        banner.substitute_chosen.connect(trainer.use_substitute)
        banner.train_chosen.connect(self.train)
        banner.resume_chosen.connect(trainer.train_on)
        banner.problems_chosen.connect(trainer.problems_requested)
        banner.details_chosen.connect(self._on_details_chosen)
        banner.closed.connect(trainer.forget_trouble)

    @property
    def is_running(self) -> bool:
        """Whether a run is in progress."""
        return self.trainer.is_busy

    def train(self) -> bool:
        """Train the document's graph; False where that is refused in words."""
        if words := self.controls.commit():
            self.status.emit(words)
            return False
        return self.trainer.train()

    def pause_or_resume(self) -> None:
        """Hold the run, or go on."""
        client = self.trainer.client
        if client.state is State.PAUSED:
            client.resume()
        else:
            client.pause()

    def stop(self) -> None:
        """End the run nicely."""
        self.trainer.client.stop()

    def _on_changed(self) -> None:
        """Words follow 20 times a second at most; a change of state shows at once."""
        if not self._tick.isActive():
            self._tick.start()

    def _on_trouble_changed(self) -> None:
        self.banner.show_trouble(self.trainer.trouble)
        self.controls.refresh()

    def _on_details_chosen(self) -> None:
        self.log_view.show_end()
        self.log_requested.emit()
