"""A figure that is drawn into a file while the window goes on."""

import threading
from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from hornstudio.engine.disk.atomic import write_atomically
from hornstudio.engine.errors import FileError
from hornstudio.engine.graph import Graph
from hornstudio.engine.text import Text
from hornstudio.ui.canvas.figure.formats import Rest, begin_figure
from hornstudio.ui.widgets.busy import busy


class FigureWork(QObject):
    """Paints in short turns of the event loop; a thread does what is left, and writes the file.

    progressed(share done)
    ended(reason)   the file is written; or why not, as a Text
    """

    progressed = Signal(float)
    ended = Signal(object)
    _told = Signal(float)
    _written = Signal()

    def __init__(self, graph: Graph, path: Path, parent: QObject | None = None) -> None:
        """Raises: KeyError where the suffix of the path is no kind of figure."""
        super().__init__(parent)
        self.path = path
        self.is_over = False
        self._turns = begin_figure(graph, path.suffix.lower())
        self._thread: threading.Thread | None = None
        self._reason: Text | None = None
        self._timer = QTimer(self, interval=0)
        self._timer.timeout.connect(self._take_turn)
        # Signals of its own lead out of the thread.
        self._told.connect(self._on_told)
        self._written.connect(self._end)
        self._timer.start()

    def finish(self) -> None:
        """Do at once all that is left; `ended` has told how it went when this returns."""
        with busy():
            while self._thread is None:
                self._take_turn()
            self._thread.join()
        self._end()

    def _take_turn(self) -> None:
        try:
            self.progressed.emit(next(self._turns) / 2)
        except StopIteration as end:
            self._timer.stop()
            self._thread = threading.Thread(
                target=self._write, args=(end.value,), name="figure", daemon=True
            )
            self._thread.start()

    def _write(self, rest: Rest) -> None:
        try:
            write_atomically(self.path, rest(self._tell))
        except FileError as error:
            self._reason = error.text
        with suppress(RuntimeError):  # the window has just gone
            self._written.emit()

    def _tell(self, share: float) -> None:
        with suppress(RuntimeError):
            self._told.emit(0.5 + share / 2)

    def _on_told(self, share: float) -> None:
        if not self.is_over:
            self.progressed.emit(share)

    def _end(self) -> None:
        if not self.is_over:
            self.is_over = True
            self.ended.emit(self._reason)
