"""The computing process is killed in mid-training: the window lives, says so, and trains again."""

import json
import os
import signal

import pytest
from PySide6.QtWidgets import QLabel

from hornstudio import paths
from hornstudio.engine.catalog import catalog
from hornstudio.engine.graph import Graph
from hornstudio.engine.remedies import replace_node_kind
from hornstudio.engine.runs.collection import RunCollection
from hornstudio.engine.storage.templates import find_template
from hornstudio.engine.watch.events import Step
from hornstudio.ui.panels.runs.column import columns
from hornstudio.ui.panels.training import State

pytestmark = pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no such signal here")


def digits_mlp() -> Graph:
    return replace_node_kind(find_template("mnist_mlp").graph(), "mnist", "digits", catalog())


@pytest.fixture
def trainer(person):
    """A training that would take long is going on."""
    person.window.filing.open_copy(digits_mlp())
    person.type_into(person.field(person.training, "Epochs"), "5000")
    steps = []
    client = person.window.client
    client.event_received.connect(lambda e: isinstance(e, Step) and steps.append(e))
    person.click(person.window.workspace.tool_bar.train)
    person.qtbot.waitUntil(lambda: len(steps) > 3, timeout=60_000)
    return person.training.trainer


def kill(person):
    client = person.window.client
    pid = client.pid
    assert pid > 0
    os.kill(pid, signal.SIGKILL)
    person.qtbot.waitUntil(lambda: client.pid not in (0, pid), timeout=30_000)


def words_of(person):
    labels = person.training.findChildren(QLabel)
    return " ".join(label.text() for label in labels if label.isVisible())


def test_a_killed_worker_is_told_and_the_next_training_works(person, trainer):
    graph = person.graph
    kill(person)
    assert person.window.isVisible()
    assert trainer.trouble is not None
    assert trainer.trouble.kind == "lost"
    assert "9 (SIGKILL)" in words_of(person)
    assert person.graph is graph
    assert person.window.workspace.tool_bar.train.text() == "Train"
    person.type_into(person.field(person.training, "Epochs"), "2")
    result = person.train()
    assert result["finished"].metrics["test_accuracy"] > 0.5


def runs():
    with RunCollection() as collection:
        collection.refresh()
        return collection.records()


def listed(run):
    """What the list of runs says that a run took, and in words."""
    (found,) = (each for each in runs() if each.path == run.started.run)
    (cell,) = (column for column in columns() if column.id == "seconds")
    return found.seconds, cell.show(found)


def test_the_list_of_runs_says_with_the_panel_how_long_a_run_took_that_was_killed(person, trainer):
    person.qtbot.waitUntil(
        lambda: trainer.has_checkpoint and trainer.history.current.session_seconds > 0.5,
        timeout=60_000,
    )
    kill(person)
    run = trainer.history.current
    took = run.seconds
    assert took > 0
    assert listed(run)[0] == pytest.approx(took, abs=0.05)
    person.click(person.training.banner.resume)
    person.qtbot.waitUntil(lambda: run.session_seconds > 0.5, timeout=60_000)
    kill(person)  # and once more, in its second life
    assert run.seconds > took + 0.5
    assert listed(run)[0] == pytest.approx(run.seconds, abs=0.05)
    person.click(person.training.banner.resume)
    person.qtbot.waitUntil(lambda: run.session_seconds > 0.5, timeout=60_000)
    person.window.table["stop"].trigger()
    person.qtbot.waitUntil(lambda: trainer.finished is not None, timeout=60_000)
    seconds, words = listed(run)
    assert seconds == pytest.approx(run.seconds, abs=0.05)
    person.qtbot.waitUntil(lambda: words in words_of(person))


def test_killed_while_it_is_held(person, trainer):
    client = person.window.client
    person.window.table["pause"].trigger()
    person.qtbot.waitUntil(lambda: client.state is State.PAUSED)
    assert person.window.workspace.tool_bar.train.text().startswith("Paused")
    kill(person)
    assert trainer.trouble is not None
    assert not client.is_busy
    person.window.table["undo"].trigger()
    assert person.graph == digits_mlp()


def test_a_worker_that_is_killed_while_nothing_runs_comes_back(person):
    person.qtbot.waitUntil(lambda: person.window.client.state is State.READY, timeout=60_000)
    kill(person)
    person.qtbot.waitUntil(lambda: person.window.client.state is State.READY, timeout=60_000)
    assert person.window.isVisible()


def test_closing_in_mid_training_leaves_no_process(person, trainer):
    pid = person.window.client.pid
    person.window.client.shutdown()
    assert person.window.client.pid == 0
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def test_closing_in_mid_training_keeps_what_was_learned(person, trainer):
    """As the question before it says."""
    (run,) = (path.parent for path in paths.runs_dir().glob("*/run.json"))
    person.window.client.shutdown(keeps_run=True)
    assert person.window.client.pid == 0
    facts = json.loads((run / "run.json").read_text("utf-8"))
    assert facts["state"] == "stopped"
    assert list((run / "checkpoints").glob("*-step-*.safetensors"))
