"""Training settings of one run."""

import pytest

from hornstudio.engine.errors import RunError
from hornstudio.engine.train.wishes import with_training
from tests.engine import sample_graph


def test_what_is_wished_replaces_what_the_file_says() -> None:
    graph = sample_graph.mlp(epochs=7)
    changed = with_training(graph, {"epochs": None, "seed": 9}).training
    assert (changed.epochs, changed.seed) == (7, 9)
    assert changed.batch_size == graph.training.batch_size
    with pytest.raises(RunError, match=r"training\.batch_size is 0; need an integer from 1"):
        with_training(graph, {"batch_size": 0})
