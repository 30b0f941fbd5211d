"""A run in progress asks of its graph once what it wants to know twice."""

from typing import Any

import pytest

from hornstudio.engine.train import progress
from hornstudio.engine.train.run import train
from hornstudio.engine.watch.events import Finished
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
