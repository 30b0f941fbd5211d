"""Files that are dropped on the window or chosen to be imported, with real events."""

import json
import os
import threading
from itertools import combinations

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget

from hornstudio.engine.editing import edits
from hornstudio.engine.graph import Graph, Node
from hornstudio.engine.storage import files
from hornstudio.engine.storage.templates import find_template
from hornstudio.ui.panels.training.course.trainer import Trainer
from hornstudio.ui.window.incoming import table_look
from tests.engine.modules.pictures.folder_of_pictures import make_pictures

FLOWERS = "length,kind\n1.5,lily\n2.5,rose\n"


def layer(kind, **config):
    return {"module": "keras.layers", "class_name": kind, "config": config}


def architecture(*layers):
    first = layer("InputLayer", name="x", batch_shape=[None, 4])
    config = {"name": "model", "layers": [first, *layers]}
    return json.dumps({"module": "keras", "class_name": "Sequential", "config": config})


@pytest.fixture
def drop(qtbot):
    """`drop(window, *paths)`: what a desktop sends."""

    def _drop(window, *paths, over=None):
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
        plain = Qt.KeyboardModifier.NoModifier
        how = (Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, plain)
        enter = QDragEnterEvent(QPoint(5, 5), *how)
        # Qt goes on to the parents of a widget that ignores a drag.
        QApplication.sendEvent(over or window, enter)
        assert enter.isAccepted()
        QApplication.sendEvent(window, QDropEvent(QPointF(5, 5), *how))
        qtbot.wait(1)

    return _drop


@pytest.fixture
def drop_table(window, drop, qtbot):
    """`drop_table(path)`: until its module is there, and selected."""

    def _drop_table(path):
        drop(window, path)
        qtbot.waitUntil(lambda: window.has_document and bool(window.document.selection))

    return _drop_table


def test_who_drops_something_types_on_where_it_is(window, drop, tmp_path, qtbot):
    """And not in the program that it came from."""
    other = QWidget()
    qtbot.addWidget(other)
    other.show()
    other.activateWindow()
    qtbot.waitUntil(other.isActiveWindow)
    path = tmp_path / "dropped.horn"
    files.save(find_template("mnist_mlp").graph(), path)
    drop(window, path)
    qtbot.waitUntil(window.isActiveWindow)


def test_a_network_is_opened_from_anywhere_on_the_window(window, drop, tmp_path):
    path = tmp_path / "dropped file.horn"
    files.save(find_template("mnist_mlp").graph(), path)
    for over in (None, window.workspace.canvas.view.viewport()):
        window.filing.new()
        drop(window, path, over=over)
        assert window.document.path == path


def test_dropped_files_come_beside_unsaved_work_each_in_a_tab(window, drop, tmp_path):
    paths = [tmp_path / name for name in ("a.horn", "b.horn")]
    for path in paths:
        files.save(Graph(), path)
    window.filing.new()
    graph = edits.add_node(window.document.graph, "relu", Node("relu"))
    window.document.edit("add", graph)
    drop(window, *paths)
    assert [tab.document.path for tab in window.tabs] == [None, *paths]
    assert window.tabs.tabs[0].document.graph is graph


def test_a_file_that_is_dropped_as_a_move_is_taken_as_a_copy(window, qtbot, tmp_path):
    path = tmp_path / "net.horn"
    files.save(Graph(), path)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    both = Qt.DropAction.CopyAction | Qt.DropAction.MoveAction
    how = (both, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ShiftModifier)
    QApplication.sendEvent(window, QDragEnterEvent(QPoint(5, 5), *how))
    event = QDropEvent(QPointF(5, 5), *how)
    assert event.proposedAction() is Qt.DropAction.MoveAction
    QApplication.sendEvent(window, event)
    assert event.isAccepted()
    assert event.dropAction() is Qt.DropAction.CopyAction, "a moved file is deleted where it was"
    qtbot.waitUntil(lambda: window.has_document)


def test_files_that_cannot_be_opened_are_told_of_together(window, drop, answer, tmp_path):
    good = tmp_path / "good.horn"
    files.save(Graph(), good)
    (tmp_path / "bad.horn").write_bytes(b"\xff")
    names = ("none.horn", "good.horn", "bad.horn")
    said = answer("Close")
    drop(window, *(tmp_path / name for name in names))
    assert len(said) == 1
    assert "2 of 3 files cannot be opened" in said[0]
    assert "there is no file" in said[0]
    assert "bad.horn is not a HornStudio file" in said[0]
    assert window.document.path == good


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="pipes of the file system")
def test_a_pipe_that_never_ends_is_refused(window, drop, answer, tmp_path):
    os.mkfifo(tmp_path / "pipe.horn")
    said = answer("Close")
    drop(window, tmp_path / "pipe.horn")
    assert "pipe.horn is a pipe or a device; need a file" in said[0]


@pytest.mark.parametrize(
    ("names", "words"),
    [
        (["notes.txt"], "does not open such files (.txt)"),
        (["a.horn", "b.keras"], "2 files were dropped"),
        (["folder"], "folder is a folder"),
        (["folder", "a.csv"], "only tables and folders of pictures"),
    ],
)
def test_what_cannot_be_taken_is_refused_with_what_can(
    window, drop, answer, tmp_path, names, words
):
    (tmp_path / "folder").mkdir()
    said = answer("Close")
    drop(window, *(tmp_path / name for name in names))
    assert words in said[0]
    assert ".keras" in said[0]
    assert not window.has_document


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


def test_a_table_that_is_named_at_the_start_is_taken_as_if_dropped(window, qtbot, tmp_path):
    path = tmp_path / "flowers.csv"
    path.write_text(FLOWERS, "utf-8")
    window.incoming.open(path)
    qtbot.waitUntil(lambda: window.has_document and bool(window.document.selection))
    assert [node.kind for _, node in window.document.graph] == ["table"]


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
    assert asked == [([path], "/runs/flowers-7")]
    assert "What is flowers.csv for?" in said[0]
    drop(window, path)
    qtbot.waitUntil(lambda: len(said) == 2)
    qtbot.wait(20)
    assert window.document.graph is before
    answer("Train on it")
    drop(window, path)
    qtbot.waitUntil(lambda: len(window.document.graph.nodes) == 2)


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
    assert asked == [(paths, "/runs/pets-7")]
    assert window.status.hint.whole_text == "Asking the network about 0.png…"
    prediction.finished.emit(paths, "/runs/pets-7", ["0.png: cat", "1.png: dog"], b"")
    assert "What the network says of 2 pictures" in said[2]
    assert "run pets-7" in said[2]
    assert "1.png: dog" in said[2]


def test_a_model_of_keras_is_imported_by_another_process_and_reported(
    window, drop, answer, qtbot, tmp_path
):
    path = tmp_path / "model.json"
    dense, odd = layer("Dense", name="y", units=2), layer("Lambda", name="odd", function="f")
    path.write_text(architecture(dense, odd))
    said = answer("Close")
    drop(window, path)
    assert window.status.hint.whole_text == "Reading model.json…"
    qtbot.waitUntil(lambda: bool(said) and not window.incoming.keras.is_running, timeout=20_000)
    assert "model.json was imported" in said[0]
    assert "odd" in said[0]
    kinds = {node.kind for _, node in window.document.graph}
    assert "dense" in kinds
    assert window.is_working
    assert window.document.path is None
    assert window.document.is_modified  # it is nowhere yet
    assert window.status.hint.whole_text != "Reading model.json…"


def test_a_file_chosen_in_the_menu_that_is_no_model_says_so(
    window, answer, qtbot, tmp_path, monkeypatch
):
    path = tmp_path / "model.h5"
    path.write_text("not a model")
    monkeypatch.setattr(QFileDialog, "exec", lambda dialog: True)
    monkeypatch.setattr(QFileDialog, "selectedFiles", lambda dialog: [str(path)])
    said = answer("Close")
    window.table["import"].trigger()
    qtbot.waitUntil(lambda: bool(said), timeout=20_000)
    assert "model.h5 cannot be opened" in said[0]
    assert "no model of Keras" in said[0]
    assert not window.has_document


def test_open_takes_a_model_of_keras_as_import_does(window, tmp_path, monkeypatch):
    path, read = tmp_path / "model.keras", []
    path.write_bytes(b"PK")
    monkeypatch.setattr(QFileDialog, "exec", lambda dialog: True)
    monkeypatch.setattr(QFileDialog, "selectedFiles", lambda dialog: [str(path)])
    monkeypatch.setattr(window.incoming.keras, "start", read.append)
    window.table["open"].trigger()
    assert read == [path]


def test_closing_the_window_gives_an_import_up(window, tmp_path):
    path = tmp_path / "model.json"
    path.write_text(architecture())
    window.incoming.import_keras(path)
    assert window.incoming.keras.is_running
    window.close()
    assert not window.incoming.keras.is_running


def test_the_program_can_be_started_with_a_network_of_any_name_a_model_or_pictures(
    window, answer, tmp_path, monkeypatch
):
    read = []
    monkeypatch.setattr(window.incoming.keras, "start", read.append)
    window.incoming.open(tmp_path / "model.keras")
    assert read == [tmp_path / "model.keras"]
    path = tmp_path / "saved.txt"
    files.save(find_template("mnist_mlp").graph(), path)
    window.incoming.open(path)
    assert window.document.path == path
    window.incoming.open(make_pictures(tmp_path / "pets", count=1))
    assert "image_folder" in {node.kind for _, node in window.document.graph}
    said = answer("Close")
    (tmp_path / "table.txt").write_text("a,b\n1,2\n")
    window.incoming.open(tmp_path / "table.txt")
    assert "Models of Keras are imported" in said[0]
    assert read == [tmp_path / "model.keras"]
