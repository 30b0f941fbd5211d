"""Running the script beside the engine, and what came of it in one line."""

import tempfile
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal

from hornstudio.engine.graph import Graph
from hornstudio.engine.storage import files
from hornstudio.ui.subcommand import Subcommand
from hornstudio.ui.words.translate import tr


class Verifier(QObject):
    """Compares a script's outputs with the engine's, in other processes.

    told(text, tone)   what there is to say: `secondary` while it runs, then `success` or `error`
    """

    told = Signal(str, str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._command = Subcommand(self)
        self._command.finished.connect(self._on_finished)
        self._command.failed.connect(self._on_failed)
        self._folder: tempfile.TemporaryDirectory[str] | None = None

    @property
    def is_running(self) -> bool:
        """Whether a comparison is going on."""
        return self._command.is_running

    def start(self, graph: Graph, target: str) -> None:
        """Compare the script of a graph for one target."""
        self.stop()
        self._folder = tempfile.TemporaryDirectory(prefix="hornstudio-")
        folder = Path(self._folder.name)
        files.save(graph, folder / "graph.horn")
        out = str(folder / "script.py")
        self.told.emit(tr("Running the script beside the engine…"), "secondary")
        self._command.start(
            "export", str(folder / "graph.horn"), "--to", target, "-o", out, "--verify"
        )

    def stop(self) -> None:
        """End a comparison that is going on, and leave nothing behind."""
        self._command.stop()
        self._clean()

    def _clean(self) -> None:
        if self._folder is not None:
            self._folder.cleanup()
            self._folder = None

    def _on_finished(self, facts: dict[str, Any]) -> None:
        self._clean()
        verdict = facts["verified"]
        share = f"{verdict['difference']:.0e}"
        if verdict["equal"]:
            text = tr("Verified: gives what the engine gives, to {share}", share=share)
            self.told.emit(text, "success")
        else:
            self.told.emit(tr("Differs from the engine by {share}", share=share), "error")

    def _on_failed(self, reason: str) -> None:
        self._clean()
        self.told.emit(tr("Not verified: {reason}", reason=reason), "error")
