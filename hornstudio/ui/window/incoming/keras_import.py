"""Reading a model of Keras in a process of its own, so that the window neither waits nor fails."""

import shutil
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal

from hornstudio.engine.errors import FileError
from hornstudio.engine.storage import files
from hornstudio.engine.train.kept.run_path import draft_of, new_run_path
from hornstudio.ui.errand import Errand
from hornstudio.ui.words.translate import tr_engine

_OUT = "graph.horn"


class KerasImport(Errand):
    """One file at a time; another one takes its place. Its weights become one of the user's runs.

    finished(path, graph, facts)   facts: what `hornstudio import --json` says
    failed(path, reason)           it holds no model that can be read
    """

    finished = Signal(object, object, object)
    failed = Signal(object, str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._path = Path()
        self._run: Path | None = None

    def start(self, path: Path) -> None:
        """Read a file; it is never run."""
        folder = self.new_folder()
        self._path, self._run = path, new_run_path(path.stem)
        out = str(folder / _OUT)
        self.run("import", str(path.absolute()), "-o", out, "--run", str(self._run))

    def stop(self) -> None:
        """End what goes on, and leave nothing behind, no half of a run either."""
        super().stop()
        if self._run is not None:
            shutil.rmtree(draft_of(self._run), ignore_errors=True)

    def succeeded(self, facts: dict[str, Any], folder: Path) -> None:
        """Hand on the graph that was made."""
        try:
            graph = files.load(folder / _OUT)
        except FileError as error:
            self.failed_because(tr_engine(error.text))
            return
        self.finished.emit(self._path, graph, facts)

    def failed_because(self, reason: str) -> None:
        """Tell of which file."""
        self.failed.emit(self._path, reason)
