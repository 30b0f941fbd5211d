"""The last ground that held: a copy of what a run carried a moment ago, all of it finite.

A dispatch uses its carry up, so a step that went wrong in the middle of one cannot be looked at
any more. From the copy it is taken again: the same steps give the same bits.
"""

import time
from collections.abc import Callable
from typing import Any

import numpy as np

from hornstudio.engine.compile.network import Tree
from hornstudio.engine.lazy import jax
from hornstudio.engine.train.steps.memory.copies import (
    are_finite,
    copied,
    is_held_by_device,
    lies_on_device,
    to_use_up,
)
from hornstudio.engine.train.steps.walk import Part

_SHARE = 200  # a copy may take one part in so many of the time
_LEAST_S = 0.5

Take = Callable[[Tree, Part, int, int], tuple[Tree, Any]]
"""(carry, part, first, count) -> the carry after these steps, and what they logged."""


class Footing:
    """Copies the carry now and then, and finds the step that spoiled it."""

    def __init__(self) -> None:
        self._carry: Tree = {}
        self._part: Part | None = None
        self._row = 0
        self._sound: list[bool] = []
        self._latest: Tree | None = None
        self._copied = self._cost = 0.0

    def before(self, carry: Tree, part: Part) -> None:
        """Called before each dispatch; copies where the last copy is old or leads elsewhere."""
        now = time.perf_counter()
        is_other = carry is not self._latest or part is not self._part
        if is_other or now - self._copied > max(_LEAST_S, _SHARE * self._cost):
            self._keep(carry, part)
            self._copied = time.perf_counter()
            self._cost = self._copied - now

    def after(self, carry: Tree) -> None:
        """Called after each dispatch with what it left."""
        self._latest = carry

    def _keep(self, carry: Tree, part: Part) -> None:
        if lies_on_device(carry):
            self._carry = {}  # its memory is wanted for the new copy
        self._carry = copied(carry, into=self._carry)
        self._part, self._row = part, part.done
        leaves = jax.tree.leaves(self._carry)
        if len(leaves) != len(self._sound):  # some optimizers remember infinity from the start
            self._sound = are_finite(leaves)

    @property
    def is_on_device(self) -> bool:
        """Whether the copy takes memory of a device that has memory of its own."""
        return is_held_by_device(self._carry)

    def holds(self, carry: Tree) -> bool:
        """Whether all is finite that was so when the run began."""
        if not self._sound:  # no step was taken yet
            return True
        found = zip(are_finite(jax.tree.leaves(carry)), self._sound, strict=True)
        return all(is_finite for is_finite, was_finite in found if was_finite)

    def find(self, part: Part, last: int, take: Take) -> tuple[int, Tree, Tree]:
        """The first step that left something that is not finite; the carry before it, and after.

        last: a step after which it is so.
        """
        low, high, carry = self._row, last + 1, self._carry
        middle = high - 1  # mostly it is the last one
        while high - low > 1:
            after, logged = take(to_use_up(carry), part, low, middle - low)
            if all(are_finite(jax.tree.leaves(logged))) and self.holds(after):
                low, carry = middle, copied(after)
            else:
                high = middle
            middle = (low + high) // 2
        return low, carry, take(to_use_up(carry), part, low, 1)[0]


def first_bad(logged: Tree) -> int | None:
    """The first of some steps that logged what is not finite. logged: arrays [steps, ...]."""
    rows = [
        ~np.isfinite(x).reshape(len(x), -1).all(axis=1)
        for x in jax.tree.leaves(logged)
        if x.dtype.kind in "fc"
    ]
    if not rows:
        return None
    bad = np.flatnonzero(np.any(rows, axis=0))
    return int(bad[0]) if len(bad) else None
