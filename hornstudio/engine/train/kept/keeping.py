"""What a run keeps of its epochs: checkpoints in its folder, and weights to go back to."""

from dataclasses import dataclass

import numpy as np

from hornstudio.engine.compile.network import Tree
from hornstudio.engine.compile.thawing import OPTIMIZER, THAWED
from hornstudio.engine.lazy import jax
from hornstudio.engine.train.kept.carry import restore
from hornstudio.engine.train.kept.run_folder import RunFolder

Metrics = dict[str, float]


@dataclass
class _Kept:
    """Weights to go back to. trees: None where they are in the checkpoint of the epoch."""

    epoch: int
    trees: Tree | None
    metrics: dict[str, float]


class Keeping:
    """Knows what was kept for whom, and which epochs leave no checkpoint."""

    def __init__(self, folder: RunFolder | None) -> None:
        self._folder = folder
        self._kept: dict[int, _Kept] = {}
        self._is_skipping = self._is_skipping_the_last = False

    def keep(
        self,
        owner: object,
        epoch: int,
        carry: Tree,
        metrics: Metrics,
        *,
        in_memory: bool,
        averages: bool = False,
    ) -> None:
        """Keep the weights and state of an epoch; see `RunView.keep_weights`.

        averages: whether what the optimizer remembers is part of what the weights end as.
        """
        arrays: Tree | None = None
        if in_memory or self._folder is None:
            names = ("weights", "state", *((OPTIMIZER,) if averages else ()))
            arrays = jax.tree.map(np.array, {name: carry[name] for name in names})
        self._kept[id(owner)] = _Kept(epoch, arrays, metrics)
        if self._folder is not None:
            self._folder.kept.pinned = {k.epoch for k in self._kept.values() if k.trees is None}

    def has_kept(self, owner: object) -> bool:
        """Whether there is something to go back to."""
        return id(owner) in self._kept

    def restored(self, owner: object, carry: Tree) -> tuple[int, Tree, Metrics]:
        """The epoch that was kept, the carry as it was then, and its figures.

        Of what the optimizer remembers, too: the weights may end as an average that it has kept.
        Raises: HornError.
        """
        kept = self._kept[id(owner)]
        if kept.trees is not None:
            return kept.epoch, {**carry, **kept.trees}, kept.metrics
        assert self._folder is not None
        found = self._folder.load(str(kept.epoch))
        form = {name: carry[name] for name in ("weights", "state", OPTIMIZER)}
        late, known = carry.get(THAWED, {}), found.trees.get(THAWED, {})
        if both := {owner: late[owner] for owner in late if owner in known}:
            form[THAWED] = both
        back = restore(form, found.trees)
        if late:
            back[THAWED] = {**late, **back.get(THAWED, {})}
        return kept.epoch, {**carry, **back}, dict(found.facts["metrics"])

    def skip(self, *, even_at_the_end: bool) -> None:
        """Write no checkpoint for this epoch."""
        self._is_skipping = True
        self._is_skipping_the_last |= even_at_the_end

    def takes(self, epoch: int, *, is_last: bool) -> bool:
        """Whether an epoch leaves a checkpoint. The next one is asked about anew."""
        skips = self._is_skipping_the_last or (self._is_skipping and not is_last)
        self._is_skipping = self._is_skipping_the_last = False
        return not skips or any(k.epoch == epoch and k.trees is None for k in self._kept.values())
