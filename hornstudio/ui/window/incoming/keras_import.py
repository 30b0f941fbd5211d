"""Reading a model of Keras in a process of its own, so that the window neither waits nor fails."""

from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal

from hornstudio.engine.errors import FileError
from hornstudio.engine.storage import files
from hornstudio.ui.errand import Errand
from hornstudio.ui.words.translate import tr_engine

_OUT = "graph.horn"


class KerasImport(Errand):
    """One file at a time; another one takes its place.

    finished(path, graph, facts)   facts: what `hornstudio import --json` says
    failed(path, reason)           it holds no model that can be read
    """

    finished = Signal(object, object, object)
    failed = Signal(object, str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._path = Path()

    def start(self, path: Path) -> None:
        """Read a file; it is never run."""
        folder = self.new_folder()
        self._path = path
        self.run("import", str(path.absolute()), "-o", str(folder / _OUT))

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
