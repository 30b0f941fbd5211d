"""Data that is dropped: a module that reads it, or the network in front is asked about it."""

import threading
from itertools import combinations

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from hornstudio.engine.editing import edits
from hornstudio.engine.graph import Graph, Node
from hornstudio.engine.storage.templates import find_template
from hornstudio.ui.panels.training.course.trainer import Trainer
from hornstudio.ui.window.incoming import table_look
from hornstudio.ui.window.incoming.prediction import heading_of
from tests.engine.modules.arrays.array_files import small_pictures
from tests.engine.modules.pictures.folder_of_pictures import make_pictures

FLOWERS = "length,kind\n1.5,lily\n2.5,rose\n"


def test_a_folder_of_pictures_becomes_a_data_module(window, drop, tmp_path):
    folder = make_pictures(tmp_path / "pets", count=1)
    drop(window, folder)
    assert window.is_working
    document = window.document
    (node_id,) = document.selection
    node = document.graph.nodes[node_id]
    assert (node.kind, dict(node.params)) == ("image_folder", {"directory": str(folder)})
    assert document.report.facts[node_id].outputs["label"].names == ("ant", "cat", "dog")
    empty = document.graph
    drop(window, folder)
    assert len(document.graph.nodes) == 2
    document.undo_stack.undo()
    assert document.graph == empty
    document.undo_stack.undo()
    assert not document.graph.nodes


def test_a_table_becomes_a_data_module(window, tmp_path, drop_table):
    path = tmp_path / "flowers.CSV"
    path.write_text(FLOWERS, "utf-8")
    drop_table(path)
    document = window.document
    (node_id,) = document.selection
    node = document.graph.nodes[node_id]
    assert (node.kind, dict(node.params)) == ("table", {"path": str(path)})
    assert document.report.facts[node_id].outputs["target"].names == ("lily", "rose")
    document.undo_stack.undo()
    assert not document.graph.nodes


def test_tables_and_a_folder_that_are_dropped_together_become_a_module_each(
    window, drop, qtbot, tmp_path
):
    folder = make_pictures(tmp_path / "pets", count=1)
    tables = [tmp_path / name for name in ("one.csv", "two.csv")]
    for path in tables:
        path.write_text(FLOWERS, "utf-8")
    drop(window, tables[0], folder, tables[1])
    document = window.document
    qtbot.waitUntil(lambda: len(document.graph.nodes) == 3)
    found = [dict(node.params) for _, node in document.graph]
    assert found == [{"directory": str(folder)}, *({"path": str(path)} for path in tables)]
    scene = window.workspace.canvas.scene
    bodies = [item.body for item in scene.nodes.values()]
    assert not any(a.intersects(b) for a, b in combinations(bodies, 2))
    shown = [document.graph]
    while document.undo_stack.canUndo():
        document.undo_stack.undo()
        shown.append(document.graph)
    assert not document.graph.nodes
    for graph in shown[-2::-1]:
        document.undo_stack.redo()
        assert document.graph is graph


def test_what_is_dropped_while_tables_are_read_takes_the_place_of_none(
    window, drop, qtbot, tmp_path, monkeypatch
):
    folder = make_pictures(tmp_path / "pets", count=1)
    tables = [tmp_path / f"{name}.csv" for name in ("one", "two", "three")]
    for path in tables:
        path.write_text(FLOWERS, "utf-8")
    may_read = threading.Event()
    monkeypatch.setattr(table_look, "survey", lambda values: may_read.wait())
    drop(window, *tables[:2])
    drop(window, folder)
    drop(window, tables[2])
    may_read.set()
    qtbot.waitUntil(lambda: len(window.document.graph.nodes) == 4)
    first, *found = [dict(node.params) for _, node in window.document.graph]
    assert first == {"directory": str(folder)}
    assert sorted(each["path"] for each in found) == sorted(map(str, tables))


def test_a_table_on_a_disk_that_hangs_holds_up_no_other(window, drop, qtbot, tmp_path, monkeypatch):
    slow, quick = (tmp_path / name for name in ("slow.csv", "quick.csv"))
    for path in (slow, quick):
        path.write_text(FLOWERS, "utf-8")
    may_read = threading.Event()
    monkeypatch.setattr(
        table_look, "survey", lambda values: values["path"] == str(slow) and may_read.wait(60)
    )
    drop(window, slow)
    drop(window, quick)
    qtbot.waitUntil(lambda: window.has_document and len(window.document.graph.nodes) == 1)
    assert [dict(n.params) for _, n in window.document.graph] == [{"path": str(quick)}]
    may_read.set()
    qtbot.waitUntil(lambda: len(window.document.graph.nodes) == 2)


@pytest.mark.parametrize("is_closed", [False, True])
def test_a_table_comes_to_the_network_that_it_was_dropped_on(
    window, drop, qtbot, tmp_path, monkeypatch, is_closed
):
    path = tmp_path / "flowers.csv"
    path.write_text(FLOWERS, "utf-8")
    may_read = threading.Event()
    monkeypatch.setattr(table_look, "survey", lambda values: may_read.wait(60))
    graph = edits.add_node(Graph(), "relu", Node("relu", at=(40.0, 80.0)))
    window.filing.open_copy(graph)
    meant = window.tabs.current
    drop(window, path)
    window.filing.new()
    other = window.tabs.current
    assert other is not meant
    if is_closed:
        window.tabs.remove(meant)
    may_read.set()
    hint = window.status.hint
    qtbot.waitUntil(lambda: "flowers.csv was" in hint.whole_text)
    assert not other.document.graph.nodes
    if is_closed:
        assert hint.whole_text == "flowers.csv was not added: its network has been closed"
        return
    assert hint.whole_text == f"flowers.csv was added to {window.tabs.title_of(meant)}"
    assert meant.document.graph.nodes["table"].params["path"] == str(path)
    window.tabs.go(meant)
    nodes = window.workspace.canvas.scene.nodes
    assert not nodes["table"].body.intersects(nodes["relu"].body)
    meant.document.undo_stack.undo()
    assert meant.document.graph.nodes.keys() == {"relu"}


@pytest.mark.parametrize("data", ["table", "pictures"])
def test_data_that_is_dropped_inside_a_composite_comes_to_the_top(
    window, drop, qtbot, tmp_path, data
):
    window.filing.open_copy(find_template("mnist_mlp").graph())
    level, canvas = window.workspace.level, window.workspace.canvas
    level.select(["hidden", "relu"])
    canvas.composites.group()
    (use,) = level.selection
    level.enter(use)
    before = window.document.graph
    path = tmp_path / "flowers.csv"
    path.write_text(FLOWERS, "utf-8")
    drop(window, path if data == "table" else make_pictures(tmp_path / "pets", count=1))
    qtbot.waitUntil(lambda: window.document.graph is not before)
    assert not level.is_inside
    (node_id,) = window.document.selection
    assert node_id not in before.nodes
    assert window.document.graph.groups == before.groups
    seen = canvas.view.visible_area()
    assert seen.contains(canvas.scene.nodes[node_id].body)
    assert "added at the top" in window.status.hint.whole_text
    window.document.undo_stack.undo()
    assert window.document.graph == before


def test_a_table_that_another_program_has_changed_is_looked_at_again(
    window, qtbot, tmp_path, drop_table
):
    path = tmp_path / "flowers.csv"
    path.write_text("", "utf-8")
    drop_table(path)
    document = window.document
    (node_id,) = document.selection
    graph, app = document.graph, QApplication.instance()

    def is_told(words):
        return any(words in p.reason for p in document.report.problems)

    assert is_told("has no rows")
    path.write_text(FLOWERS, "utf-8")
    app.applicationStateChanged.emit(Qt.ApplicationState.ApplicationActive)
    qtbot.waitUntil(lambda: not is_told("has no rows"))
    assert document.report.facts[node_id].outputs["target"].names == ("lily", "rose")
    columns = window.workspace.inspector.node_page.columns
    assert [row.name for row in columns.rows] == ["length", "kind"]
    assert document.graph is graph
    assert document.undo_stack.count() == 1
    path.unlink()
    app.applicationStateChanged.emit(Qt.ApplicationState.ApplicationActive)
    qtbot.waitUntil(lambda: is_told("there is no file"))
    assert not columns.isVisible()


def test_a_table_of_a_network_behind_others_is_looked_at_when_that_comes_to_the_front(
    window, qtbot, tmp_path, drop_table
):
    path = tmp_path / "flowers.csv"
    path.write_text(FLOWERS, "utf-8")
    drop_table(path)
    (node_id,), tab = window.document.selection, window.tabs.current
    window.filing.new()
    path.write_text("length,kind\n1.5,lily\n2.5,iris\n", "utf-8")
    window.tabs.go(tab)

    def classes():
        return window.document.report.facts[node_id].outputs["target"].names

    qtbot.waitUntil(lambda: classes() == ("iris", "lily"))


def test_a_further_table_can_be_shown_to_the_network_that_was_trained(
    window, drop, answer, qtbot, tmp_path, monkeypatch, drop_table
):
    path = tmp_path / "flowers.csv"
    path.write_text(FLOWERS, "utf-8")
    drop_table(path)
    asked = []
    monkeypatch.setattr(window.incoming.prediction, "start", lambda *given: asked.append(given))
    monkeypatch.setattr(Trainer, "trained_run", "/runs/flowers-7")
    before = window.document.graph
    said = answer("Predict its rows", "Cancel")
    drop(window, path)
    qtbot.waitUntil(lambda: bool(asked))
    assert asked == [({"": [path]}, "/runs/flowers-7")]
    assert "What is flowers.csv for?" in said[0]
    drop(window, path)
    qtbot.waitUntil(lambda: len(said) == 2)
    qtbot.wait(20)
    assert window.document.graph is before
    answer("Train on it")
    drop(window, path)
    qtbot.waitUntil(lambda: len(window.document.graph.nodes) == 2)


def test_arrays_become_a_data_module(window, drop, tmp_path):
    small_pictures(tmp_path / "pets.npz")
    drop(window, tmp_path / "pets.npz")
    document = window.document
    (node_id,) = document.selection
    node = document.graph.nodes[node_id]
    assert (node.kind, dict(node.params)) == ("arrays", {"path": str(tmp_path / "pets.npz")})
    assert document.report.facts[node_id].outputs["x"].shape == (4, 4)
    for name in ("y", "x"):
        np.save(tmp_path / f"{name}.npy", np.ones(3))
    drop(window, tmp_path / "y.npy", tmp_path / "x.npy")
    (node_id,) = document.selection
    assert dict(document.graph.nodes[node_id].params) == {"path": str(tmp_path / "x.npy")}
    document.undo_stack.undo()
    document.undo_stack.undo()
    assert not document.graph.nodes


def test_arrays_a_table_and_a_folder_that_are_dropped_together_become_a_module_each(
    window, drop, qtbot, tmp_path
):
    (tmp_path / "flowers.csv").write_text(FLOWERS, "utf-8")
    small_pictures(tmp_path / "pets.npz")
    folder = make_pictures(tmp_path / "pets", count=1)
    drop(window, tmp_path / "flowers.csv", tmp_path / "pets.npz", folder)
    document = window.document
    qtbot.waitUntil(lambda: len(document.graph.nodes) == 3)
    assert [node.kind for _, node in document.graph] == ["image_folder", "arrays", "table"]


def test_further_arrays_can_be_shown_to_the_network_that_was_trained(
    window, drop, answer, tmp_path, monkeypatch
):
    path = small_pictures(tmp_path / "pets.npz")
    window.incoming.open(path)
    asked = []
    monkeypatch.setattr(window.incoming.prediction, "start", lambda *given: asked.append(given))
    monkeypatch.setattr(Trainer, "trained_run", "/runs/pets-7")
    said = answer("Predict its samples", "Train on it")
    drop(window, path)
    assert asked == [({"": [path]}, "/runs/pets-7")]
    assert "has been trained on arrays. It can be asked about further samples." in said[0]
    drop(window, path)
    assert len(window.document.graph.nodes) == 2


def test_pictures_are_shown_to_the_network_that_was_trained(
    window, drop, answer, qtbot, tmp_path, monkeypatch
):
    paths = sorted((make_pictures(tmp_path / "pets", ("cat",), count=2) / "cat").iterdir())
    said = answer("Close", "Close", "Close")
    drop(window, *paths)
    assert "train it, then drop them again" in said[0]
    assert not window.has_document
    window.filing.new()
    drop(window, paths[0])
    assert "a folder with a subfolder for each class" in said[1]
    asked = []
    prediction = window.incoming.prediction
    monkeypatch.setattr(prediction, "start", lambda *given: asked.append(given))
    monkeypatch.setattr(Trainer, "trained_run", "/runs/pets-7")
    drop(window, *paths)
    assert asked == [({"": paths}, "/runs/pets-7")]
    assert window.status.hint.whole_text == "Asking the network about 0.png…"
    heading = heading_of({"": paths})
    prediction.finished.emit(heading, "/runs/pets-7", ["0.png: cat", "1.png: dog"], b"")
    assert "What the network says of 2 pictures" in said[2]
    assert "run pets-7" in said[2]
    assert "1.png: dog" in said[2]
