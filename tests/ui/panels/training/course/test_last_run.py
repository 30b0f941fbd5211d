"""A file that is opened shows its last run as if that had ended just now."""

import shutil
from datetime import datetime

import pytest

from hornstudio.engine.editing import edits
from hornstudio.engine.graph import Graph
from hornstudio.engine.storage import files
from hornstudio.ui.panels.training import TrainingPanel
from hornstudio.ui.panels.training.course import last_run
from tests.engine.runs.conftest import make_run, root  # noqa: F401

BEGUN = "2026-01-01 10:00:00"


@pytest.fixture(autouse=True)
def no_delay(monkeypatch):
    monkeypatch.setattr(last_run, "DELAY_MS", 0)


@pytest.fixture
def path(document, tmp_path):
    path = tmp_path / "net.horn"
    files.save(document.graph, path)
    return path


@pytest.fixture
def make(make_run, path, document):  # noqa: F811
    def made(*losses: float, **facts: object):
        settings = {"epochs": 3, "batch_size": 32, "seed": 0}
        told = {"training": settings, "steps": 10, "begun": BEGUN, "file": str(path), **facts}
        run = make_run("one", *losses, graph=document.graph, model=document.graph.name, **told)
        (run / "checkpoints" / f"epoch-{len(losses):04}.safetensors").touch()
        return run

    return made


@pytest.fixture
def panel(document, client, qtbot):
    panel = TrainingPanel(document, client)
    for widget in (panel, panel.log_view):
        qtbot.addWidget(widget)
    panel.resize(1_000, 300)
    panel.show()
    return panel


def opened(panel, graph, path, qtbot):
    panel.trainer.document.open(graph, path)
    qtbot.waitUntil(lambda: panel.trainer.history.current is not None)
    panel.controls.refresh()
    return panel.controls


def test_its_figures_and_curves_are_there_and_it_can_be_gone_on_with(
    panel, document, path, make, client, qtbot
):
    now = datetime.now()
    run = make(0.5, 0.3, 0.2, ended=f"{now:%Y-%m-%d %H:%M:%S}", metrics={"test_accuracy": 0.9812})
    values: list[dict[str, str]] = []
    panel.live_values.connect(values.append)
    controls = opened(panel, document.graph, path, qtbot)
    progress = controls.progress
    assert (progress.heading.text(), progress.total.whole_text) == (
        "Last run",
        f"today, {now:%H:%M}",
    )
    assert "Trained epoch 3 of 3 in 4.5 s" in progress.total.toolTip()
    assert progress.pages.toolTip() == "Test accuracy 98.12 %"
    assert values[-1]["accuracy"] == "test 98.12 %"
    assert list(panel.trainer.history.current.validation["loss"].y) == [0.5, 0.3, 0.2]
    assert controls.train.text() == "Train again"
    assert controls.go_on.text() == "More epochs…"
    assert panel.trainer.trained_run == str(run)
    panel.trainer.train_on(2)
    sent = client.sent[-1]
    assert (sent.run_dir, sent.resume, sent.epochs) == (str(run), True, 5)


@pytest.mark.parametrize(("epochs", "wish"), [(5, "Train"), (9, "")])
def test_what_a_terminal_has_trained_on_meanwhile_counts(
    panel, document, path, make, client, qtbot, answer, epochs, wish
):
    before = make(0.5, 0.3, 0.2)
    controls = opened(panel, document.graph, path, qtbot)
    shutil.rmtree(before)
    settings = {"epochs": epochs, "batch_size": 32, "seed": 0}
    run = make(0.5, 0.3, 0.2, 0.15, 0.1, training=settings)
    said = answer(*filter(None, [wish]))
    controls.go_on.click()
    qtbot.waitUntil(lambda: bool(client.sent))
    assert [words for words in said if "has done: 5. How many more?" in words] == said
    assert (client.sent[-1].run_dir, client.sent[-1].epochs) == (str(run), 10 if wish else 9)
    history = panel.trainer.history
    assert list(history.current.validation["loss"].y) == [0.5, 0.3, 0.2, 0.15, 0.1]
    assert (history.earlier, history.current.number) == ([], 1)


def test_one_that_was_broken_off_says_so_and_goes_on(panel, document, path, make, client, qtbot):
    make(0.5, 0.3, state="interrupted")
    controls = opened(panel, document.graph, path, qtbot)
    assert controls.progress.heading.text() == "Last run"
    assert controls.progress.words.text() == "Broken off in epoch 3 of 3."
    assert controls.go_on.text() == "Continue"
    controls.go_on.click()
    assert client.sent[-1].resume


def test_what_has_changed_since_is_told(panel, document, path, make, qtbot):
    make(0.5, 0.3, 0.2)
    wider = edits.set_param(document.graph, "hidden", "units", 99)
    controls = opened(panel, wider, path, qtbot)
    assert controls.progress.why.text() == "The network has changed since then."
    assert controls.progress.why.toolTip() == "hidden.units 64 -> 99"
    assert panel.trainer.trained_graph.nodes["hidden"].params["units"] == 64


def test_a_new_run_counts_it_as_an_earlier_one(panel, document, path, make, client, told, qtbot):
    make(0.5, 0.3, 0.2)
    controls = opened(panel, document.graph, path, qtbot)
    panel.train()
    assert client.sent[-1].file == str(path)
    client.tell(*told.whole())
    controls.refresh()
    assert controls.progress.heading.text() == "Trained"
    assert [list(run.validation["loss"].y) for run in panel.trainer.history.earlier] == [
        [0.5, 0.3, 0.2]
    ]


def test_it_disturbs_no_run_and_no_other_network(panel, document, path, make, client, told, qtbot):
    make(0.5, 0.3, 0.2)
    document.open(document.graph, path)
    panel.train()
    client.tell(told.started())
    qtbot.wait(150)
    assert panel.trainer.history.current.started.run == told.started().run
    client.tell(told.finished())
    document.open(Graph(), None)
    qtbot.wait(150)
    assert panel.trainer.history.current is None
