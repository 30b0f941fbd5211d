"""The checkpoints of a run: which there are, which is meant, and which may go.

The last three whole epochs stay, the best one, and within the epoch in progress the last three.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from hornstudio.engine.errors import FileError, RunError
from hornstudio.engine.text import Text
from hornstudio.engine.train.kept.checkpoint import (
    Trees,
    load_checkpoint,
    remove_checkpoint,
    save_checkpoint,
)
from hornstudio.engine.train.kept.mark import Mark, mark_of, read_mark

KEPT = 3
"""How many of the latest checkpoints stay; the best one stays besides."""

BEST, LAST = "best", "last"

Rounds = Sequence[Mapping[int, float]]
"""What each epoch is judged by, the lower the better; those of one round can be compared."""


@dataclass(frozen=True)
class Loaded:
    """A checkpoint that was read; words: what is worth knowing about its choice."""

    path: Path
    trees: Trees
    facts: dict[str, Any]
    words: list[Text] = field(default_factory=list)

    @property
    def mark(self) -> Mark:
        """Where it stands."""
        return _mark(self.path)


class CheckpointFolder:
    """The folder `checkpoints` of a run. Raises: OSError when it cannot be made.

    count: how many of the latest stay. pinned: epochs whose checkpoints stay besides. let_go: what
    becomes of one that is no longer needed.
    """

    def __init__(self, path: Path, let_go: Callable[[Path], None] = remove_checkpoint) -> None:
        self.path = path
        self._let_go = let_go
        self.count = KEPT
        self.pinned: set[int] = set()
        path.mkdir(parents=True, exist_ok=True)

    def all(self) -> list[Path]:
        """All checkpoints, oldest first."""
        found = [(mark, path) for path in self.path.iterdir() if (mark := mark_of(path))]
        return [path for _, path in sorted(found)]

    def save(
        self, mark: Mark, trees: Mapping[str, Any], facts: Mapping[str, Any], rounds: Rounds
    ) -> Path:
        """Write one, and drop those that are no longer needed. Raises: FileError."""
        path = self.path / mark.file_name
        save_checkpoint(path, trees, facts)
        found = self.all()
        wholes = [p for p in found if not _mark(p).step]
        parts = [p for p in found if _mark(p).step and (mark.step or _mark(p) > mark)]
        pinned = [p for p in wholes if _mark(p).epoch in self.pinned]
        kept = {*pinned, *wholes[-self.count :], *parts[-KEPT:], best_of(found, rounds), path}
        for old in found:
            if old not in kept:
                self._let_go(old)
        return path

    def drop_after(self, mark: Mark) -> None:
        """Forget what is now done again."""
        for path in self.all():
            if _mark(path) > mark:
                remove_checkpoint(path)

    def find(self, name: str, rounds: Rounds, others: Sequence[str] = ()) -> Path:
        """The checkpoint called best, last, or by its epoch (5, epoch-0005).

        others: what else could be named. Raises: RunError.
        """
        found = self.all()
        if name == BEST:
            path = best_of(found, rounds)
        elif name == LAST:
            path = found[-1] if found else None
        else:
            mark = read_mark(name)
            path = next((p for p in found if _mark(p) == mark), None)
        if path is None and not found and not others:
            raise RunError(
                "{path} has no checkpoint yet; it has to be trained further first",
                path=str(self.path.parent),
            )
        if path is None:
            raise RunError(
                "{path} has no checkpoint {name}; known are {known}",
                path=str(self.path.parent),
                name=name,
                known=", ".join([*(found and (BEST, LAST)), *others, *(p.stem for p in found)]),
            )
        return path

    def load(self, name: str, rounds: Rounds) -> Loaded:
        """The content of the checkpoint called so; of `last`, the last one that is whole.

        Raises: RunError; where one is damaged that was named, it names an earlier one.
        """
        return self._load_last() if name == LAST else self.load_at(self.find(name, rounds))

    def load_at(self, path: Path) -> Loaded:
        """The content of this checkpoint. Raises: RunError that names an earlier whole one."""
        try:
            trees, facts = load_checkpoint(path)
        except FileError as error:
            before = [p for p in self.all() if _mark(p) < _mark(path) and _is_whole(p)]
            if not before:
                raise
            raise RunError(
                "{reason}: {name} is whole", reason=error.text, name=before[-1].stem
            ) from None
        return Loaded(path, trees, facts)

    def _load_last(self) -> Loaded:
        words: list[Text] = []
        for path in reversed(self.all()):
            try:
                trees, facts = load_checkpoint(path)
            except FileError:
                words.append(Text("the checkpoint {name} is damaged", name=path.stem))
                continue
            if words:
                words.append(Text("the one before is used: {name}", name=path.stem))
            return Loaded(path, trees, facts, words)
        raise RunError(
            "no checkpoint in {path} can be read; train again from the beginning",
            path=str(self.path.parent),
        )


def best_of(checkpoints: list[Path], rounds: Rounds) -> Path | None:
    """That with the lowest loss of the last round that has left one; the last one of all where no
    loss is a number.
    """
    wholes = [path for path in checkpoints if not _mark(path).step]
    for losses in reversed(rounds):
        judged = [(losses.get(_mark(path).epoch, math.inf), path) for path in wholes]
        judged = [pair for pair in judged if math.isfinite(pair[0])]
        if judged:
            return min(judged, key=lambda pair: pair[0])[1]
    return checkpoints[-1] if checkpoints else None


def _is_whole(path: Path) -> bool:
    try:
        load_checkpoint(path)
    except FileError:
        return False
    return True


def _mark(path: Path) -> Mark:
    return mark_of(path) or Mark(0)
