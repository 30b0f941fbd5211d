"""Running the script beside the engine, and what came of it in one line."""

from pathlib import Path
from typing import Any

from PySide6.QtCore import Signal

from hornstudio.engine.graph import Graph
from hornstudio.engine.storage import files
from hornstudio.ui.errand import Errand
from hornstudio.ui.words.quantity import with_minus
from hornstudio.ui.words.translate import tr


class Verifier(Errand):
    """Compares a script's outputs with the engine's, in other processes.

    told(text, tone)   what there is to say: `secondary` while it runs, then `success` or `error`
    """

    told = Signal(str, str)

    def start(self, graph: Graph, target: str) -> None:
        """Compare the script of a graph for one target."""
        folder = self.new_folder()
        files.save(graph, folder / "graph.horn")
        out = str(folder / "script.py")
        self.told.emit(tr("Running the script beside the engine…"), "secondary")
        self.run("export", str(folder / "graph.horn"), "--to", target, "-o", out, "--verify")

    def succeeded(self, facts: dict[str, Any], folder: Path) -> None:
        """Say how far the script is from the engine."""
        verdict = facts["verified"]
        share = with_minus(f"{verdict['difference']:.0e}")
        if not verdict["difference"]:
            self.told.emit(tr("Verified: gives exactly what the engine gives"), "success")
        elif verdict["equal"]:
            text = tr("Verified: gives what the engine gives, to {share}", share=share)
            self.told.emit(text, "success")
        else:
            self.told.emit(tr("Differs from the engine by {share}", share=share), "error")

    def failed_because(self, reason: str) -> None:
        """Say why nothing was compared."""
        self.told.emit(tr("Not verified: {reason}", reason=reason), "error")
