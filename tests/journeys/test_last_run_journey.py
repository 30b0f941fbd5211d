"""A file that was trained, closed and opened again is where it was left, and trains on."""

from dataclasses import replace

from hornstudio.engine.catalog import catalog
from hornstudio.engine.editing import edits
from hornstudio.engine.remedies import replace_node_kind
from hornstudio.engine.storage import files
from hornstudio.engine.storage.templates import find_template
from hornstudio.engine.watch.events import Epoch, Started
from hornstudio.ui.panels.training import State


def test_the_last_run_is_there_again_and_goes_on(person, tmp_path):
    graph = replace_node_kind(find_template("mnist_mlp").graph(), "mnist", "digits", catalog())
    graph = edits.set_training(graph, replace(graph.training, epochs=2))
    path = tmp_path / "digits.horn"
    files.save(graph, path)
    person.window.filing.open(path)
    person.train()
    trainer, client = person.training.trainer, person.window.client
    run, results = trainer.history.current.started.run, trainer.results
    person.window.filing.open_copy(edits.rename_node(graph, "hidden", "other"))
    tabs = person.window.tabs
    tabs.remove(tabs.find(path))
    person.window.filing.open(path)
    person.qtbot.waitUntil(lambda: trainer.history.current is not None, timeout=20_000)
    controls = person.training.controls
    controls.refresh()
    assert controls.progress.heading.text() == "Last run"
    assert (trainer.trained_run, trainer.results) == (run, results)
    assert controls.go_on.text() == "More epochs…"
    events: list[object] = []
    client.event_received.connect(events.append)
    trainer.train_on(1)
    person.qtbot.waitUntil(lambda: trainer.finished is not None, timeout=60_000)
    started = next(e for e in events if isinstance(e, Started))
    assert (started.run, started.first_epoch) == (run, 3)
    assert [e.epoch for e in events if isinstance(e, Epoch)] == [3]
    assert client.state is State.READY
    assert controls.progress.heading.text() != "Last run"
