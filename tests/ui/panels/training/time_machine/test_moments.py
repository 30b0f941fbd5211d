import pytest

from hornstudio.engine.train.kept.checkpoint_folder import CheckpointFolder
from hornstudio.engine.train.kept.mark import Mark
from hornstudio.engine.train.kept.snapshot_folder import SnapshotFolder
from hornstudio.engine.worker import messages
from hornstudio.ui.panels.training.process.client import State
from hornstudio.ui.panels.training.time_machine.moments import Moments, Place, epochs_of


@pytest.fixture
def moments(client) -> Moments:
    return Moments(client)


def test_epochs_are_those_of_checkpoints_and_snapshots(tmp_path):
    assert epochs_of("") == []
    assert epochs_of(str(tmp_path / "none")) == []
    checkpoints = CheckpointFolder(tmp_path / "checkpoints")
    for mark in (Mark(0), Mark(4), Mark(5, 3)):
        checkpoints.save(mark, {}, {}, {})
    for epoch in (2, 4):
        SnapshotFolder(tmp_path / "snapshots").save(epoch, {}, {})
    assert epochs_of(str(tmp_path)) == [2, 4]


def test_figures_come_with_the_ticket_that_asked_for_them(moments, client):
    one, two = Place("/runs/a", 1), Place("/runs/a", 2)
    moments.measure(one)
    moments.measure(two)
    asked = [m for m in client.sent if isinstance(m, messages.Evaluate)]
    assert [(m.run, m.checkpoint) for m in asked] == [
        ("/runs/a", "epoch-0001"),
        ("/runs/a", "epoch-0002"),
    ]
    client.evaluated.emit(asked[1].ticket, {"test_loss": 0.25}, "")
    assert moments.figures(two) == {"loss": 0.25}
    assert moments.is_asked(one)
    client.evaluated.emit(asked[0].ticket, {}, "it is damaged")
    assert (moments.figures(one), moments.reason(one)) == ({}, "it is damaged")
    client.evaluated.emit(99, {"test_loss": 1.0}, "")  # an answer that nobody waits for


def test_a_worker_that_has_gone_answers_no_more(moments, client):
    place = Place("/runs/a", 1)
    moments.measure(place)
    client.greeting = None
    client._go(State.LOST)
    assert not moments.is_asked(place)
    moments.measure(place)  # nobody to ask
    assert not moments.is_asked(place)
