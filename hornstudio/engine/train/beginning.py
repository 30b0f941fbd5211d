"""Where a run begins: at the seed, after a checkpoint, or in other weights than its own."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from hornstudio.engine.checking.report import Report
from hornstudio.engine.compile.network import Tree
from hornstudio.engine.compile.program import Program
from hornstudio.engine.compile.thawing import THAWED
from hornstudio.engine.errors import HornError, RunError
from hornstudio.engine.text import Text
from hornstudio.engine.train.kept.carry import restore
from hornstudio.engine.train.kept.checkpoint_folder import LAST
from hornstudio.engine.train.kept.mark import BEFORE_THE_FIRST, Mark, mark_of
from hornstudio.engine.train.kept.own_files import words_on_other_files
from hornstudio.engine.train.kept.run_folder import RunFolder
from hornstudio.engine.train.steps.walk import Walk


@dataclass
class Beginning:
    """What the first step starts from.

    mark: what has been done. facts: of the checkpoint. logged: what the steps of an epoch that was
    begun have logged. adapted: nodes whose state was fitted to the data before; None for all.
    parent: of which run it is a branch. names: those that nodes of that run have by now.
    """

    carry: Tree
    mark: Mark = BEFORE_THE_FIRST
    facts: dict[str, Any] = field(default_factory=dict)
    logged: list[list[np.ndarray]] = field(default_factory=list)
    notes: list[Text] = field(default_factory=list)
    adapted: frozenset[str] | None = frozenset()
    parent: dict[str, Any] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)


def refuse_no_beginning(
    resumed: RunFolder | None, branch: Path | None, name: str, epochs: int
) -> None:
    """Refuse where there is nothing to begin after, before anything is written into a folder.

    resumed: the folder of a run that goes on. branch: that of another run. name: of the checkpoint.
    epochs: how many are to be done in all. Raises: RunError.
    """
    if resumed and (name != LAST or resumed.checkpoints()):
        epoch = resumed.snapshot_of(name)
        kept = mark_of(resumed.checkpoint(name)) if epoch is None else Mark(epoch)
        mark = kept or BEFORE_THE_FIRST
        if mark.epoch > epochs:
            raise RunError(
                "epochs is {epochs}, and {name} of {run} has more behind it already; need at least "
                "{done}, or an earlier checkpoint",
                epochs=epochs,
                name=mark.stem,
                run=str(resumed.path),
                done=mark.epoch,
            )
    elif branch and not resumed:
        other = RunFolder.open(branch)
        if other.snapshot_of(name) is None:
            other.checkpoint(name)


def words_on_what_is_left(mark: Mark, epochs: int) -> list[Text]:
    """A word where a run that goes on has no step left to take."""
    if mark.step or mark.epoch < epochs or not mark.epoch:
        return []
    return [
        Text(
            "nothing is left to train: all {count} epochs were done before; a larger number of "
            "epochs goes on",
            count=epochs,
        )
    ]


def at_the_seed(program: Program, seed: int, resumed: RunFolder | None = None) -> Beginning:
    """Everything new; a run that is resumed is told so if it had come further."""
    done = resumed.epochs_told if resumed else 0
    words = Text("no checkpoint is left of {count} epochs; the run begins anew", count=done)
    return Beginning(program.start(seed), notes=[words] if done else [])


def _words_on_what_comes_again(folder: RunFolder, mark: Mark) -> list[Text]:
    """That a run had come further than its last checkpoint, as where only the best ones stay."""
    first, last = mark.epoch + (not mark.step), folder.epochs_told
    if last < first:
        return []
    return [
        Text(
            "epochs {first} to {last} are done again: they have left no checkpoint"
            if last > first
            else "epoch {first} is done again: it has left no checkpoint",
            first=first,
            last=last,
        )
    ]


def after_checkpoint(program: Program, folder: RunFolder, name: str) -> Beginning:
    """Go on with a run after a checkpoint of its own, also one that is kept to look back at only.

    That one is a checkpoint again: whatever comes, the run can be gone on with.
    Raises: HornError where it cannot be read, or does not fit the graph.
    """
    epoch = folder.snapshot_of(name)
    found = folder.load(name) if epoch is None else folder.snapshots.loaded(epoch)
    if epoch is not None and "optimizer" not in found.trees:
        raise RunError(
            "{run} has only the weights of epoch {epoch} left, in which a branch can begin; it can "
            "be gone on with from {known}",
            run=str(folder.path),
            epoch=found.mark.epoch,
            known=", ".join(path.stem for path in folder.checkpoints()),
        )
    logged = found.trees.get("logged", [])
    carry = restore(program.form(found.trees.get(THAWED, ())), found.trees)
    if found.path.parent == folder.snapshots.path:
        folder.snapshots.give_back(found.mark.epoch, folder.kept.path)
    words = found.words
    if name == LAST and not words:
        words = _words_on_what_comes_again(folder, found.mark)
    return Beginning(carry, found.mark, found.facts, logged, words, adapted=None)


def first_walk(
    beginning: Beginning, walk_of: Callable[[int], Walk], facts: Mapping[str, Any]
) -> tuple[Walk, list[Text]]:
    """The walk through the first epoch; of one that was begun, only what is left of it.

    facts: what the order of the samples follows from. Where that was another, or other figures
    were logged, the epoch begins anew, and the words say so; so they do of other data.
    """
    mark = beginning.mark
    if not mark.step:
        return walk_of(mark.epoch + 1), _words_on_other_data(beginning, facts)
    walk = walk_of(mark.epoch)
    is_same = all(beginning.facts.get(name) == value for name, value in facts.items())
    if is_same and walk.take_up(beginning.logged):
        return walk, []
    words = Text(
        "epoch {epoch} begins anew from {name}: data, seed, batch size or metrics are others than "
        "before",
        epoch=mark.epoch,
        name=mark.stem,
    )
    return walk_of(mark.epoch), [words]


def words_on_other_reading(beginning: Beginning, report: Report) -> list[Text]:
    """Words on files that weights of another run have learned in another way."""
    if not beginning.parent.get("kept"):
        return []
    other = RunFolder.open(Path(beginning.parent["run"]))
    with suppress(HornError):  # what it was trained on is not known any more
        return words_on_other_files(other.path, other.graph(), report, beginning.names)
    return []


def _words_on_other_data(beginning: Beginning, facts: Mapping[str, Any]) -> list[Text]:
    before, now = beginning.facts.get("data_hash"), facts.get("data_hash")
    if not before or before == now:
        return []
    return [
        Text(
            "the data is not that on which {name} was trained: figures before and after it cannot "
            "be compared, and what tests it now may be what it has learned",
            name=beginning.mark.stem,
        )
    ]
