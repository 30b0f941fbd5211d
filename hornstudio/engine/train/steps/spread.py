"""The devices that a run computes on, and how its arrays lie on them.

One batch is dealt out over all devices along the axis `data`; weights are on each, but for tables
that cores of one processor share. JAX's compiler adds up what the devices have found, so that a
step is that of the whole batch on one device.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from hornstudio.engine.compile.plan import Plan
from hornstudio.engine.graph import Training
from hornstudio.engine.lazy import jax
from hornstudio.engine.text import Text
from hornstudio.engine.train.steps.cores import cores_for, devices, is_even, tables_of
from hornstudio.engine.train.steps.device import device_title
from hornstudio.engine.training_settings import ALL_DEVICES, share_of_devices

AXIS = "data"


@dataclass(frozen=True)
class Spread:
    """The devices of a run, all of one kind; `why` it is these, in words.

    left_out: how many were asked for besides. is_one: they are cores of one processor. tables:
    nodes whose weights are dealt out by rows, so that each of the devices improves a part.
    """

    devices: tuple[Any, ...]
    why: str
    left_out: int = 0
    is_one: bool = False
    tables: frozenset[str] = frozenset()

    @property
    def words_on_fewer(self) -> list[Text]:
        """Why not all are used that were asked for."""
        return [Text("devices in use: {why}", why=self.why)] if self.left_out else []

    @property
    def title(self) -> str:
        """What they are called: `GPU (NVIDIA H100)`, `4 × GPU (NVIDIA H100)`."""
        one = device_title(self.devices[0])
        return one if self.is_one or len(self.devices) == 1 else f"{len(self.devices)} × {one}"

    @property
    def copies(self) -> int:
        """How often the memory of the first device has what lies on each of them."""
        return len(self.devices) if self.devices[0].platform == "cpu" else 1

    @cached_property
    def everywhere(self) -> Any:
        """How an array lies that each device has in whole; None where there is one device."""
        return self._lying()

    def _lying(self, *axes: str | None) -> Any:
        if len(self.devices) == 1:
            return None
        mesh = jax.sharding.Mesh(np.array(self.devices), (AXIS,))
        return jax.sharding.NamedSharding(mesh, jax.sharding.PartitionSpec(*axes))

    def dealt(self, size: int, *before: None) -> Any:
        """How an array of samples lies; each device has all where they cannot be shared evenly.

        before: axes before that of the samples, each of them whole.
        """
        fits = is_even((size,), len(self.devices))
        return self._lying(*before, AXIS) if fits else self.everywhere

    def carried(self, trees: Any) -> Any:
        """How each array lies that steps carry on; trees: of weights and the like, by node."""

        def lying(path: tuple[Any, ...], array: Any) -> Any:
            return self._lying(AXIS) if self._is_cut(path, array) else self.everywhere

        return jax.tree_util.tree_map_with_path(lying, trees)

    def on_one(self) -> "Spread":
        """The first of several cores, where there is no room for the weights on each of them."""
        why = Text(
            "one core, not {count}: there is memory for the weights and what the optimizer keeps "
            "of them, but not for all of that once on every core",
            count=len(self.devices),
        )
        return Spread(self.devices[:1], why)

    def to_measure(self, trees: Any) -> Any:
        """Weights and the like as an evaluation takes them: one of several cores computes it.

        Its figures are then the same bits however many cores share the training, and when a run
        is measured later. Cores that share its batches, too, would take a tenth to a third off it,
        and one part in a hundred off an epoch of which a tenth validates (LSTM of 32 and 64 units
        on two cores, JAX 0.10).
        """
        return jax.device_put(trees, self.devices[0]) if self.is_one else trees

    def bytes_of(self, trees: Any) -> int:
        """What they take of the first device's memory, lying so."""

        def taken(path: tuple[Any, ...], array: Any) -> int:
            times = 1 if self._is_cut(path, array) else self.copies
            return times * array_bytes(array)

        return sum(jax.tree.leaves(jax.tree_util.tree_map_with_path(taken, trees)))

    def _is_cut(self, path: tuple[Any, ...], array: Any) -> bool:
        is_table = any(getattr(key, "key", None) in self.tables for key in path)
        return is_table and is_even(array.shape, len(self.devices))

    def deal(self, batch: Mapping[str, Any]) -> Mapping[str, Any]:
        """A batch with its samples dealt out over the devices, within a compiled step."""
        if len(self.devices) == 1:
            return batch
        return {
            name: jax.lax.with_sharding_constraint(array, self.dealt(len(array)))
            for name, array in batch.items()
        }


def array_bytes(array: Any) -> int:
    """What an array takes, by its form alone: it may not have been made yet."""
    return int(math.prod(array.shape) * array.dtype.itemsize)


def spread_for(training: Training, plan: Plan | None = None) -> Spread:
    """The devices for a training, as `share_of_devices` has it.

    plan: of what is trained; on a processor its cores may share each batch.
    """
    found = devices()
    if plan is not None and len(found) == 1 and (cores := cores_for(plan)):
        why = Text(
            "{count} cores share each batch, as layers that go step by step gain by that",
            count=len(cores),
        )
        return Spread(cores, why, is_one=True, tables=tables_of(plan, len(cores)))
    count, reason = share_of_devices(training, len(found))
    left_out = len(found) - count if training.devices == ALL_DEVICES else 0
    return Spread(tuple(found[:count]), reason or _why_the_only(found[0]), left_out)


def _why_the_only(device: Any) -> str:
    if device.platform == "cpu":
        return Text("no graphics card was found that JAX can compute on")
    return Text("the only one")
