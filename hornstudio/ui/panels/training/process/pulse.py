"""Whether the computing process still answers: it says so every second, whatever it computes."""

from PySide6.QtCore import QObject, QTimer, Signal

from hornstudio.ui.panels.training.process.client import State, WorkerClient
from hornstudio.ui.panels.training.process.halt import is_halted
from hornstudio.ui.panels.training.wording.trouble import halted_words, silent_words

TICK_MS = 1_000
SILENT_TICKS = 5
LOOK_MS = 200
HALTED_LOOKS = 2
"""A shell that lets both processes go on may let this one go first."""


class Pulse(QObject):
    """Listens while a run is in progress, and looks after the process while there is one.

    silenced(str)  nothing came for five seconds, or the process was stopped by a signal, in
                   words; empty when something comes again, or it goes on, or ends

    Ticks are counted, not time: a computer that slept was silent on both sides. A process that
    computes is never taken for one that was stopped: that is asked of the system.
    """

    silenced = Signal(str)

    def __init__(self, client: WorkerClient, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._client = client
        self._heard = self._missed = self._looks = 0
        self._told = ""
        self._was_busy = False
        self._timer = QTimer(self, interval=TICK_MS)
        self._timer.timeout.connect(self._on_tick)
        self._look = QTimer(self, interval=LOOK_MS)
        self._look.timeout.connect(self._on_look)
        client.state_changed.connect(self._on_state_changed)

    def _on_state_changed(self, state: State) -> None:
        began = self._client.is_busy and not self._was_busy
        self._was_busy = self._client.is_busy
        if began:
            self._told = ""  # what was said before the run is no longer shown
            self._missed = 0
            self._timer.start()
        elif not self._was_busy:
            self._timer.stop()
            self._missed = 0
        if self._client.pid == 0:
            self._look.stop()
            self._looks = 0
        elif not self._look.isActive():
            self._look.start()
        self._tell()

    def _on_tick(self) -> None:
        if self._client.greeting is None or self._client.bytes_heard != self._heard:
            self._heard = self._client.bytes_heard
            self._missed = 0
        else:
            self._missed += 1
        self._tell()

    def _on_look(self) -> None:
        if is_halted(self._client.pid):
            self._looks += 1
        elif self._looks:
            self._looks = self._missed = 0  # it goes on, and will speak soon
        self._tell()

    def _tell(self) -> None:
        words = ""
        if self._looks >= HALTED_LOOKS:
            words = halted_words(self._client.pid, self._was_busy)
        elif self._missed >= SILENT_TICKS:
            words = silent_words()
        if words != self._told:
            self._told = words
            self.silenced.emit(words)
