"""What a person adds to runs, and takes away."""

import json

from PySide6.QtCore import Qt

from hornstudio.engine.runs.notes import read_notes

from .conftest import names, select, settle


def test_a_run_is_noted_tagged_named_and_hidden(panel, qtbot, root, answer, monkeypatch):
    said = iter(["good, better", "a line\nanother", "the best"])
    asked = []

    def ask(parent, title, label, before, **more):
        asked.append(before)
        return next(said)

    monkeypatch.setattr("hornstudio.ui.panels.runs.noting.ask_words", ask)
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
    gone: list[str] = []
    panel.deleted.connect(gone.extend)
    with qtbot.waitSignal(panel.status) as told:
        panel.actions_of_runs["delete"].trigger()
    settle(qtbot, panel)
    assert sorted(gone) == [str(root / "one"), str(root / "two")]
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
