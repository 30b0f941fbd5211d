"""A run that has begun. For tests."""

from hornstudio.engine.storage.templates import find_template
from hornstudio.engine.watch.events import Started

GRAPH = find_template("mnist_mlp").graph()


def started(first_epoch: int = 1) -> Started:
    """What it tells at first."""
    return Started(
        run="run",
        epochs=9,
        batch_size=32,
        seed=0,
        steps=10,
        samples=320,
        validation_samples=0,
        test_samples=10,
        weights=5,
        device="CPU",
        source="toy",
        data_hash="abc",
        first_epoch=first_epoch,
    )
