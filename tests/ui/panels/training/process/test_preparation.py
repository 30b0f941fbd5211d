"""The worker is told of the graph once it is left alone, and only of one that can be trained."""

import pytest

from hornstudio.engine.editing import edits
from hornstudio.engine.train.forecast import Forecast
from hornstudio.engine.worker import messages
from hornstudio.ui.panels.training import TrainingPanel
from hornstudio.ui.panels.training.process import preparation
from hornstudio.ui.panels.training.process.client import State
from hornstudio.ui.panels.training.process.preparation import Preparation


@pytest.fixture
def prepared(document, client, monkeypatch) -> list[str]:
    monkeypatch.setattr(preparation, "QUIET_MS", 30)
    told: list[str] = []
    monkeypatch.setattr(client, "prepare", lambda graph, ticket: told.append(graph))
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


def needing(**facts) -> Forecast:
    plain = {"batch_size": 32, "peak_bytes": 3 << 20, "free_bytes": 1 << 30, "safe_batch": 4096}
    return Forecast(**{**plain, "epoch_seconds": 2.5, **facts})


@pytest.fixture
def controls(document, client, qtbot):
    panel = TrainingPanel(document, client)
    qtbot.addWidget(panel)
    client._go(State.STARTING)
    client._go(State.READY)
    yield panel.controls
    panel.hide()  # until here it must be held on to


def answer(client, forecast: Forecast) -> None:
    asked = next(m for m in reversed(client.sent) if isinstance(m, messages.Prepare))
    client._handle(messages.encode(messages.Prepared(ticket=asked.ticket, forecast=forecast))[4:])


def test_the_forecast_is_told_before_train(controls, client):
    answer(client, needing())
    assert controls.note.whole_text == "An epoch: about 2.5 s, 3.00 MB"
    answer(client, needing(steps=1688))
    assert controls.note.whole_text == "An epoch: 1\u202f688 steps, about 2.5 s, 3.00 MB"
    answer(client, needing(steps=1))  # the batch may be larger than the data
    words = "An epoch: one step with all samples, about 2.5 s, 3.00 MB"
    assert controls.note.whole_text == words


def test_too_little_memory_is_told_and_what_would_fit_is_offered(controls, client, document):
    answer(client, needing(peak_bytes=9 << 30, safe_batch=16))
    assert controls.note.whole_text == "Needs 9.00 GB, only 1.00 GB free."
    assert controls.note.property("tone") == "warning"
    assert controls.offer.text() == "Batch 16"
    assert not controls.offer.isHidden()
    controls.offer.click()
    assert document.graph.training.batch_size == 16
    assert controls.offer.isHidden()
    document.undo_stack.undo()
    assert document.graph.training.batch_size == 32


def test_no_batch_is_offered_where_none_would_fit(controls, client):
    answer(client, needing(peak_bytes=9 << 30, safe_batch=0))
    assert controls.note.whole_text == "Needs 9.00 GB, only 1.00 GB free."
    assert controls.offer.isHidden()


def test_a_forecast_of_another_graph_is_not_shown(controls, client, document):
    answer(client, needing())
    before = list(client.sent)
    document.edit("Set", edits.set_param(document.graph, "hidden", "units", 12))
    assert controls.note.whole_text == ""
    client.sent = before
    answer(client, needing())  # comes late
    assert controls.note.whole_text == ""
