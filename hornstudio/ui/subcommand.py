"""A command of this very program in a process of its own, and what it printed as JSON."""

import json
import sys

from PySide6.QtCore import QObject, QProcess, QProcessEnvironment, Signal

from hornstudio.ui.words.language import spoken
from hornstudio.ui.words.translate import tr


def program() -> list[str]:
    """What starts this very installation."""
    if getattr(sys, "frozen", False):
        return [sys.executable]
    return [sys.executable, "-m", "hornstudio"]


def surroundings() -> QProcessEnvironment:
    """What makes a command complain in the window's language, whose letters every pipe has."""
    environment = QProcessEnvironment.systemEnvironment()
    environment.insert("LANGUAGE", spoken())
    environment.insert("PYTHONIOENCODING", "utf-8")
    return environment


class Subcommand(QObject):
    """One command at a time; starting another ends the one before.

    finished(facts)   what it printed
    failed(reason)    its last line of complaint
    """

    finished = Signal(object)
    failed = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._process: QProcess | None = None

    @property
    def is_running(self) -> bool:
        """Whether a command has begun and not ended."""
        return self._process is not None

    def start(self, *arguments: str) -> None:
        """Run `hornstudio ARGUMENTS --json`."""
        self.stop()
        process = QProcess(self)
        process.setProcessEnvironment(surroundings())
        process.finished.connect(self._on_finished)
        process.errorOccurred.connect(self._on_error)
        self._process = process
        first, *rest = program()
        process.start(first, [*rest, *arguments, "--json"])

    def stop(self) -> None:
        """End what is running; nothing is said of it any more."""
        process = self._take()
        if process is not None:
            process.kill()
            process.waitForFinished(2000)
            process.deleteLater()

    def _take(self) -> QProcess | None:
        """The process, which from now on is nobody's business."""
        process, self._process = self._process, None
        if process is not None:
            process.finished.disconnect(self._on_finished)
            process.errorOccurred.disconnect(self._on_error)
        return process

    def _on_error(self, error: QProcess.ProcessError) -> None:
        if error == QProcess.ProcessError.FailedToStart and (process := self._take()):
            process.deleteLater()
            self.failed.emit(tr("Python could not be started"))

    def _on_finished(self, code: int) -> None:
        process = self._take()
        if process is None:
            return
        out = bytes(process.readAllStandardOutput().data()).decode("utf-8", "replace")
        complaint = bytes(process.readAllStandardError().data()).decode("utf-8", "replace")
        process.deleteLater()
        try:
            facts = json.loads(out)
        except ValueError:
            lines = complaint.strip().splitlines()
            self.failed.emit(lines[-1] if lines else tr("It ended with {code}", code=code))
            return
        self.finished.emit(facts)
