"""Reading a model of Keras in a process of its own, so that the window neither waits nor fails."""

import tempfile
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal

from hornstudio.engine.errors import FileError
from hornstudio.engine.storage import files
from hornstudio.ui.subcommand import Subcommand
from hornstudio.ui.words.translate import tr_engine


class KerasImport(QObject):
    """One file at a time; another one takes its place.

    finished(path, graph, facts)   facts: what `hornstudio import --json` says
    failed(path, reason)           it holds no model that can be read
    """

    finished = Signal(object, object, object)
    failed = Signal(object, str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._command = Subcommand(self)
        self._command.finished.connect(self._on_finished)
        self._command.failed.connect(self._on_failed)
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self._path = Path()

    @property
    def is_running(self) -> bool:
        """Whether a file is being read."""
        return self._command.is_running

    def start(self, path: Path) -> None:
        """Read a file; it is never run."""
        self.stop()
        self._path = path
        self._folder = tempfile.TemporaryDirectory(prefix="hornstudio-")
        self._command.start("import", str(path.absolute()), "-o", str(self._out))

    def stop(self) -> None:
        """Give up what is being read, and leave nothing behind."""
        self._command.stop()
        self._clean()

    @property
    def _out(self) -> Path:
        assert self._folder is not None
        return Path(self._folder.name) / "graph.horn"

    def _clean(self) -> None:
        if self._folder is not None:
            self._folder.cleanup()
            self._folder = None

    def _on_finished(self, facts: dict[str, Any]) -> None:
        try:
            graph = files.load(self._out)
        except FileError as error:
            self._on_failed(tr_engine(error.text))
            return
        self._clean()
        self.finished.emit(self._path, graph, facts)

    def _on_failed(self, reason: str) -> None:
        self._clean()
        self.failed.emit(self._path, reason.removeprefix("hornstudio: "))
