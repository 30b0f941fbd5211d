"""A walk through the training data: one epoch, batch by batch, and what each step has logged."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from hornstudio.engine.compile import loop
from hornstudio.engine.compile.network import Tree
from hornstudio.engine.graph import Training
from hornstudio.engine.lazy import jax
from hornstudio.engine.train.steps.latest import latest_rows

EmptyLog = Callable[[np.ndarray, Any], Tree]
"""(rows, key) -> zeros in which the steps of these rows leave their sums."""


@dataclass
class Part:
    """The steps of an epoch with as many samples each.

    rows [steps, size]: samples of each step. log: arrays [steps, ...], filled up to `done`.
    """

    rows: np.ndarray
    key: Any
    log: Tree
    done: int = 0

    def logged_since(self, first: int, count: int) -> Tree:
        """What `count` steps have logged from step `first` on."""
        return latest_rows(self.log, first, count)

    def logged(self) -> list[np.ndarray]:
        """What its steps have logged so far, as a list of arrays [done, ...]."""
        return [np.array(x)[: self.done] for x in jax.tree.leaves(self.log)]

    def take_up(self, logged: list[np.ndarray]) -> bool:
        """Go on after steps that have logged this; False where it is the log of other steps."""
        leaves, layout = jax.tree.flatten(self.log)
        done = len(logged[0]) if logged else 0
        if done > len(self.rows) or [x.shape for x in logged] != [
            (done, *x.shape[1:]) for x in leaves
        ]:
            return False
        for whole, part in zip(leaves, logged, strict=True):
            whole[:done] = part
        self.log, self.done = jax.tree.unflatten(layout, leaves), done
        return True

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
        for rows in loop.epoch_rows(count, training.update_size, training.seed, epoch):
            part_key = jax.random.fold_in(key, len(self.parts))
            self.parts.append(Part(rows, part_key, empty_log(rows, key)))

    @property
    def step(self) -> int:
        """Steps taken so far in this epoch."""
        return sum(part.done for part in self.parts)

    def logged(self) -> list[list[np.ndarray]]:
        """What the steps so far have logged, part by part."""
        return [part.logged() for part in self.parts if part.done]

    def take_up(self, logged: list[list[np.ndarray]]) -> bool:
        """Go on after steps that have logged this; False where the epoch is another one."""
        if len(logged) > len(self.parts):
            return False
        pairs = zip(self.parts, logged, strict=False)
        if not all(part.take_up(arrays) for part, arrays in pairs):
            return False
        return all(part.left == 0 for part in self.parts[: len(logged) - 1])

    def sums(self) -> Tree:
        """What all steps have logged, added up."""
        sums: Tree = loop.add_up([part.log for part in self.parts])
        return sums
