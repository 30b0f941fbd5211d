"""Files that are dropped on the window or chosen to be imported, with real events."""

import json
import os

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget

from hornstudio.engine.editing import edits
from hornstudio.engine.graph import Graph, Node
from hornstudio.engine.storage import files
from hornstudio.engine.storage.templates import find_template
from tests.engine.modules.pictures.folder_of_pictures import make_pictures


def layer(kind, **config):
    return {"module": "keras.layers", "class_name": kind, "config": config}


def architecture(*layers):
    first = layer("InputLayer", name="x", batch_shape=[None, 4])
    config = {"name": "model", "layers": [first, *layers]}
    return json.dumps({"module": "keras", "class_name": "Sequential", "config": config})


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
        (["folder", "a.csv"], "only tables, arrays and folders of pictures"),
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


def test_a_table_that_is_named_at_the_start_is_taken_as_if_dropped(window, qtbot, tmp_path):
    path = tmp_path / "flowers.csv"
    path.write_text("length,kind\n1.5,lily\n2.5,rose\n", "utf-8")
    window.incoming.open(path)
    qtbot.waitUntil(lambda: window.has_document and bool(window.document.selection))
    assert [node.kind for _, node in window.document.graph] == ["table"]


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
