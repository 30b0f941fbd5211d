"""Second copies of what a run carries, and whether it is finite, found out where it lies.

A processor copies into main memory, where everything lies. What lies on a device with memory of its
own is copied there while that takes little of it: main memory is a hundred times as far away, and
a transformer of 180 million weights spent three quarters of its time on the way.
"""

from functools import cache
from typing import Any

import numpy as np

from hornstudio.engine.compile.options import jitted
from hornstudio.engine.lazy import jax, jnp
from hornstudio.engine.train.steps.memory.device import free_bytes

_PART = 16
"""A copy beside what a run carries may take one part in so many of the memory that is free."""


def copied(tree: Any, into: Any = None) -> Any:
    """A copy of a tree of arrays, which no dispatch uses up.

    into: an earlier copy that is not needed any more. Where it has the same form, its memory is
    taken: a second copy would be one too many.
    """
    if lies_on_device(tree):
        return _copy_there()(tree)
    form: Any = jax.tree.structure(tree)
    if form != jax.tree.structure(into) or is_held_by_device(into):
        return jax.tree.map(np.array, tree)
    jax.tree.map(np.copyto, into, tree)
    return into


def to_use_up(copy: Any) -> Any:
    """What a dispatch may use up, so that a copy is still there afterwards."""
    return _copy_there()(copy) if is_held_by_device(copy) else copy


def is_held_by_device(copy: Any) -> bool:
    """Whether a copy lies where a dispatch can use it up, and not in main memory as NumPy's."""
    return _device_of(copy) is not None


def lies_on_device(tree: Any) -> bool:
    """Whether these arrays lie on a device with memory of its own, that has room for a copy."""
    return _is_apart(tree) and _PART * _bytes(tree) <= free_bytes()


def copy_bytes(tree: Any) -> int:
    """What a copy of these arrays takes of the memory that they lie in."""
    return 0 if _is_apart(tree) and not lies_on_device(tree) else _bytes(tree)


def are_finite(arrays: list[Any]) -> list[bool]:
    """Of each array whether all of it is finite; of whole numbers it always is."""
    if not _is_apart(arrays):
        return [_is_finite(array) for array in arrays]
    found: list[bool] = np.asarray(_find_there()(arrays)).tolist()
    return found


def _is_finite(array: Any) -> bool:
    return not jnp.issubdtype(array.dtype, jnp.inexact) or bool(np.isfinite(array).all())


@cache
def _copy_there() -> Any:
    return jitted(lambda tree: jax.tree.map(jnp.copy, tree))


@cache
def _find_there() -> Any:
    def find(arrays: list[Any]) -> Any:
        return jnp.stack([jnp.isfinite(array).all() for array in arrays])

    return jitted(find)


def _bytes(tree: Any) -> int:
    return sum(array.nbytes for array in jax.tree.leaves(tree))


def _is_apart(tree: Any) -> bool:
    """Whether these arrays lie on a device with memory of its own."""
    device = _device_of(tree)
    return device is not None and device.platform != "cpu"


def _device_of(tree: Any) -> Any:
    """The device that an array of these lies on; None where they lie in main memory as NumPy's."""
    for array in jax.tree.leaves(tree):
        if isinstance(array, jax.Array):
            return next(iter(array.devices()))
    return None
