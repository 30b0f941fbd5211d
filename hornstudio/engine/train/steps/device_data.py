"""The training arrays on the device that computes."""

from typing import Any

from hornstudio.engine.compile.network import Tree
from hornstudio.engine.data.dataset import Dataset
from hornstudio.engine.lazy import jax

_kept: dict[str, Tree] = {}  # the training arrays of the latest run, by the data's hash


def on_device(dataset: Dataset, lying: Any = None) -> Tree:
    """The training arrays on the device; those of the latest run stay there for the next.

    lying: the sharding where they lie on several devices.
    """
    if not is_on_device(dataset, lying):
        _kept.clear()
        _kept[_key(dataset, lying)] = jax.device_put(dict(dataset.train), lying)
    return _kept[_key(dataset, lying)]


def is_on_device(dataset: Dataset, lying: Any = None) -> bool:
    """Whether they are there already."""
    return _key(dataset, lying) in _kept


def _key(dataset: Dataset, lying: Any) -> str:
    return f"{dataset.hash} {lying or ''}"


def forget() -> None:
    """Let go of what was kept, where memory is needed for other things."""
    _kept.clear()
