"""The weights of every epoch, for looking back: `snapshots/epoch-0005.safetensors` of a run.

A snapshot holds what predicts, weights and state. Where it costs little room, it is a checkpoint
that is no longer needed as one, with all that is in it, so that no epoch is written twice;
otherwise it is written beside that, with nothing that only training needs. There are at most so
many, spread evenly over the run, and all of them together stay below a size: when there would be
more, every other one goes, and from then on only every other epoch leaves one.
"""

from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from hornstudio.engine.errors import FileError
from hornstudio.engine.train.kept.checkpoint import (
    Trees,
    load_checkpoint,
    move_checkpoint,
    remove_checkpoint,
    save_checkpoint,
)
from hornstudio.engine.train.kept.checkpoint_folder import Loaded
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
        if self._makes_room(epoch, bytes_of(weights) + bytes_of(state)):
            trees = {"weights": weights, "state": state}
            save_checkpoint(self.file(epoch), trees, {"epoch": epoch})

    def take(self, checkpoint: Path) -> None:
        """Keep a checkpoint that is no longer needed as one, or delete it."""
        mark = mark_of(checkpoint)
        with suppress(OSError, FileError):  # what is only for looking back must not end a run
            if mark and self._wants(mark, checkpoint.stat().st_size):
                move_checkpoint(checkpoint, self.file(mark.epoch))
        remove_checkpoint(checkpoint)

    def takes(self, size: int, least: int) -> bool:
        """Whether checkpoints of that size can be left here, of which snapshots need the least.

        They can where that takes hardly more room, or where there is room for as many as may be.
        """
        return 20 * size <= 21 * least or MOST * size <= LARGEST_BYTES

    def load(self, epoch: int) -> Trees:
        """`weights` and `state` of an epoch; of what was a checkpoint, all that was in it.

        Raises: FileError where it is missing or damaged.
        """
        return self.loaded(epoch).trees

    def loaded(self, epoch: int) -> Loaded:
        """The same as a checkpoint. Raises: FileError where it is missing or damaged."""
        return Loaded(self.file(epoch), *load_checkpoint(self.file(epoch)))

    def last_complete(self) -> Loaded | None:
        """The last one that is whole and has all that a checkpoint has, or None."""
        for epoch in reversed(self.epochs()):
            with suppress(FileError):
                found = self.loaded(epoch)
                if "optimizer" in found.trees:
                    return found
        return None

    def give_back(self, epoch: int, folder: Path) -> None:
        """Let what was a checkpoint be one again, in that folder. Raises: FileError, OSError."""
        move_checkpoint(self.file(epoch), folder / Mark(epoch).file_name)

    def drop_after(self, epoch: int) -> None:
        """Forget the epochs that are now done again."""
        for each in self.epochs():
            if each > epoch:
                remove_checkpoint(self.file(each))

    def _wants(self, mark: Mark, size: int) -> bool:
        is_whole = mark.epoch > 0 and not mark.step
        is_new = is_whole and mark.epoch not in self.epochs()
        return is_new and self._makes_room(mark.epoch, size)

    def _makes_room(self, epoch: int, size: int) -> bool:
        """Whether an epoch leaves a snapshot of that size; if so, there is room for it then."""
        most = min(MOST, LARGEST_BYTES // max(1, size))
        if most < LEAST:
            return False
        stride = 1
        while epoch // stride > most:
            stride *= 2
        if epoch % stride:
            return False
        self.path.mkdir(exist_ok=True)
        for other in self.epochs():
            if other % stride:
                remove_checkpoint(self.file(other))
        return True

    def file(self, epoch: int) -> Path:
        """Where it lies, or would."""
        return self.path / Mark(epoch).file_name


def bytes_of(tree: Mapping[str, Any]) -> int:
    """Bytes of all arrays in nested dicts."""
    return sum(
        bytes_of(each) if isinstance(each, Mapping) else int(each.nbytes) for each in tree.values()
    )
