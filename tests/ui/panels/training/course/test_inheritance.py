"""Weights that a network has come with: which it has, and whether training begins in them."""

import pytest

from hornstudio.engine.graph import Graph
from hornstudio.ui.document import Document
from hornstudio.ui.front import Front
from hornstudio.ui.panels.training.course.inheritance import Inheritance
from hornstudio.ui.panels.training.course.trainer import Trainer


@pytest.fixture
def run(tmp_path) -> str:
    (tmp_path / "run.json").write_text("{}")
    return str(tmp_path)


def test_training_begins_in_them_as_long_as_they_are_wanted(document, client, run):
    trainer = Trainer(document, client, None)
    trainer.inheritance.give(run)
    trainer.train()
    assert (client.sent[-1].branch, client.sent[-1].checkpoint) == (run, "epoch-0000")
    client.refuse("busy")
    trainer.inheritance.want(False)
    trainer.train()
    assert client.sent[-1].branch == ""
    client.refuse("busy")
    trainer.inheritance.want(True)
    trainer.train("/runs/other", "best")  # whoever asks for others gets them
    assert (client.sent[-1].branch, client.sent[-1].checkpoint) == ("/runs/other", "best")


def test_each_open_network_has_its_own(qapp, run):
    first, second = Document(Graph()), Document(Graph())
    front = Front(first)
    inheritance = Inheritance(front)
    told = []
    inheritance.changed.connect(lambda: told.append(1))
    inheritance.give(run)
    front.bring(second)
    assert inheritance.of_front is None
    front.bring(first)
    assert inheritance.begins_in.run == run
    assert len(told) == 3
    first.open(Graph(name="another"), None)
    assert inheritance.of_front is None
    assert len(told) == 4


def test_a_run_that_was_deleted_is_offered_no_more(document, run, tmp_path):
    inheritance = Inheritance(document)
    inheritance.give(run)
    (tmp_path / "run.json").unlink()
    assert inheritance.of_front is None
    assert inheritance.begins_in is None
