"""How many steps an optimizer remembers to have taken: what a schedule of its rate goes by."""

from typing import Any

import numpy as np

from hornstudio.engine.lazy import jax, optax

_COUNT = "count"


def count_of(memory: Any) -> int | None:
    """The steps that an optimizer has counted; None where it counts none, or in several ways.

    Ours have `count` in a dict. One of Optax, as a person's own module may use, counts in each of
    its parts; those that follow a schedule say, where there are any.
    """
    if isinstance(memory, dict) and _is_count(memory.get(_COUNT)):
        return int(memory[_COUNT])
    counts = _scheduled(memory) or _all(memory)
    return counts.pop() if len(counts) == 1 else None


def _scheduled(memory: Any) -> set[int]:
    """Counts of the parts that scale by a schedule."""
    kinds = (optax.ScaleByScheduleState, optax.InjectStatefulHyperparamsState)
    parts = jax.tree.leaves(memory, is_leaf=lambda part: isinstance(part, kinds))
    return {int(part.count) for part in parts if isinstance(part, kinds)}


def _all(memory: Any) -> set[int]:
    """Everything that is called a count and can be one."""
    leaves = jax.tree_util.tree_leaves_with_path(memory)
    return {int(leaf) for at, leaf in leaves if at and _name(at[-1]) == _COUNT and _is_count(leaf)}


def _name(key: Any) -> Any:
    return getattr(key, "name", getattr(key, "key", None))


def _is_count(value: Any) -> bool:
    return np.ndim(value) == 0 and np.issubdtype(getattr(value, "dtype", type(value)), np.integer)
