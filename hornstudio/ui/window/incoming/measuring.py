"""How good a trained network is on data that it has not seen; measured in a process of its own."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal

from hornstudio.engine.graph import Graph
from hornstudio.engine.watch.events import Finished
from hornstudio.ui.errand import Errand
from hornstudio.ui.window.incoming.prediction import arguments, file_names, remarks_in
from hornstudio.ui.words.quantity import count_text
from hornstudio.ui.words.translate import tr


class Measuring(Errand):
    """One lot of data at a time; another one takes its place.

    finished(names, run, lines)  what they are called; how many samples there are, each figure, and
                                 what is worth knowing
    failed(names, reason)        the same of files that cannot be measured with
    """

    finished = Signal(str, str, list)
    failed = Signal(str, str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._names = self._run = ""
        self._graph = Graph()

    def start(self, files: Mapping[str, Sequence[Path]], run: str, graph: Graph) -> None:
        """Measure the best checkpoint of a run, of which this is the folder and the graph."""
        self.new_folder()
        self._names, self._run, self._graph = file_names(files), run, graph
        self.run("evaluate", run, *arguments(files))

    def succeeded(self, facts: dict[str, Any], folder: Path) -> None:
        """Tell the figures, the loss first."""
        lines = [*figures_of(facts["metrics"], self._graph), *remarks_in(facts)]
        count = count_text(facts["samples"])
        self.finished.emit(self._names, self._run, [tr("Samples: {count}", count=count), *lines])

    def failed_because(self, reason: str) -> None:
        """Tell of which files."""
        self.failed.emit(self._names, reason)


def figures_of(metrics: dict[str, float], graph: Graph) -> list[str]:
    """`Loss 0.2356`, `Accuracy 93.4 %`: a line each."""
    # Here, because the charts' words are not needed before a network is trained.
    from hornstudio.ui.panels.training.wording.metric_name import MetricNames
    from hornstudio.ui.panels.training.wording.result import results_of

    told = Finished(run="", epochs=0, seconds=0.0, metrics=metrics)
    return [f"{name.label}: {text}" for name, text in results_of(told, MetricNames(graph))]
