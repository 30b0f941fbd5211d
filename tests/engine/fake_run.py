"""A run as callbacks see it, of which nothing is true but what a test says. For tests only."""

from pathlib import Path
from typing import Any

import numpy as np

from hornstudio.engine.watch.callback import Callback
from hornstudio.engine.watch.events import AnyEvent, Epoch, Note, Started

FIGURES = {"loss": "lower", "accuracy": "higher", "val_loss": "lower", "val_accuracy": "higher"}


class FakeRun:
    """Notes what callbacks do. rate: the learning rate, in float32."""

    def __init__(self, folder: Path | None = None, rate: float = 0.1) -> None:
        self.place = folder
        self.figures = dict(FIGURES)
        self.carry: dict[str, Any] = {"weights": {}, "state": {}}
        self.graph: Any = None
        self.folder: Any = None
        self.epoch = self.step = 0
        self.seconds = 0.0
        self.reason = ""
        self.said: list[str] = []
        self.kept: dict[int, int] = {}
        self.restored = 0
        self.skipped: list[bool] = []
        self.learning_rate = rate

    @property
    def learning_rate(self) -> float:
        return float(self._rate)

    @learning_rate.setter
    def learning_rate(self, rate: float) -> None:
        self._rate = np.float32(rate)

    def stop(self, reason: str) -> None:
        self.reason = self.reason or reason

    def tell(self, event: AnyEvent) -> None:
        assert isinstance(event, Note)
        self.said.append(event.what)

    def say(self, what: str) -> None:
        self.said.append(what)

    def path_of(self, name: str) -> Path | None:
        return self.place / name if self.place else None

    def finished_weights(self) -> dict[str, Any]:
        return {"dense": {"kernel": np.arange(6.0).reshape(2, 3)}}

    def keep_weights(self, owner: object, epoch: int, *, in_memory: bool = False) -> None:
        self.kept[id(owner)] = epoch

    def has_checkpoint(self, epoch: int) -> bool:
        return False

    def has_kept(self, owner: object) -> bool:
        return id(owner) in self.kept

    def restore_weights(self, owner: object) -> None:
        self.restored = self.kept[id(owner)]

    def keep_checkpoints(self, count: int) -> None: ...

    def skip_checkpoint(self, *, even_at_the_end: bool = False) -> None:
        self.skipped.append(even_at_the_end)


def started(**facts: Any) -> Started:
    """The start of a run of 9 epochs with 4 steps each."""
    numbers = {"epochs": 9, "batch_size": 25, "seed": 0, "steps": 4, "samples": 100}
    counts = {"validation_samples": 10, "test_samples": 10, "weights": 6}
    words = {"run": "", "device": "CPU", "source": "made up"}
    return Started(**(numbers | counts | words | facts))


def drive(callback: Callback, run: FakeRun, figures: list[dict[str, float]]) -> int:
    """Epochs with these figures until the run ends; the last epoch."""
    callback.begin(run, started())
    for epoch, metrics in enumerate(figures, 1):
        run.epoch = epoch
        callback.epoch(run, Epoch(epoch=epoch, seconds=1.0, metrics=metrics))
        if run.reason:
            break
    callback.finish(run)
    return run.epoch
