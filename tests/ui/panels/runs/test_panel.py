"""All runs in a table: found, chosen among, noted, deleted, and handed to the other panels."""

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester

from hornstudio.engine.runs.notes import change_notes
from hornstudio.engine.storage import files
from hornstudio.engine.train.kept.checkpoint import save_checkpoint
from hornstudio.engine.train.kept.encoding import event_to_json
from hornstudio.engine.watch.events import Epoch
from tests.engine.sample_graph import mlp

from .conftest import names, select, settle, text


def test_runs_are_listed_the_newest_first(panel, qtbot):
    QAbstractItemModelTester(panel.table.runs)
    assert names(panel) == ["three", "two", "one"]
    assert text(panel, 0, "state") == "failed"
    assert text(panel, 1, "changes") == "hidden.units 16 -> 64"
    assert text(panel, 2, "epochs") == "2/2"
    assert text(panel, 2, "best").startswith("loss 0.3000")
    model = panel.table.runs
    tip = model.data(model.index(0, panel.table.column_ids.index("state")), Qt.ToolTipRole)
    assert tip == "it broke"


def test_a_running_run_is_followed(panel, qtbot, make_run):
    path = make_run("live", 0.5, state="running")
    panel.reader.refresh()
    settle(qtbot, panel)
    assert text(panel, 0, "state") == "running"
    with (path / "metrics.jsonl").open("ab") as file:
        file.write(event_to_json(Epoch(epoch=2, seconds=1.0, metrics={"val_loss": 0.2})) + b"\n")
    qtbot.waitUntil(lambda: text(panel, 0, "epochs") == "2/1", timeout=5000)


def test_curves_and_graphs_are_asked_for(panel, qtbot, root):
    select(panel, "one", "two")
    with qtbot.waitSignal(panel.overlay_requested) as asked:
        qtbot.keyClick(panel.table, Qt.Key_Return)
    assert asked.args == [[str(root / "two"), str(root / "one")]]
    select(panel, "two")
    with qtbot.waitSignal(panel.graph_requested) as asked:
        panel.actions_of_runs["restore"].trigger()
    assert asked.args == [files.load(root / "two" / "graph.horn"), "two", ""]


def test_an_imported_run_shows_no_epochs_and_gives_its_weights_with_its_graph(
    panel, qtbot, make_run
):
    path = make_run("net", state="imported", source="weights of net.keras")
    (path / "checkpoints" / "epoch-0000.safetensors").touch()
    panel.reader.refresh()
    settle(qtbot, panel)
    row = names(panel).index("net")
    shown = [text(panel, row, column) for column in ("state", "epochs", "seconds")]
    assert shown == ["imported", "", ""]
    select(panel, "net")
    assert not panel.actions_of_runs["resume"].isEnabled()
    assert "Branch a network with data" in panel.actions_of_runs["resume"].toolTip()
    assert panel.actions_of_runs["branch"].isEnabled()
    with qtbot.waitSignal(panel.graph_requested) as asked:
        panel.actions_of_runs["restore"].trigger()
    assert asked.args[1:] == ["net", str(path)]


def test_going_on_is_asked_for(panel, qtbot, make_run, answer):
    path = make_run("half", 0.5, state="stopped", training={"epochs": 9})
    (path / "checkpoints" / "epoch-0001.safetensors").touch()
    panel.reader.refresh()
    settle(qtbot, panel)
    select(panel, "half")
    with qtbot.waitSignal(panel.resume_requested) as asked:
        panel.actions_of_runs["resume"].trigger()
    assert asked.args == [str(path), 0]
    answer("Train")
    with qtbot.waitSignal(panel.branch_requested) as asked:
        panel.actions_of_runs["branch"].trigger()
    assert asked.args == [str(path), "best"]
    select(panel, "one")
    with qtbot.waitSignal(panel.status) as asked:
        panel.actions_of_runs["branch"].trigger()
    assert asked.args == ["one has no checkpoint."]


def test_a_run_goes_on_within_its_first_epoch_or_with_more_epochs(panel, qtbot, make_run, answer):
    begun = make_run("begun", state="failed", training={"epochs": 2}, steps=10)
    (begun / "checkpoints" / "epoch-0001-step-000004.safetensors").touch()
    done = make_run("done", 0.5, 0.4)
    (done / "checkpoints" / "epoch-0002.safetensors").touch()
    panel.reader.refresh()
    settle(qtbot, panel)
    assert text(panel, names(panel).index("begun"), "epochs") == "0.4/2"
    model, column = panel.table.runs, panel.table.column_ids.index("epochs")
    tip = model.data(model.index(names(panel).index("begun"), column), Qt.ToolTipRole)
    assert tip == "Epochs: 0 of 2. Steps of the next one: 4 of 10."
    select(panel, "begun")
    on = panel.actions_of_runs["resume"]
    with qtbot.waitSignal(panel.resume_requested) as asked:
        on.trigger()
    assert asked.args == [str(begun), 0]
    assert on.text() == "&Go on training"
    select(panel, "done")
    assert on.text() == "&Go on training…"
    said = answer("Cancel", "Train")
    with qtbot.assertNotEmitted(panel.resume_requested):
        on.trigger()
    with qtbot.waitSignal(panel.resume_requested) as asked:
        on.trigger()
    assert asked.args == [str(done), 2]
    assert "Epochs that done has done: 2. How many more?" in said[0]


def test_without_runs_it_says_what_will_be_here(show):
    panel = show()
    assert "Every training is kept as a run" in panel.nothing.words.text()


def test_a_hidden_panel_does_nothing(panel, qtbot, root):
    panel.hide()
    change_notes(root / "one", note="new")
    qtbot.wait(50)
    assert not panel._timer.isActive()
    panel.show()
    qtbot.waitUntil(lambda: panel.table.runs.rows[2].note == "new")


def test_before_a_branch_it_is_told_which_weights_fit_the_open_network(
    panel, qtbot, make_run, answer
):
    path = make_run("half", 0.5, state="stopped", training={"epochs": 9})
    scores = {"kernel": np.zeros((16, 10), np.float32), "bias": np.zeros(10, np.float32)}
    trees = {"weights": {"hidden": {"kernel": np.zeros((784, 9))}, "scores": scores}, "state": {}}
    save_checkpoint(path / "checkpoints" / "epoch-0001.safetensors", trees, {})
    panel.graph_in_front = mlp
    panel.reader.refresh()
    settle(qtbot, panel)
    select(panel, "half")
    said = answer("Train")
    with qtbot.waitSignal(panel.branch_requested):
        panel.actions_of_runs["branch"].trigger()
    assert "weights kept: scores\n" in said[0]
    assert "begun anew: hidden.kernel (784×9 there, 784×16 here)" in said[0]
    assert "begun anew: hidden.bias (not in it)" in said[0]
