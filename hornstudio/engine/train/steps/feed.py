"""How the samples of each step come to the device: they lie there, or arrive in time.

Both ways give the same bits. What lies there stays for the next run of the same data.
"""

import math
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from typing import Any, Protocol

import numpy as np

from hornstudio.engine.compile.network import Tree
from hornstudio.engine.data.dataset import Dataset
from hornstudio.engine.lazy import jax
from hornstudio.engine.train.steps.ahead import Ahead
from hornstudio.engine.train.steps.compiled import Compiled
from hornstudio.engine.train.steps.device_data import is_on_device, on_device
from hornstudio.engine.train.steps.memory.device import free_bytes
from hornstudio.engine.train.steps.spread import Spread
from hornstudio.engine.train.steps.walk import Part

SHARE = 0.5
"""Of the device's free memory, that the training data may take; a step needs the rest."""
CHUNK_BYTES = 64 << 20
MADE_CHUNK_BYTES = 4 << 20
"""Of samples that are made one by one: the device waits for the first chunk of an epoch."""
_ALIGNMENT = 64
_CHUNKS = 3  # one in use, one that waits, one that is being sent


class Serving(Protocol):
    """The samples of a part of an epoch, as long as its steps are taken."""

    @property
    def waited(self) -> float:
        """Seconds for which the device had nothing to do."""

    def most(self, first: int) -> int:
        """How many steps from `first` on can be taken in one dispatch."""

    def take(
        self, parts: Compiled, carry: Tree, log: Tree, first: int, count: int
    ) -> tuple[Tree, Tree]:
        """Take so many steps: the new carry and log."""

    def lowered(self, parts: Compiled, carry: Tree, log: Tree) -> Any:
        """What `take` runs, ready to be compiled; before the first of its steps."""


class Feed(Protocol):
    """Where steps get their samples from. samples: arrays to take shapes and types from."""

    samples: Tree

    def serving(self, part: Part) -> Any:
        """A context that gives the Serving of a part."""


def feed_for(dataset: Dataset, spread: Spread, budget: int | None = None) -> Feed:
    """The way that suits the data.

    budget: bytes that the training data may take on the device; where None, a share of what is
    free there.
    """
    if budget is None and is_on_device(dataset, spread.everywhere):
        return Resident(on_device(dataset, spread.everywhere), spread)
    room = int(SHARE * free_bytes()) if budget is None else budget
    needed = spread.copies * sum(array.nbytes for array in dataset.train.values())
    fits = not room or needed <= room
    if fits and all(type(array) is np.ndarray for array in dataset.train.values()):
        return Resident(on_device(dataset, spread.everywhere), spread)
    return Streamed(dataset.train, spread, room or _CHUNKS * CHUNK_BYTES)


def taken(
    feed: Feed, parts: Compiled, carry: Tree, log: Tree, part: Part, first: int, count: int
) -> tuple[Tree, Tree]:
    """Steps of a part, wherever it has come to: the new carry and log."""
    with feed.serving(replace(part, done=first)) as serving:
        last = first + count
        while first < last:
            count = min(last - first, serving.most(first))
            carry, log = serving.take(parts, carry, log, first, count)
            first += count
    return carry, log


class Resident:
    """All samples lie on the device, and each step picks its own."""

    def __init__(self, samples: Tree, spread: Spread) -> None:
        self.samples = samples
        self._spread = spread

    @contextmanager
    def serving(self, part: Part) -> Iterator[Serving]:
        """The rows of the part and its key, sent over once."""
        sent = jax.device_put((part.rows, part.key), self._spread.everywhere)
        yield _ResidentServing(self.samples, *jax.block_until_ready(sent))


class _ResidentServing:
    waited = 0.0

    def __init__(self, samples: Tree, rows: Any, key: Any) -> None:
        self._samples = samples
        self._rows = rows
        self._key = key

    def most(self, first: int) -> int:
        return len(self._rows) - first

    def take(
        self, parts: Compiled, carry: Tree, log: Tree, first: int, count: int
    ) -> tuple[Tree, Tree]:
        after: tuple[Tree, Tree] = parts.run_steps(
            carry, log, self._samples, self._rows, self._key, first, count
        )
        return after

    def lowered(self, parts: Compiled, carry: Tree, log: Tree) -> Any:
        return parts.run_steps.lower(carry, log, self._samples, self._rows, self._key, 0, 0)


class Streamed:
    """A thread gathers the samples of the next steps and sends them while the device computes.

    samples: arrays, or what gives rows of them as arrays do: files, pictures of a folder.
    """

    def __init__(self, samples: Mapping[str, Any], spread: Spread, budget: int) -> None:
        self.samples = dict(samples)
        self._spread = spread
        is_made = any(getattr(array, "is_made", False) for array in self.samples.values())
        most = MADE_CHUNK_BYTES if is_made else CHUNK_BYTES
        self._chunk_bytes = min(most, budget // _CHUNKS)

    def chunk_steps(self, part: Part) -> int:
        """Steps whose samples go over at once; at least one."""
        row_bytes = sum(array.nbytes // max(1, len(array)) for array in self.samples.values())
        step_bytes = max(1, row_bytes * part.rows.shape[1])
        return max(1, min(self._chunk_bytes // step_bytes, len(part.rows)))

    @contextmanager
    def serving(self, part: Part) -> Iterator[Serving]:
        """Chunks from where the part has come to."""
        size = self.chunk_steps(part)
        begins = range(part.done // size * size, len(part.rows), size)
        ahead = Ahead([partial(self._chunk, part.rows, first, size) for first in begins])
        try:
            yield _StreamedServing(ahead, size, part.key)
        finally:
            ahead.close()

    def _chunk(self, rows: np.ndarray, first: int, size: int) -> Tree:
        """Samples [steps, size, ...] of `size` steps, on the device."""
        wanted = rows[first : first + size]
        lying = self._spread.dealt(rows.shape[1], None)
        return {
            name: jax.device_put(gathered(array, wanted, size), lying)
            for name, array in self.samples.items()
        }


def gathered(array: Any, rows: np.ndarray, steps: int) -> np.ndarray:
    """The rows [steps, size] of an array, filled up to so many steps with zeros."""
    found = _room((steps, rows.shape[1], *array.shape[1:]), array.dtype)
    found[len(rows) :] = 0
    place = found[: len(rows)].reshape(rows.size, *array.shape[1:])
    if type(array) is np.ndarray:
        np.take(array, rows.ravel(), axis=0, out=place, mode="clip")
    else:
        order = np.argsort(rows, axis=None, kind="stable")  # files are read from front to back
        place[order] = array[rows.ravel()[order]]
    return found


def _room(shape: tuple[int, ...], dtype: np.dtype) -> np.ndarray:
    """Memory that a processor's device takes over without copying, because of where it begins."""
    size = math.prod(shape) * dtype.itemsize
    room = np.empty(size + _ALIGNMENT, np.uint8)
    begin = -room.ctypes.data % _ALIGNMENT
    return room[begin : begin + size].view(dtype).reshape(shape)


class _StreamedServing:
    def __init__(self, ahead: Ahead[Tree], size: int, key: Any) -> None:
        self._ahead = ahead
        self._size = size
        self._key = key
        self._place = -1
        self._chunk: Tree = {}

    @property
    def waited(self) -> float:
        return self._ahead.waited

    def most(self, first: int) -> int:
        return self._size - first % self._size

    def take(
        self, parts: Compiled, carry: Tree, log: Tree, first: int, count: int
    ) -> tuple[Tree, Tree]:
        self._bring(first)
        after: tuple[Tree, Tree] = parts.run_chunk(carry, log, self._chunk, self._key, first, count)
        return after

    def _bring(self, first: int) -> None:
        """See that the chunk with this step is there."""
        if first // self._size != self._place:
            self._chunk = {}  # let go before the next one is there
            self._chunk, self._place = self._ahead.take(), first // self._size

    def lowered(self, parts: Compiled, carry: Tree, log: Tree) -> Any:
        self._bring(0)
        return parts.run_chunk.lower(carry, log, self._chunk, self._key, 0, 0)
