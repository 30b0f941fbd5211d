"""Figures that are drawn while the window goes on."""

import threading
from collections.abc import Generator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal

from hornstudio.engine.check import Report
from hornstudio.engine.disk.atomic import write_atomically
from hornstudio.engine.errors import FileError
from hornstudio.engine.text import Text
from hornstudio.ui.canvas.figure.formats import Rest, begin_figure
from hornstudio.ui.canvas.figure.page import page_in_turns
from hornstudio.ui.widgets.busy import busy

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter


class Work(QObject):
    """Paints in short turns of the event loop.

    progressed(share done)
    ended(reason)   all is done; or why not, as a Text. Not after `cancel`.
    """

    progressed = Signal(float)
    ended = Signal(object)
    _painting_share = 1.0

    def __init__(self, turns: Generator[float, None, Any], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.is_over = False
        self._is_painted = False
        self._turns = turns
        self._timer = QTimer(self, interval=0)
        self._timer.timeout.connect(self._take_turn)
        self._timer.start()

    def finish(self) -> None:
        """Do at once all that is left; `ended` has told how it went when this returns."""
        with busy():
            while not self._is_painted:
                self._take_turn()

    def cancel(self) -> None:
        """Leave the rest undone: no file is written, and no page is printed."""
        self._timer.stop()
        self.is_over = True
        self._turns.close()

    def _take_turn(self) -> None:
        try:
            self.progressed.emit(next(self._turns) * self._painting_share)
        except StopIteration as end:
            self._timer.stop()
            self._is_painted = True
            self._go_on(end.value)

    def _go_on(self, painted: Any) -> None:
        """What is left when all is painted; ends with `_end`."""
        raise NotImplementedError

    def _end(self, reason: Text | None) -> None:
        if not self.is_over:
            self.is_over = True
            self.ended.emit(reason)


class FigureWork(Work):
    """A figure in a file: when all is painted, a thread does what is left, and writes the file."""

    _painting_share = 0.5
    _told = Signal(float)
    _written = Signal()

    def __init__(self, report: Report, path: Path, parent: QObject | None = None) -> None:
        """Raises: KeyError where the suffix of the path is no kind of figure."""
        super().__init__(begin_figure(report, path.suffix.lower()), parent)
        self.path = path
        self._thread: threading.Thread | None = None
        self._reason: Text | None = None
        # Signals of its own lead out of the thread.
        self._told.connect(self._on_told)
        self._written.connect(self._on_written)

    def finish(self) -> None:
        """The thread is waited for, too."""
        super().finish()
        if self._thread is not None:
            with busy():
                self._thread.join()
        self._on_written()

    def _go_on(self, painted: Rest) -> None:
        self._thread = threading.Thread(
            target=self._write, args=(painted,), name="figure", daemon=True
        )
        self._thread.start()

    def _write(self, rest: Rest) -> None:
        try:
            content = rest(self._tell)
            if not self.is_over:
                write_atomically(self.path, content)
        except _Unwanted:
            return
        except FileError as error:
            self._reason = error.text
        with suppress(RuntimeError):  # the window has just gone
            self._written.emit()

    def _tell(self, share: float) -> None:
        if self.is_over:
            raise _Unwanted
        with suppress(RuntimeError):
            self._told.emit(0.5 + share / 2)

    def _on_told(self, share: float) -> None:
        if not self.is_over:
            self.progressed.emit(share)

    def _on_written(self) -> None:
        self._end(self._reason)


class _Unwanted(Exception):  # noqa: N818  no fault
    """Somebody has cancelled what a thread is doing."""


class PageWork(Work):
    """A figure on the paper of a printer that is set up."""

    def __init__(self, report: Report, printer: "QPrinter", parent: QObject | None = None) -> None:
        super().__init__(page_in_turns(report, printer), parent)
        self.printer = printer
        self.where = printer.outputFileName() or printer.printerName()

    def _go_on(self, painted: bool) -> None:
        text = Text("{printer} does not take the picture.", printer=self.where)
        self._end(None if painted else text)
