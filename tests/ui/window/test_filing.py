import json
import os
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog

from hornstudio.engine.editing import edits
from hornstudio.engine.errors import FileError
from hornstudio.engine.graph import Graph, Node, freeze
from hornstudio.engine.storage import files, journal
from hornstudio.engine.storage.templates import TEMPLATES, find_template
from hornstudio.ui.panels.code.export_dialog import proposed_path


@pytest.fixture
def mlp():
    return find_template("mnist_mlp").graph()


@pytest.fixture
def choose(monkeypatch):
    """`choose(path)`: what the file dialog returns from now on; None: it is cancelled."""
    asked = []

    def _choose(path):
        monkeypatch.setattr(QFileDialog, "exec", lambda dialog: asked.append(dialog) or bool(path))
        monkeypatch.setattr(QFileDialog, "selectedFiles", lambda dialog: [str(path)])
        monkeypatch.setattr(QFileDialog, "selectFile", lambda dialog, name: asked.append(name))
        return asked

    return _choose


def _edit(window):
    document = window.document
    graph = edits.add_node(document.graph, document.graph.new_id("relu"), Node("relu"))
    document.edit("add", graph)


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda t: t.name)
def test_a_saved_file_opens_exactly_as_it_was(window, tmp_path, choose, template):
    graph = template.graph()
    path = tmp_path / "그물 1.horn"
    window.filing.open_copy(graph)
    choose(path)
    assert window.filing.save()
    window.filing.new()
    assert window.document.graph == Graph()
    window.filing.open(path)
    assert window.document.graph == graph
    assert list(window.document.graph.nodes) == list(graph.nodes)
    assert window.document.graph.wires == graph.wires
    assert window.document.path == path
    assert not window.document.is_modified


def test_the_first_save_proposes_the_graphs_name(window, tmp_path, choose):
    window.filing.open_copy(Graph(name='a/b: "c"?'))
    asked = choose(tmp_path / "x.horn")
    window.filing.save()
    assert "a_b_ _c_.horn" in asked


def test_two_without_a_name_are_told_apart_wherever_they_are_named(window, choose, answer):
    for _ in range(2):
        window.table["new"].trigger()
        _edit(window)
    row = window.tabbing.row
    assert [row.tabText(i) for i in range(2)] == ["untitled •", "untitled 2 •"]
    assert window.windowTitle() == "untitled 2[*] — HornStudio"
    assert window.workspace.level.steps() == [((), "untitled 2")]
    window.document.select(())
    assert window.workspace.inspector.graph_page.name.text() == "untitled 2"
    assert [tab.document.graph.name for tab in window.tabs] == [Graph().name] * 2
    assert "untitled_2.py" in str(proposed_path(window.document))
    asked = choose(None)
    window.table["save"].trigger()
    assert "untitled 2.horn" in asked
    said = answer("Discard")
    window.table["close_tab"].trigger()
    assert "Save the changes to untitled 2?" in said[0]


def test_a_template_is_a_copy_without_a_file(window, mlp):
    window.filing.open_copy(mlp)
    assert window.document.path is None
    assert not window.document.is_modified
    assert window.is_working


def test_a_cancelled_save_saves_nothing(window, choose, mlp):
    window.filing.open_copy(mlp)
    _edit(window)
    choose(None)
    assert not window.filing.save()
    assert window.document.is_modified


@pytest.mark.parametrize("way", ["tab", "window"])
@pytest.mark.parametrize("wish", ["Cancel", "Escape", "Discard", "Save"])
def test_unsaved_work_is_asked_about(window, answer, mlp, tmp_path, way, wish):
    path = tmp_path / "mine.horn"
    window.filing.open_copy(mlp)
    window.document.save(path)
    _edit(window)
    edited = window.document.graph
    said = answer(wish)
    ways = {"tab": window.table["close_tab"].trigger, "window": window.close}
    ways[way]()
    assert "mine.horn" in said[0]
    stays = wish in ("Cancel", "Escape")
    assert (window.document.graph == edited) == (stays or way == "window")
    assert window.isVisible() == (stays or way == "tab")
    assert window.has_document == (stays or way == "window")
    assert (files.load(path) == edited) == (wish == "Save")
    assert stays <= window.document.is_modified


@pytest.mark.parametrize("way", ["new", "open", "template"])
def test_what_is_opened_leaves_unsaved_work_in_its_tab(window, choose, mlp, tmp_path, way):
    other = tmp_path / "other.horn"
    files.save(mlp, other)
    window.filing.open_copy(mlp)
    _edit(window)
    mine, edited = window.tabs.current, window.document.graph
    choose(other)
    ways = {
        "new": window.filing.new,
        "open": window.filing.ask_and_open,
        "template": lambda: window.filing.open_copy(Graph(name="other")),
    }
    ways[way]()
    assert len(window.tabs) == 2
    assert window.document.graph != edited
    assert mine.document.graph is edited
    assert mine.document.is_modified
    assert mine.keeper.write_now()
    assert journal.read(mine.keeper.journal.place).work.graph == edited


def test_of_several_that_are_chosen_all_that_cannot_be_opened_are_told_of_at_once(
    window, choose, answer, mlp, tmp_path, monkeypatch
):
    paths = [tmp_path / name for name in ("gone.horn", "good.horn", "lost.horn")]
    files.save(mlp, paths[1])
    choose(paths[0])
    monkeypatch.setattr(QFileDialog, "selectedFiles", lambda dialog: [*map(str, paths)])
    said = answer("Close")
    window.filing.ask_and_open()
    assert len(said) == 1
    assert "2 of 3 files cannot be opened" in said[0]
    assert window.document.path == paths[1]


def test_saved_work_is_left_without_a_question(window, mlp, tmp_path):
    window.filing.open_copy(mlp)
    _edit(window)
    window.document.save(tmp_path / "a.horn")
    window.filing.new()
    assert window.document.graph == Graph()


def test_a_failed_write_says_why_and_another_place_saves(
    window, answer, choose, mlp, tmp_path, monkeypatch
):
    bad, good = tmp_path / "none" / "a.horn", tmp_path / "b.horn"
    window.filing.open_copy(mlp)
    _edit(window)
    choose(bad)
    said = answer("Save as…")
    places = iter([bad, good])
    monkeypatch.setattr(QFileDialog, "selectedFiles", lambda dialog: [str(next(places))])
    assert window.filing.save()
    assert said[0].lstrip().startswith(f"Cannot write {bad}")
    assert files.load(good) == window.document.graph
    assert not window.document.is_modified


def test_after_a_refusal_the_typed_name_is_proposed_again(
    window, answer, choose, mlp, tmp_path, monkeypatch
):
    bad, good = tmp_path / "none" / "seven.horn", tmp_path / "seven.horn"
    window.filing.open_copy(mlp)
    asked = choose(bad)
    begun = []
    monkeypatch.setattr(QFileDialog, "setDirectory", lambda dialog, at: begun.append(at))
    answer("Save as…")
    places = iter([bad, good])
    monkeypatch.setattr(QFileDialog, "selectedFiles", lambda dialog: [str(next(places))])
    assert window.filing.save()
    assert asked.count("seven.horn") == 1
    assert begun[1] == str(Path.home()), "nothing can be written into the folder that was refused"


def test_a_name_that_was_refused_is_proposed_at_the_next_save(
    window, answer, choose, mlp, tmp_path
):
    window.filing.open_copy(mlp)
    choose(tmp_path / "none" / "seven.horn")
    answer("Cancel")
    assert not window.filing.save()
    assert window.filing.proposal() == "seven.horn"


def test_a_failed_write_keeps_the_work_unsaved(window, answer, mlp, tmp_path):
    window.filing.open_copy(mlp)
    window.document.path = tmp_path / "none" / "a.horn"
    _edit(window)
    answer("Cancel")
    assert not window.filing.save()
    assert window.document.is_modified
    assert window.settings.recent == []


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write")
def test_a_read_only_folder_is_told_in_words(window, answer, mlp, tmp_path):
    window.filing.open_copy(mlp)
    window.document.path = tmp_path / "a.horn"
    _edit(window)
    tmp_path.chmod(0o500)
    said = answer("Cancel")
    assert not window.filing.save()
    tmp_path.chmod(0o700)
    assert "Permission denied" in said[0]


def test_every_fault_of_a_file_is_listed_and_the_open_network_stays(window, answer, mlp, tmp_path):
    data = files.to_json(mlp)
    data["nodes"]["hidden"]["params"]["units"] = 0
    data["nodes"]["sgd"]["params"]["learning_rate"] = -1
    data["wires"].append(["ghost.output", "sgd.loss"])
    path = tmp_path / "bad.horn"
    path.write_text(json.dumps(data), encoding="utf-8")
    with pytest.raises(FileError) as refused:
        files.load(path)
    assert len(refused.value.problems) >= 3
    window.filing.open_copy(mlp)
    said = answer("Close")
    assert not window.filing.load(path)
    for problem in refused.value.problems:
        assert problem in said[0]
    assert window.document.graph == mlp
    assert window.settings.recent == []


@pytest.mark.parametrize("content", [None, b"", b"\xff\xfe", b"[]", b"{}"])
def test_whatever_is_no_network_is_refused_in_words(window, answer, tmp_path, content):
    path = tmp_path / "x.horn"
    if content is not None:
        path.write_bytes(content)
    said = answer("Escape")
    window.filing.open(path)
    assert "x.horn" in said[0]
    assert not window.is_working


def test_files_become_recent_ones(window, mlp, tmp_path, qtbot):
    paths = [tmp_path / name for name in ("a.horn", "b.horn")]
    for path in paths:
        files.save(mlp, path)
        with qtbot.waitSignal(window.filing.recent_changed):
            window.filing.open(path)
    assert window.settings.recent_files() == paths[::-1]
    window.recent_menu.fill()
    words = [action.text() for action in window.table.menus["recent"].actions()]
    assert "b.horn" in words[0]
    assert "a.horn" in words[1]
    paths[1].unlink()
    window.recent_menu.fill()
    window.table.menus["recent"].actions()[0].trigger()
    assert window.document.path == paths[0]
    window.table["clear_recent"].trigger()
    window.recent_menu.fill()
    assert not window.table.menus["recent"].actions()[0].isEnabled()


def test_data_that_has_moved_with_a_file_is_taken_in_one_step_and_told(window, tmp_path):
    graph = Graph(nodes=freeze({"table": Node("table", freeze({"path": "C:\\x\\houses.csv"}))}))
    path, table = tmp_path / "net.horn", tmp_path / "houses.csv"
    files.save(graph, path)
    table.write_text("a,b\n1,2\n", "utf-8")
    window.filing.open(path)
    document = window.document
    assert document.graph.nodes["table"].params["path"] == str(table)
    assert not [p for p in document.report.errors if p.param == "path"]
    assert window.status.hint.whole_text == "Taken from beside the network: houses.csv"
    assert document.undo_stack.undoText() == "Take houses.csv from beside the file"
    assert document.is_modified
    document.undo_stack.undo()
    assert document.graph == graph
    assert not document.is_modified
    document.undo_stack.redo()
    assert window.filing.save()
    assert files.load(path) == document.graph
    files.save(graph, path)
    assert window.filing.load_again()
    assert document.graph.nodes["table"].params["path"] == str(table)
    assert document.undo_stack.undoText() == "Take houses.csv from beside the file"


def test_a_network_whose_data_is_where_it_says_opens_without_a_step(window, tmp_path):
    table = tmp_path / "houses.csv"
    table.write_text("a,b\n1,2\n", "utf-8")
    nodes = {"table": Node("table", freeze({"path": str(table)}))}
    files.save(Graph(nodes=freeze(nodes)), tmp_path / "net.horn")
    window.filing.open(tmp_path / "net.horn")
    assert not window.document.is_modified
    assert not window.document.undo_stack.count()


def test_files_of_one_name_are_told_apart_wherever_they_are_named(window, answer, tmp_path):
    for name in ("teacher", "me"):
        (tmp_path / name).mkdir()
        files.save(Graph(name=name), tmp_path / name / "net.horn")
        window.filing.open(tmp_path / name / "net.horn")
    assert window.windowTitle() == "net.horn — me[*] — HornStudio"
    _edit(window)
    said = answer("Discard")
    window.table["close_tab"].trigger()
    assert "Save the changes to net.horn — me?" in said[0]
    assert window.windowTitle() == "net.horn[*] — HornStudio"
