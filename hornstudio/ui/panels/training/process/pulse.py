"""Whether the computing process still answers: it says so every second, whatever it computes."""

from PySide6.QtCore import QObject, QTimer, Signal

from hornstudio.ui.panels.training.process.client import State, WorkerClient

TICK_MS = 1_000
SILENT_TICKS = 5


class Pulse(QObject):
    """Listens while a run is in progress.

    silenced(bool)  nothing came for five seconds; False when something comes again, or it ends

    Ticks are counted, not time: a computer that slept was silent on both sides.
    """

    silenced = Signal(bool)

    def __init__(self, client: WorkerClient, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._client = client
        self._heard = 0
        self._missed = 0
        self._is_silent = False
        self._timer = QTimer(self, interval=TICK_MS)
        self._timer.timeout.connect(self._on_tick)
        client.state_changed.connect(self._on_state_changed)

    def _on_state_changed(self, state: State) -> None:
        if not self._client.is_busy:
            self._timer.stop()
            self._tell(is_silent=False)
        elif not self._timer.isActive():
            self._missed = 0
            self._timer.start()

    def _on_tick(self) -> None:
        if self._client.greeting is None or self._client.bytes_heard != self._heard:
            self._heard = self._client.bytes_heard
            self._missed = 0
        else:
            self._missed += 1
        self._tell(is_silent=self._missed >= SILENT_TICKS)

    def _tell(self, is_silent: bool) -> None:
        if is_silent != self._is_silent:
            self._is_silent = is_silent
            self.silenced.emit(is_silent)
