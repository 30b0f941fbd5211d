"""One process of a worker, as long as it lives: frames go in and out, and lines of its errors out.

What comes is handed out in slices of time, so that a worker which tells much, or dies with much
untold, does not hold the window up.
"""

import os
import time
from collections import deque

from PySide6.QtCore import QObject, QProcess, QProcessEnvironment, QTimer, Signal

from hornstudio.engine.train.steps.memory.heap import TUNABLES, with_large_pages
from hornstudio.engine.worker.messages import FrameBuffer, FrameError
from hornstudio.ui.panels.training.process.halt import let_go_on
from hornstudio.ui.panels.training.process.stderr_lines import StderrLines

SLICE_S = 0.008  # how long messages are handled before the event loop gets its turn
GOODBYE_MS = 800
KILLED_MS = 2_000


class Channel(QObject):
    """Starts the process; ends with it.

    heard(bytes)        the payload of a frame
    printed(str)        a line that it printed where errors go
    garbled(FrameError) what comes makes no sense, and nothing after it would
    failed(str)         it could not be started, and why
    ended(int, bool)    its exit code, and whether it crashed; after all that it had told
    """

    heard = Signal(object)
    printed = Signal(str)
    garbled = Signal(object)
    failed = Signal(str)
    ended = Signal(int, bool)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.bytes_heard = 0
        self._frames = FrameBuffer()
        self._waiting: deque[bytes] = deque()
        self._stderr = StderrLines()
        self._slice = QTimer(self, singleShot=True, interval=0)
        self._slice.timeout.connect(self._handle_waiting)
        self.process = process = QProcess(self)
        process.readyReadStandardOutput.connect(self._on_output)
        process.readyReadStandardError.connect(self._on_error_output)
        process.finished.connect(self._on_finished)
        process.errorOccurred.connect(self._on_process_error)
        surroundings = QProcessEnvironment.systemEnvironment()
        surroundings.insert(TUNABLES, with_large_pages(os.environ))
        process.setProcessEnvironment(surroundings)

    @property
    def pid(self) -> int:
        """Id of the process; 0 where it does not run."""
        return int(self.process.processId())

    @property
    def last_line(self) -> str:
        """What it printed last where errors go."""
        return self._stderr.last

    def open(self, command: list[str]) -> None:
        """Start it."""
        self.process.start(command[0], command[1:])

    def write(self, frame: bytes) -> None:
        """Say something to it."""
        self.process.write(frame)

    def kill(self) -> None:
        """End it; `ended` tells when it has."""
        self.process.kill()

    def mute(self) -> None:
        """Hand nothing out of what has come."""
        self._waiting.clear()

    def abandon(self) -> None:
        """End it, and tell nothing more of it."""
        self._fall_silent()
        self.process.finished.connect(self.deleteLater)
        self.process.kill()

    def close(self, goodbye: bytes, patience_ms: int = 0) -> None:
        """Have it end, and wait until it has, for a moment. goodbye: what asks it to.

        patience_ms: how long it may take to bring to an end what it does; that it hears no more
        would end it at once.
        """
        self._fall_silent()
        process = self.process
        if process.state() == QProcess.ProcessState.Running:
            let_go_on(self.pid)  # one that was stopped hears nothing, and keeps nothing
            process.write(goodbye)
        has_ended = patience_ms > 0 and process.waitForFinished(patience_ms)
        process.closeWriteChannel()
        if not has_ended and not process.waitForFinished(GOODBYE_MS):
            process.kill()
            process.waitForFinished(KILLED_MS)
        self.deleteLater()

    def _fall_silent(self) -> None:
        self.mute()
        self._slice.stop()
        process = self.process
        process.readyReadStandardOutput.disconnect(self._on_output)
        process.readyReadStandardError.disconnect(self._on_error_output)
        process.finished.disconnect(self._on_finished)
        process.errorOccurred.disconnect(self._on_process_error)

    def _on_output(self) -> None:
        """Cut what came into frames."""
        data = bytes(self.process.readAllStandardOutput().data())
        self.bytes_heard += len(data)
        try:
            self._waiting += self._frames.feed(data)
        except FrameError as error:
            self.garbled.emit(error)
        if not self._slice.isActive():
            self._handle_waiting()

    def _handle_waiting(self) -> None:
        deadline = time.perf_counter() + SLICE_S
        while self._waiting and time.perf_counter() < deadline:
            self.heard.emit(self._waiting.popleft())
        if self._waiting:
            self._slice.start()

    def _on_error_output(self) -> None:
        for line in self._stderr.feed(bytes(self.process.readAllStandardError().data())):
            self.printed.emit(line)

    def _on_process_error(self, error: QProcess.ProcessError) -> None:
        """Only a process that could not be started ends without `finished`."""
        if error == QProcess.ProcessError.FailedToStart:
            self.failed.emit(self.process.errorString())

    def _on_finished(self, code: int, status: QProcess.ExitStatus) -> None:
        self._on_output()
        while self._waiting:  # an ending that was told before the death counts
            self.heard.emit(self._waiting.popleft())
        self._slice.stop()
        self._on_error_output()
        for line in self._stderr.rest():
            self.printed.emit(line)
        self.ended.emit(code, status == QProcess.ExitStatus.CrashExit)
