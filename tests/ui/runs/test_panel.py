"""All runs in a table: found, chosen among, noted, deleted, and handed to the other panels."""

import json

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QFileDialog

from hornstudio.engine import edits, files
from hornstudio.engine.runs.notes import change_notes, read_notes
from hornstudio.engine.train.encoding import event_to_json
from hornstudio.engine.train.events import Epoch
from tests.engine.sample_graph import mlp

from .conftest import names, select, settle, text


@pytest.fixture
def three(make_run) -> None:
    make_run("one", 0.5, 0.3, notes={"tags": ["good"], "note": "the first"})
    make_run("two", 0.4, graph=edits.set_param(mlp(), "hidden", "units", 64))
    make_run("three", 0.9, state="failed", reason="it broke", model="cnn")


@pytest.fixture
def panel(three, show):
    return show()


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


def test_the_list_is_filtered_while_typing(panel, qtbot):
    panel.filter.field.setFocus()
    qtbot.keyClicks(panel.filter.field, "val_loss<0.5")
    settle(qtbot, panel)
    assert names(panel) == ["two", "one"]
    assert panel.filter.count.text() == "2 of 3"
    qtbot.keyClick(panel.filter.field, Qt.Key_Down)
    assert panel.table.hasFocus()
    qtbot.keyClick(panel.filter.field, Qt.Key_Escape)
    panel.filter.tag.setCurrentIndex(panel.filter.tag.findData("good"))
    settle(qtbot, panel)
    assert names(panel) == ["one"]
    panel.filter.tag.setCurrentIndex(0)
    panel.filter.state.setCurrentIndex(panel.filter.state.findData("failed"))
    settle(qtbot, panel)
    assert names(panel) == ["three"]
    panel.filter.field.setText("zebra")
    settle(qtbot, panel)
    assert names(panel) == []
    assert "No run fits" in panel._words.text()


def test_a_press_on_a_heading_sorts(panel, qtbot):
    header = panel.table.horizontalHeader()
    at = header.sectionViewportPosition(panel.table.column_ids.index("best")) + 20
    for order in (["two", "one", "three"], ["three", "one", "two"]):
        before = names(panel)
        qtbot.mouseClick(header.viewport(), Qt.LeftButton, pos=QPoint(at, 10))
        settle(qtbot, panel)
        assert names(panel) in (order, ["one", "two", "three"], ["three", "two", "one"])
        assert names(panel) != before or before == order
    assert names(panel)[0] in ("one", "three")


def test_the_selection_stays_when_the_list_changes(panel, qtbot, make_run):
    select(panel, "one", "two")
    make_run("four", 0.1)
    panel.reader.refresh()
    settle(qtbot, panel)
    assert names(panel)[0] == "four"
    assert [r.folder for r in panel.selected] == ["two", "one"]


def test_a_running_run_is_followed(panel, qtbot, make_run):
    path = make_run("live", 0.5, state="running")
    panel.reader.refresh()
    settle(qtbot, panel)
    assert text(panel, 0, "state") == "running"
    with (path / "metrics.jsonl").open("ab") as file:
        file.write(event_to_json(Epoch(epoch=2, seconds=1.0, metrics={"val_loss": 0.2})) + b"\n")
    qtbot.waitUntil(lambda: text(panel, 0, "epochs") == "2/1", timeout=5000)


def test_what_cannot_be_done_says_why(panel, qtbot, make_run):
    make_run("live", 0.5, state="running")
    panel.reader.refresh()
    settle(qtbot, panel)

    def can(*ids: str) -> list[bool]:
        return [panel.actions_of_runs[i].isEnabled() for i in ids]

    assert can("curves", "compare", "delete", "csv") == [False, False, False, True]
    select(panel, "one")
    assert can("curves", "restore", "delete", "compare", "resume") == [
        *(True, True, True, False, False)
    ]
    assert "All its epochs are done" in panel.actions_of_runs["resume"].toolTip()
    select(panel, "one", "live")
    assert can("compare", "restore", "delete") == [True, False, False]
    assert "Stop it first" in panel.actions_of_runs["delete"].toolTip()
    panel.show_training(True)
    select(panel, "two")
    assert can("branch") == [False]


def test_curves_and_graphs_are_asked_for(panel, qtbot, root):
    select(panel, "one", "two")
    with qtbot.waitSignal(panel.overlay_requested) as asked:
        qtbot.keyClick(panel.table, Qt.Key_Return)
    assert asked.args == [[str(root / "two"), str(root / "one")]]
    select(panel, "two")
    with qtbot.waitSignal(panel.graph_requested) as asked:
        panel.actions_of_runs["restore"].trigger()
    assert asked.args == [files.load(root / "two" / "graph.horn")]


def test_going_on_is_asked_for(panel, qtbot, make_run, answer):
    path = make_run("half", 0.5, state="stopped", training={"epochs": 9})
    (path / "checkpoints" / "epoch-0001.safetensors").touch()
    panel.reader.refresh()
    settle(qtbot, panel)
    select(panel, "half")
    with qtbot.waitSignal(panel.resume_requested) as asked:
        panel.actions_of_runs["resume"].trigger()
    assert asked.args == [str(path)]
    answer("Train")
    with qtbot.waitSignal(panel.branch_requested) as asked:
        panel.actions_of_runs["branch"].trigger()
    assert asked.args == [str(path), "best"]
    select(panel, "one")
    with qtbot.waitSignal(panel.status) as asked:
        panel.actions_of_runs["branch"].trigger()
    assert asked.args == ["one has no checkpoint."]


def test_a_run_is_noted_tagged_named_and_hidden(panel, qtbot, root, answer, monkeypatch):
    said = iter(["good, better", "a line\nanother", "the best"])
    asked = []

    def ask(parent, title, label, before, **more):
        asked.append(before)
        return next(said)

    monkeypatch.setattr("hornstudio.ui.runs.noting.ask_words", ask)
    select(panel, "one")
    for action in ("tags", "note", "rename", "hide"):
        panel.actions_of_runs[action].trigger()
        settle(qtbot, panel)
    assert asked == ["good", "the first", "one"]
    notes = read_notes(root / "one")
    assert (notes.tags, notes.note) == (("good", "better"), "a line\nanother")
    assert (notes.title, notes.is_hidden) == ("the best", True)
    assert names(panel) == ["three", "two"]
    panel.filter.hidden.click()
    settle(qtbot, panel)
    assert names(panel) == ["three", "two", "the best"]
    select(panel, "one")
    assert panel.actions_of_runs["hide"].text() == "&Show again"


def test_words_are_asked_in_a_dialog(panel, qtbot, root, answer):
    select(panel, "one")
    answer("Keep", "Escape")
    panel.table.setFocus()
    qtbot.keyClick(panel.table, Qt.Key_F2)
    panel.actions_of_runs["note"].trigger()
    settle(qtbot, panel)
    assert read_notes(root / "one").note == "the first"


def test_runs_are_deleted_when_a_person_is_sure(panel, qtbot, root, answer):
    select(panel, "one", "two")
    said = answer("Cancel", "Delete")
    panel.table.setFocus()
    qtbot.keyClick(panel.table, Qt.Key_Delete)
    settle(qtbot, panel)
    assert (root / "one").exists()
    assert "Delete these 2 runs for good?" in said[0]
    with qtbot.waitSignal(panel.status) as told:
        panel.actions_of_runs["delete"].trigger()
    settle(qtbot, panel)
    assert names(panel) == ["three"]
    assert not (root / "one").exists()
    assert told.args == ["Deleted 2 runs."]


def test_a_run_that_began_again_is_not_deleted(panel, qtbot, root, answer):
    select(panel, "one")
    path = root / "one" / "run.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | {"state": "running"}))
    answer("Delete")
    with qtbot.waitSignal(panel.status) as told:
        panel.actions_of_runs["delete"].trigger()
    settle(qtbot, panel)
    assert "is running; stop it first" in told.args[0]
    assert (root / "one").exists()


def test_columns_are_chosen_and_remembered(panel, qtbot):
    menu = panel.table.column_menu()
    actions = {action.text(): action for action in menu.actions()}
    assert {"Seed", "val_loss", "test_loss"} <= actions.keys()
    assert not actions["Name"].isEnabled()
    actions["test_loss"].trigger()
    actions["Tags"].trigger()
    menu.deleteLater()
    assert panel.table.column_ids[-1] == "metric:test_loss"
    assert "tags" not in panel.table.column_ids
    assert panel.settings.run_columns == panel.table.column_ids
    assert text(panel, 2, "metric:test_loss") == "0.7000"


def test_the_list_is_written_as_csv(panel, qtbot, tmp_path, monkeypatch):
    out = tmp_path / "list.csv"
    monkeypatch.setattr(QFileDialog, "exec", lambda dialog: 1)
    monkeypatch.setattr(QFileDialog, "selectedFiles", lambda dialog: [str(out)])
    with qtbot.waitSignal(panel.status) as told:
        panel.actions_of_runs["csv"].trigger()
    lines = out.read_text("utf-8-sig").splitlines()
    assert lines[0].startswith("name,state,epochs_done,changes,")
    assert lines[3].startswith("one,finished,2,")
    assert "best.val_loss" in lines[0]
    assert told.args == ["Wrote 3 runs to list.csv"]


def test_without_runs_it_says_what_will_be_here(show):
    panel = show()
    assert "Every training is kept as a run" in panel._words.text()


def test_a_hidden_panel_does_nothing(panel, qtbot, root):
    panel.hide()
    change_notes(root / "one", note="new")
    qtbot.wait(50)
    assert not panel._timer.isActive()
    panel.show()
    qtbot.waitUntil(lambda: panel.table.runs.rows[2].note == "new")
