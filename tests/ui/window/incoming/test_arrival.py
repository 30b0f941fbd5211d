"""What has come from elsewhere: weights, with a real file and process, and large tables."""

import threading
from pathlib import Path

import pytest

from hornstudio.engine.graph import Graph, Node, freeze
from hornstudio.engine.modules.patience import in_a_hurry
from hornstudio.engine.modules.tables import survey
from hornstudio.engine.storage import files
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
    assert not window.workspace.training.controls.inherited.isHidden()
    asked = []
    monkeypatch.setattr(window.incoming.prediction, "start", lambda *given: asked.append(given))
    window.incoming.samples_dropped.emit([model])
    assert asked == [([model], str(run))]
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
    workspace.runs.graph_requested.emit(RunFolder.open(Path(run)).graph(), run)
    assert workspace.training.trainer.inheritance.of_front.run == run
    workspace.runs.graph_requested.emit(RunFolder.open(Path(run)).graph(), "")
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


@pytest.fixture
def gate(monkeypatch) -> threading.Event:
    """Every table is a large one, and none is known before this is set."""
    gate, look = threading.Event(), survey.look_at_columns
    monkeypatch.setattr(survey, "_LARGE_BYTES", 4)
    monkeypatch.setattr(survey, "look_at_columns", lambda *how: (gate.wait(60), look(*how))[1])
    return gate


def test_a_network_is_opened_before_its_large_table_is_looked_through(
    window, qtbot, tmp_path, gate
):
    table, path = tmp_path / "houses.csv", tmp_path / "net.horn"
    table.write_text("a,b,c\n1,2,x\n3,4,y\n", "utf-8")
    files.save(Graph(nodes=freeze({"t": Node("table", freeze({"path": str(table)}))})), path)
    document = window.document

    def features() -> int | None:
        return document.report.facts["t"].outputs["features"].shape[0]

    with in_a_hurry():
        window.filing.open(path)
        reasons = [str(problem.reason) for problem in document.report.problems_of("t")]
        assert reasons == ["houses.csv is being looked through, which takes a moment"]
        gate.set()
        qtbot.waitUntil(lambda: features() == 2)
        assert not any(problem.severity == "error" for problem in document.report.problems_of("t"))
        assert not document.is_modified
        gate.clear()
        table.write_text("a,b,c,d\n1,2,x,5\n3,4,y,6\n", "utf-8")
        document.look_again()
        table.write_text("a,b,c,d,e\n1,2,x,5,1\n3,4,y,6,7\n", "utf-8")
        gate.set()  # what was looked through is of the past: it is done once more
        qtbot.waitUntil(lambda: features() == 5)
