"""What a run holds through all its steps, whatever the batch; and that it can be held at all.

A system that lends more memory than it has ends a process that takes it up, without a word. So
what is certain to be too much is not begun; and cores share batches only where each of them finds
room for its own weights.
"""

from dataclasses import dataclass

from hornstudio.engine.compile.network import Tree
from hornstudio.engine.compile.plan import Plan
from hornstudio.engine.compile.program import Program
from hornstudio.engine.lazy import jax
from hornstudio.engine.summary import WEIGHT_BYTES
from hornstudio.engine.train.steps.memory.device import free_bytes
from hornstudio.engine.train.steps.spread import Spread, array_bytes, spread_for

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


def spread_that_fits(plan: Plan) -> Spread:
    """The devices for a training; one core where there is no room for the weights on several."""
    spread = spread_for(plan.graph.training, plan)
    if not spread.is_one or _is_far_from(free := free_bytes(), plan, spread):
        return spread
    form = Program(plan).form()
    each = _carried(form, spread) + spread.bytes_of(form["weights"])  # a gradient of each
    return spread if each <= free else spread.on_one()


def carried_bytes(plan: Plan, spread: Spread, is_copied: bool = False) -> int:
    """What a run carries from step to step, on all cores that share its batches; nothing of it is
    made.

    is_copied: whether its copy lies on a device with memory of its own, too. That of a processor
    always lies beside it, once.
    """
    return _carried(Program(plan).form(), spread, is_copied)


def _carried(form: Tree, spread: Spread, is_copied: bool = False) -> int:
    is_beside = is_copied or jax.devices()[0].platform == "cpu"
    copy = sum(map(array_bytes, jax.tree.leaves(form)))
    return spread.bytes_of(form) + (copy if is_beside else 0)


def _is_far_from(free: int, plan: Plan, spread: Spread) -> bool:
    """Whether so little is carried that nothing needs to be traced, as is usual.

    free: bytes; 0 where nobody knows.
    """
    least = spread.copies * WEIGHT_BYTES * sum(start.array.size for start in plan.starts)
    return not free or least * _MOST_COPIES <= free


def too_much(plan: Plan, spread: Spread, free: int) -> int:
    """Bytes that a run is certain to carry, where more than those that are free; otherwise 0.

    free: 0 where nobody knows.
    """
    if _is_far_from(free, plan, spread):
        return 0
    need = carried_bytes(plan, spread)
    return need if need > free else 0


def refuse_too_much(plan: Plan, spread: Spread) -> None:
    """Raises: MemoryError where what a run is certain to carry is more than is free."""
    free = free_bytes()
    if need := too_much(plan, spread, free):
        raise MemoryError(f"{need} > {free} bytes")
