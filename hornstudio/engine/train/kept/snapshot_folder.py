"""The weights of every epoch, for looking back: `snapshots/epoch-0005.safetensors` of a run.

A snapshot holds what predicts, weights and state, and nothing that only training needs. There are
at most so many, spread evenly over the run, and all of them together stay below a size: when there
would be more, every other one goes, and from then on only every other epoch leaves one.
"""

from collections.abc import Mapping
from itertools import pairwise
from pathlib import Path
from typing import Any

from hornstudio.engine.train.kept.checkpoint import (
    Trees,
    load_checkpoint,
    remove_checkpoint,
    save_checkpoint,
)
from hornstudio.engine.train.kept.mark import Mark, mark_of

MOST = 64
LARGEST_BYTES = 512 << 20
LEAST = 4
"""Of weights so large that not even so many fit, none are kept: the checkpoints must do."""


class SnapshotFolder:
    """The folder `snapshots` of a run; it is made with the first snapshot."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def epochs(self) -> list[int]:
        """Epochs of which there is one, in order."""
        if not self.path.is_dir():
            return []
        marks = (mark_of(path) for path in self.path.iterdir())
        return sorted(mark.epoch for mark in marks if mark is not None)

    def save(self, epoch: int, weights: Mapping[str, Any], state: Mapping[str, Any]) -> None:
        """Keep an epoch, where it is one that is kept. Raises: FileError, OSError."""
        size = _bytes_of(weights) + _bytes_of(state)
        most = min(MOST, LARGEST_BYTES // max(1, size))
        if most < LEAST:
            return
        stride = self._stride()
        if epoch % stride:
            return
        self.path.mkdir(exist_ok=True)
        save_checkpoint(self._file(epoch), {"weights": weights, "state": state}, {"epoch": epoch})
        if len(self.epochs()) > most:
            self._thin(2 * stride)

    def load(self, epoch: int) -> Trees:
        """`weights` and `state` of an epoch. Raises: FileError where it is missing or damaged."""
        return load_checkpoint(self._file(epoch))[0]

    def drop_after(self, epoch: int) -> None:
        """Forget the epochs that are now done again."""
        for each in self.epochs():
            if each > epoch:
                remove_checkpoint(self._file(each))

    def _stride(self) -> int:
        """Every how many epochs one is kept: the distance of those that are there."""
        found = self.epochs()
        if len(found) < 2:
            return 1
        return min(after - before for before, after in pairwise(found))

    def _thin(self, stride: int) -> None:
        for epoch in self.epochs():
            if epoch % stride:
                remove_checkpoint(self._file(epoch))

    def _file(self, epoch: int) -> Path:
        return self.path / Mark(epoch).file_name


def _bytes_of(tree: Mapping[str, Any]) -> int:
    return sum(
        _bytes_of(each) if isinstance(each, Mapping) else int(each.nbytes) for each in tree.values()
    )
