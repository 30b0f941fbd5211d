"""The epochs of a run that can be looked back at, and what is measured of them. No widgets."""

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from hornstudio.engine.train.kept.checkpoint_folder import CheckpointFolder
from hornstudio.engine.train.kept.mark import Mark, mark_of
from hornstudio.engine.train.kept.snapshot_folder import SnapshotFolder
from hornstudio.ui.panels.training.process.client import WorkerClient


@dataclass(frozen=True, slots=True)
class Place:
    """An epoch of a run, as a worker is asked for it."""

    run: str
    epoch: int

    @property
    def checkpoint(self) -> str:
        """What its checkpoint, or its snapshot, is called."""
        return Mark(self.epoch).stem


class Moments(QObject):
    """changed(): figures came, or why there are none."""

    changed = Signal()

    def __init__(self, client: WorkerClient, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._client = client
        self._asked: dict[int, Place] = {}
        self._figures: dict[Place, dict[str, float]] = {}
        self._reasons: dict[Place, str] = {}
        client.evaluated.connect(self._on_evaluated)
        client.state_changed.connect(self._on_state_changed)

    def measure(self, place: Place) -> None:
        """Ask the worker for the figures of an epoch on the test data."""
        self._reasons.pop(place, None)
        ticket = self._client.evaluate(place.run, place.checkpoint)
        if ticket:
            self._asked[ticket] = place
        self.changed.emit()

    def is_asked(self, place: Place) -> bool:
        """Whether the worker has not answered yet."""
        return place in self._asked.values()

    def figures(self, place: Place) -> dict[str, float]:
        """What was measured, by name without `test_`; empty before."""
        return self._figures.get(place, {})

    def reason(self, place: Place) -> str:
        """Why it could not be measured; empty where it could, or was not tried."""
        return self._reasons.get(place, "")

    def _on_evaluated(self, ticket: int, metrics: dict[str, float], reason: str) -> None:
        place = self._asked.pop(ticket, None)
        if place is None:
            return
        if reason:
            self._reasons[place] = reason
        else:
            self._figures[place] = {k.removeprefix("test_"): v for k, v in metrics.items()}
        self.changed.emit()

    def _on_state_changed(self) -> None:
        """A worker that has gone answers no more."""
        if self._asked and self._client.greeting is None:
            self._asked.clear()
            self.changed.emit()


def epochs_of(run: str) -> list[int]:
    """Epochs of a run whose weights are still there, in order; none where nothing was written."""
    path = Path(run)
    if not run or not path.is_dir():
        return []
    found = set(SnapshotFolder(path / "snapshots").epochs())
    if (path / "checkpoints").is_dir():
        marks = map(mark_of, CheckpointFolder(path / "checkpoints").all())
        found |= {mark.epoch for mark in marks if mark is not None and not mark.step}
    return sorted(found - {0})
