"""Whether the network in front has trained weights: cheap, as it is asked at each edit."""

from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from hornstudio.engine.errors import HornError
from hornstudio.engine.runs.find import newest_of
from hornstudio.ui.panels.training.course.trainer import Trainer
from hornstudio.ui.widgets.latest import IsWanted, Latest

DELAY_MS = 600
"""A window that is being opened comes first."""


class Trained(QObject):
    """Runs that this window does not know of yet are looked for in a thread.

    changed()   there are some, or none any more
    """

    changed = Signal()

    def __init__(self, trainer: Trainer, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._trainer = trainer
        self._found = ""
        self._was = False
        self._looking = Latest(self)
        self._looking.come.connect(self._on_come)
        self._calm = QTimer(self, singleShot=True, interval=DELAY_MS)
        self._calm.timeout.connect(self._look)
        document = trainer.document
        document.opened.connect(self._on_another)
        document.switched.connect(self._on_another)
        document.graph_changed.connect(self._on_graph_changed)
        trainer.changed.connect(self._renew)
        self._calm.start()

    @property
    def has_weights(self) -> bool:
        """Whether there are any."""
        return self._trainer.knows_weights or (
            bool(self._found) and Path(self._found, "run.json").is_file()
        )

    def _on_another(self) -> None:
        self._found = ""
        self._calm.start()
        self._renew()

    def _on_graph_changed(self, *_: object) -> None:
        """What was found computes as the graph did before this edit."""
        if self._found:
            self._calm.start()

    def _look(self) -> None:
        graph = self._trainer.document.graph
        if self._trainer.knows_weights or not graph.nodes:
            return

        def work(_: IsWanted) -> str:
            try:
                return newest_of(graph)
            except (HornError, OSError):
                return ""

        self._looking.start("trained run", work)

    def _on_come(self, found: str) -> None:
        self._found = found
        self._renew()

    def _renew(self) -> None:
        has = self.has_weights
        if has != self._was:
            self._was = has
            self.changed.emit()
