"""Whether the network in front can be asked."""

import pytest

from hornstudio.engine.graph import Graph
from hornstudio.engine.runs.collection import RunCollection
from hornstudio.ui.panels.training.course import trained
from hornstudio.ui.panels.training.course.trained import Trained
from hornstudio.ui.panels.training.course.trainer import Trainer
from tests.engine.runs.conftest import make_run, root  # noqa: F401


@pytest.fixture(autouse=True)
def no_delay(monkeypatch):
    monkeypatch.setattr(trained, "DELAY_MS", 0)


def watched(document, client):
    """The answer, and each change of it."""
    known = Trained(Trainer(document, client, None))
    told = []
    known.changed.connect(lambda: told.append(known.has_weights))
    return known, told


def test_it_can_once_a_training_has_left_a_checkpoint(document, client, told):
    known, changes = watched(document, client)
    known._trainer.train()
    client.tell(told.started(), told.step(1, 5))
    assert (known.has_weights, changes) == (False, [])
    client.tell(told.checkpointed())
    client.tell(*[told.step(1, step) for step in range(6, 9)])
    assert (known.has_weights, changes) == (True, [True])
    client.tell(told.finished(1))
    known._trainer.forget_runs([told.started().run])
    assert changes == [True, False]


def test_a_run_of_the_same_network_that_this_window_has_not_made_is_found(
    document,
    client,
    make_run,  # noqa: F811
    qtbot,
):
    run = make_run("one", 0.5, graph=document.graph, model=document.graph.name)
    (run / "checkpoints" / "epoch-0001.safetensors").touch()
    with RunCollection() as runs:
        runs.refresh()
    known, changes = watched(document, client)
    qtbot.waitUntil(lambda: known.has_weights)
    assert changes == [True]
    document.open(Graph(), None)
    assert changes == [True, False]
