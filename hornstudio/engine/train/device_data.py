"""The training arrays on the device that computes."""

from hornstudio.engine.compile.program import Tree
from hornstudio.engine.data.dataset import Dataset
from hornstudio.engine.lazy import jax

_kept: dict[str, Tree] = {}  # the training arrays of the latest run, by the data's hash


def on_device(dataset: Dataset) -> Tree:
    """The training arrays on the device; those of the latest run stay there for the next."""
    if dataset.hash not in _kept:
        _kept.clear()
        _kept[dataset.hash] = {n: jax.device_put(array) for n, array in dataset.train.items()}
    return _kept[dataset.hash]
