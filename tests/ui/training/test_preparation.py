"""The worker is told of the graph once it is left alone, and only of one that can be trained."""

import pytest

from hornstudio.engine import edits
from hornstudio.ui.training import preparation
from hornstudio.ui.training.client import State
from hornstudio.ui.training.preparation import Preparation


@pytest.fixture
def prepared(document, client, monkeypatch) -> list[str]:
    monkeypatch.setattr(preparation, "QUIET_MS", 30)
    told: list[str] = []
    monkeypatch.setattr(client, "prepare", told.append)
    document.preparation = Preparation(document, client, document)
    return told


def test_a_graph_left_alone_is_prepared_once(qtbot, document, client, prepared):
    for units in (10, 20, 30):
        document.edit("Set", edits.set_param(document.graph, "hidden", "units", units))
    qtbot.waitUntil(lambda: len(prepared) == 1)
    assert '"units": 30' in prepared[0]
    document.edit("Move", edits.move_nodes(document.graph, {"hidden": (8.0, 8.0)}))
    qtbot.wait(100)
    assert len(prepared) == 1


def test_a_graph_with_errors_is_not(qtbot, document, client, prepared):
    document.edit("Delete", edits.remove_nodes(document.graph, ["sgd"]))
    qtbot.wait(100)
    assert not prepared


def test_a_new_worker_is_told_again(qtbot, document, client, prepared):
    for _ in range(2):
        client._go(State.STARTING)
        client._go(State.READY)
        qtbot.wait(100)
    assert len(prepared) == 2


def test_a_busy_worker_is_left_alone(qtbot, document, client, prepared):
    client._go(State.TRAINING)
    document.edit("Set", edits.set_param(document.graph, "hidden", "units", 12))
    qtbot.wait(100)
    assert not prepared
