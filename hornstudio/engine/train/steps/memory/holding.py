"""What a run holds through all its steps, whatever the batch; and that it can be held at all.

A system that lends more memory than it has ends a process that takes it up, without a word. So
what is certain to be too much is not begun.
"""

import math
from dataclasses import dataclass

from hornstudio.engine.lazy import jax
from hornstudio.engine.summary import WEIGHT_BYTES
from hornstudio.engine.train.steps.compiled import Compiled
from hornstudio.engine.train.steps.memory.device import free_bytes

_MOST_COPIES = 16
"""Of the weights, that no optimizer comes near, with a copy of all."""


@dataclass(frozen=True)
class Holding:
    """Bytes. carried: weights, state and what the optimizer keeps, with the copy of them that a run
    falls back on. samples: of the training data, where it lies in memory.

    devices: how many share the memory, each with weights and gradients of its own; `carried` is
    that of all.
    """

    carried: int
    samples: int = 0
    devices: int = 1

    @property
    def total(self) -> int:
        """All of it."""
        return self.carried + self.samples


def carried_bytes(parts: Compiled, is_copied: bool = False) -> int:
    """What a run carries from step to step, on all cores that share its batches; nothing of it is
    made.

    is_copied: whether its copy lies on a device with memory of its own, too. That of a processor
    always lies beside it, once.
    """
    form = parts.program.form()
    is_beside = is_copied or jax.devices()[0].platform == "cpu"
    copy = sum(math.prod(leaf.shape) * leaf.dtype.itemsize for leaf in jax.tree.leaves(form))
    return parts.spread.bytes_of(form) + (copy if is_beside else 0)


def too_much(parts: Compiled, free: int) -> int:
    """Bytes that a run is certain to carry, where more than those that are free; otherwise 0.

    free: 0 where nobody knows.
    """
    weights = sum(start.array.size for start in parts.program.plan.starts)
    least = parts.spread.copies * WEIGHT_BYTES * weights
    if not free or least * _MOST_COPIES <= free:  # the usual case, for which nothing is traced
        return 0
    need = carried_bytes(parts)
    return need if need > free else 0


def refuse_too_much(parts: Compiled) -> None:
    """Raises: MemoryError where what a run is certain to carry is more than is free."""
    free = free_bytes()
    if need := too_much(parts, free):
        raise MemoryError(f"{need} > {free} bytes")
