"""A run whose loss has stood still says so at its end."""

from pathlib import Path

import pytest

from hornstudio.engine.editing import edits
from hornstudio.engine.train.events import Finished
from hornstudio.engine.train.run import train
from hornstudio.engine.train.trouble.remarks import still_for
from tests.engine import sample_graph


@pytest.mark.parametrize(
    ("losses", "count"),
    [
        ([], 0),
        ([2.3], 0),
        ([2.303, 2.302], 2),
        ([2.4, 2.3], 0),
        ([2.5, 2.303, 2.302], 0),
        ([2.5, 2.303, 2.302, 2.302], 3),
        ([3.0, 2.9, 2.8, 2.7, 2.6, 2.6, 2.6], 0),
        ([3.0, 2.9, 2.6, 2.6, 2.6, 2.6], 4),
        ([0.0, 0.0, 0.0], 0),
        ([float("nan")] * 3, 0),
    ],
)
def test_a_loss_stands_still_where_it_moves_less_than_a_thousandth(
    losses: list[float], count: int
) -> None:
    assert still_for(losses) == count


def test_a_run_that_learns_nothing_says_so(tmp_path: Path) -> None:
    graph = edits.set_param(sample_graph.mlp(epochs=2), "sgd", "learning_rate", 1e-9)
    last = list(train(graph, run_dir=tmp_path / "run"))[-1]
    assert isinstance(last, Finished)
    (remark,) = last.remarks
    assert remark.startswith("the loss has stood still at 2.")
    assert "since epoch 1. If it should fall" in remark
