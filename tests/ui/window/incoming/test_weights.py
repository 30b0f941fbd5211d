"""Weights that have come: where they are in the window then, with a real file and process."""

from pathlib import Path

import pytest

from hornstudio.engine.storage.templates import find_template
from hornstudio.engine.train.kept.run_folder import RunFolder
from hornstudio.ui import settings
from tests.cli.test_importing import entry, write_model


@pytest.fixture
def model(tmp_path) -> Path:
    return write_model(tmp_path / "digits net.keras")


def take(window, qtbot, path: Path, said: list[str]) -> None:
    window.incoming.take([path])
    done = len(said) + 1
    qtbot.waitUntil(lambda: len(said) == done, timeout=60_000)


def test_an_imported_model_has_a_run_that_it_is_asked_and_trained_by(
    window, qtbot, answer, model, monkeypatch
):
    said = answer("Close")
    take(window, qtbot, model, said)
    trainer = window.workspace.training.trainer
    run = Path(trainer.inheritance.begins_in.run)
    assert run.name.startswith("digits-net-")
    assert f"Its weights are in the run {run.name}, listed under Runs." in said[0]
    assert RunFolder.open(run).graph().nodes.keys() == window.document.graph.nodes.keys()
    qtbot.waitUntil(lambda: not window.workspace.training.controls.inherited.isHidden())
    asked = []
    monkeypatch.setattr(window.incoming.prediction, "start", lambda *given: asked.append(given))
    window.incoming.samples_dropped.emit([model])
    assert asked == [({"": [model]}, str(run))]
    window.workspace.runs.reader.refresh()
    qtbot.waitUntil(lambda: not window.workspace.runs.reader.is_busy)


def test_a_model_with_placeholders_comes_without_weights_and_leaves_no_run(
    window, qtbot, answer, tmp_path
):
    path = write_model(tmp_path / "odd.keras", entry("Lambda", name="code", function={}))
    said = answer("Close")
    take(window, qtbot, path, said)
    assert "without weights: the graph cannot compute while it has placeholders." in said[0]
    assert window.workspace.training.trainer.inheritance.of_front is None
    assert window.workspace.training.controls.inherited.isHidden()


def test_the_graph_of_an_imported_run_comes_back_with_its_weights(window, qtbot, answer, model):
    said = answer("Close")
    take(window, qtbot, model, said)
    workspace = window.workspace
    run = workspace.training.trainer.inheritance.of_front.run
    window.filing.new()
    assert workspace.training.trainer.inheritance.of_front is None
    workspace.runs.graph_requested.emit(RunFolder.open(Path(run)).graph(), "net", run)
    assert workspace.training.trainer.inheritance.of_front.run == run
    workspace.runs.graph_requested.emit(RunFolder.open(Path(run)).graph(), "another", "")
    assert workspace.training.trainer.inheritance.of_front is None


@pytest.fixture
def run(tmp_path) -> str:
    (tmp_path / "run").mkdir()
    (tmp_path / "run" / "run.json").write_text("{}")
    return str(tmp_path / "run")


def test_a_network_that_was_saved_has_its_weights_again_on_another_day(
    window, make_window, tmp_path, run
):
    path = tmp_path / "net.horn"
    window.filing.show_import(find_template("mnist_mlp").graph())
    window.incoming.weights_taken.emit(run)
    assert window.filing._write(path)
    window.close()
    other = make_window(settings.load())
    other.filing.open(path)
    inheritance = other.workspace.training.trainer.inheritance
    assert (inheritance.begins_in.run, inheritance.begins_in.checkpoint) == (run, "epoch-0000")
    inheritance.want(False)
    assert other.filing.save()  # what is not wanted is not offered again
    assert settings.load().weights_of(path) is None


def test_another_network_in_a_file_has_not_the_weights_of_the_former(window, tmp_path, run):
    path = tmp_path / "net.horn"
    window.filing.show_import(find_template("mnist_mlp").graph())
    window.incoming.weights_taken.emit(run)
    assert window.filing._write(path)
    assert window.settings.weights_of(path) == (run, "epoch-0000")
    window.workspace.training.trainer.inheritance.want(False)
    assert window.filing._write(path)
    assert window.settings.weights_of(path) is None
