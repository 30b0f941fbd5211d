"""When a run writes a checkpoint, and what stands in it."""

import time
from typing import Any

import numpy as np

from hornstudio.engine.compile.network import Tree
from hornstudio.engine.compile.thawing import THAWED
from hornstudio.engine.lazy import jax
from hornstudio.engine.train.kept.carry import to_trees
from hornstudio.engine.train.kept.mark import Mark
from hornstudio.engine.train.kept.run_folder import RunFolder
from hornstudio.engine.train.kept.snapshot_folder import bytes_of
from hornstudio.engine.watch.events import Checkpointed


class Saving:
    """Writes the checkpoints of one run; facts: what every one of them says of the run."""

    def __init__(self, folder: RunFolder, minutes: float, facts: dict[str, Any]) -> None:
        self._folder = folder
        self._seconds = minutes * 60
        self._facts = facts
        self._latest = time.monotonic()
        self.mark: Mark | None = None
        self._is_left_behind = False

    @property
    def is_due(self) -> bool:
        """Whether so much time has gone by that one is written within the epoch."""
        return 0 < self._seconds <= time.monotonic() - self._latest

    def save(
        self, mark: Mark, carry: Tree, logged: list[list[np.ndarray]], **facts: Any
    ) -> Checkpointed:
        """Write one. logged: what the steps of an epoch that is not over have logged."""
        trees = to_trees(carry) | ({"logged": logged} if logged else {})
        least = bytes_of(trees["weights"]) + bytes_of(trees["state"])
        size = least + bytes_of(trees["optimizer"]) + bytes_of(trees.get(THAWED, {}))
        self._is_left_behind = not mark.step and self._folder.snapshots.takes(size, least)
        stands = {"epoch": mark.epoch, "step": mark.step}
        event = self._folder.save_checkpoint(
            mark.epoch, trees, stands | self._facts | facts, mark.step
        )
        self._latest, self.mark = time.monotonic(), mark
        return event

    def needs_snapshot(self, epoch: int) -> bool:
        """Whether what an epoch has come to is not kept by its checkpoint, now and later."""
        return self.mark != Mark(epoch) or not self._is_left_behind

    def keep_snapshot(self, epoch: int, weights: Tree, state: Tree) -> None:
        """Keep what an epoch has come to, for looking back."""
        arrays = jax.tree.map(np.asarray, {"weights": weights, "state": state})
        self._folder.snapshots.save(epoch, arrays["weights"], arrays["state"])
