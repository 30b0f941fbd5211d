"""A run in progress asks of its graph once what it wants to know twice."""

from typing import Any

import pytest

from hornstudio.engine.editing import edits
from hornstudio.engine.train import progress
from hornstudio.engine.train.run import train
from hornstudio.engine.watch.events import Epoch, Finished, Started
from tests.engine import sample_graph


def test_the_graph_is_checked_once_for_its_data_and_for_what_is_kept(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    checked: list[Any] = []
    check = progress.check
    monkeypatch.setattr(progress, "check", lambda graph: (checked.append(graph), check(graph))[1])
    *_, last = train(sample_graph.mlp(), epochs=1)
    assert isinstance(last, Finished)
    assert len(checked) == 1


def test_an_epoch_tells_the_learning_rate_of_its_last_step() -> None:
    falling = {"kind": "linear_decay", "params": {"init_value": 0.5, "transition_steps": 100}}
    graph = edits.set_param(sample_graph.mlp(), "sgd", "learning_rate", falling)
    started, *events = train(graph, epochs=2, checkpoints=False)
    assert isinstance(started, Started)
    rates = [event.learning_rate for event in events if isinstance(event, Epoch)]
    ends = [started.steps - 1, 2 * started.steps - 1]
    assert rates == pytest.approx([0.5 * (1 - end / 100) for end in ends])
