"""The latest rows of a log that lies on the device, read without reading all of it."""

from functools import cache
from typing import Any

import numpy as np

from hornstudio.engine.compile.network import Tree
from hornstudio.engine.lazy import jax, lax

BLOCK_BYTES = 1 << 20
"""What is read at once: a smaller log as a whole, of a larger one pieces of this size."""


def latest_rows(log: Tree, first: int, count: int) -> Tree:
    """Copies of `count` rows from row `first` on. log: arrays [rows, ...].

    A view of the log would keep the next dispatch from using it up, and one that is let go of at
    once leaves its memory behind, an epoch's log each (JAX 0.10; bench/long_run.py).
    """
    arrays = jax.tree.leaves(log)
    rows = len(arrays[0]) if arrays else 0
    size = _block_rows(rows, sum(array.nbytes for array in arrays))
    last, found = first + count, []
    for at in range(first, last, max(1, size)):
        begin = min(at, rows - size)  # the last block lies within the log, too
        block = log if size == rows else _block_of(size)(log, begin)
        found.append(_rows(block, at - begin, min(last - begin, size)))
    return found[0] if len(found) == 1 else jax.tree.map(lambda *x: np.concatenate(x), *found)


def _block_rows(rows: int, log_bytes: int) -> int:
    if log_bytes <= BLOCK_BYTES:
        return rows
    return max(1, BLOCK_BYTES * rows // log_bytes)


def _rows(block: Tree, first: int, last: int) -> Tree:
    rows: Tree = jax.tree.map(lambda x: np.array(x)[first:last], block)
    return rows


@cache
def _block_of(size: int) -> Any:
    """What takes so many rows out of a log, where it lies: the log is left as it was."""
    return jax.jit(
        lambda log, first: jax.tree.map(lambda x: lax.dynamic_slice_in_dim(x, first, size), log)
    )
