"""The smallest network worth training, on all of MNIST: what it must reach, and repeat."""

import pytest

from hornstudio.engine.editing import edits
from hornstudio.engine.storage.templates import find_template
from hornstudio.engine.train.run import train
from hornstudio.engine.watch.events import Epoch, Finished
from tests.real_data import needs_mnist

EPOCHS = 5


def figures() -> list[dict[str, float]]:
    """Of each epoch, and of the test at the end."""
    template = find_template("mnist_mlp").graph()
    graph = edits.set_param(template, "mnist", "validation_split", 0.0)
    events = list(train(graph, epochs=EPOCHS, batch_size=32, seed=0, checkpoints=False))
    assert isinstance(events[-1], Finished)
    return [event.metrics for event in events if isinstance(event, Epoch | Finished)]


@pytest.mark.same_bits
@needs_mnist
def test_the_seed_model_learns_mnist_and_does_so_again() -> None:
    first = figures()
    assert len(first) == EPOCHS + 1
    assert first[-1]["test_accuracy"] >= 0.93
    assert first[-1]["test_loss"] <= 0.245
    assert figures() == first
