"""A walk through the training data: one epoch, batch by batch, and what each step has logged."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from hornstudio.engine.compile import loop
from hornstudio.engine.compile.program import Tree
from hornstudio.engine.graph import Training
from hornstudio.engine.lazy import jax

EmptyLog = Callable[[np.ndarray, Any], Tree]
"""(rows, key) -> zeros in which the steps of these rows leave their sums."""


@dataclass
class Part:
    """The steps of an epoch with one batch size.

    rows [steps, size]: samples of each step. log: arrays [steps, ...], filled up to `done`.
    """

    rows: np.ndarray
    key: Any
    log: Tree
    done: int = 0

    @property
    def left(self) -> int:
        """Steps that have not been taken."""
        return len(self.rows) - self.done


class Walk:
    """Where a run is within an epoch. Everything follows from the seed and the epoch."""

    def __init__(self, epoch: int, count: int, training: Training, empty_log: EmptyLog) -> None:
        """count: samples to train on."""
        self.epoch = epoch
        key = loop.key_of(training.seed, f"epoch/{epoch}")
        self.parts: list[Part] = []
        for rows in loop.epoch_rows(count, training.batch_size, training.seed, epoch):
            part_key = jax.random.fold_in(key, len(self.parts))
            self.parts.append(Part(rows, part_key, empty_log(rows, key)))

    @property
    def step(self) -> int:
        """Steps taken so far in this epoch."""
        return sum(part.done for part in self.parts)

    def sums(self) -> Tree:
        """What all steps have logged, added up."""
        sums: Tree = loop.add_up([part.log for part in self.parts])
        return sums
