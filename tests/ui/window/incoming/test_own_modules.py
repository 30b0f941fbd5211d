"""Modules of the user's own that change while the window is open."""

from pathlib import Path

import pytest
from PySide6.QtGui import QDesktopServices

from hornstudio.engine.additions.own_files import start_file
from hornstudio.engine.catalog import catalog, read_again
from hornstudio.engine.editing import edits
from hornstudio.engine.remedies import insert_module
from hornstudio.engine.watch.events import Failed
from hornstudio.ui.window.incoming.own_modules import OwnModules, notice
from tests.engine import sample_graph


@pytest.fixture
def own_folder(tmp_path, monkeypatch):
    """A folder for them; afterwards the catalog has none."""
    folder = tmp_path / "own"
    folder.mkdir()
    monkeypatch.setenv("HORNSTUDIO_MODULES", str(folder))
    read_again()
    yield folder
    for file in folder.glob("*.py"):
        file.unlink()
    read_again()


def change(file: Path, old: str, new: str) -> None:
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new), "utf-8")


def test_every_change_is_noticed_while_nobody_asks(qtbot, own_folder):
    watch = OwnModules()
    with qtbot.waitSignal(watch.changed):
        path = start_file("soft_gate", set())
    assert catalog().get("soft_gate") is not None
    assert notice() == "Your modules were read again"
    with qtbot.waitSignal(watch.changed):
        change(path, "def infer(p, x):", "def infer(p, x")
    assert notice().startswith(f"{path} cannot be used: '(' was never closed (soft_gate.py, line")
    with qtbot.waitSignal(watch.changed):  # as editors do that write another file first
        change(path, "def infer(p, x", "def infer(p, x):")
        path.rename(own_folder / "soft_gate.new")
        (own_folder / "soft_gate.new").rename(path)
    with qtbot.waitSignal(watch.changed):
        change(path, 'title="Soft gate"', 'title="Softer gate"')
    assert catalog().get("soft_gate").title == "Softer gate"


def test_a_folder_that_was_not_there_is_read_by_who_comes_back(qtbot, own_folder):
    own_folder.rmdir()
    watch = OwnModules()
    start_file("soft_gate", set())
    with qtbot.waitSignal(watch.changed):
        watch.look()
    assert catalog().get("soft_gate") is not None


def test_a_network_keeps_what_a_broken_file_cannot_explain(window, qtbot, own_folder):
    path = start_file("soft_gate", set())
    window.arrival.modules.look()
    graph = sample_graph.mlp()
    wire = graph.wires_into("hidden")[0]
    graph = insert_module(graph, wire, "soft_gate", catalog(), {"power": 2.0})
    window.filing.open_copy(graph)
    document = window.document
    assert not document.report.errors
    palette = window.workspace.palette_panel
    palette.search.setText("softest")
    with qtbot.waitSignal(document.graph_changed):
        change(path, "Soft gate", "Softest gate")
    assert palette.tree.module_at(palette.tree.first_module()).title == "Softest gate"
    palette.search.clear()
    with qtbot.waitSignal(document.graph_changed):
        change(path, "    return w[", "    return = w[")
    assert document.graph == graph
    assert [p.node for p in document.report.errors] == ["soft_gate"]
    line = 1 + path.read_text("utf-8").splitlines().index('    return = w["gain"] ** power * x')
    assert f"invalid syntax (soft_gate.py, line {line})" in document.report.errors[0].reason
    assert f"invalid syntax (soft_gate.py, line {line})" in window.status.hint.whole_text
    assert document.report.errors[0].remedies == ()
    assert not document.undo_stack.canUndo()
    with qtbot.waitSignal(document.graph_changed):
        change(path, "    return = w[", "    return w[")
    assert not document.report.errors
    assert document.report.facts["soft_gate"].values["power"] == 2.0


def test_a_network_behind_knows_them_when_it_comes_to_the_front(window, qtbot, own_folder):
    window.filing.open_copy(sample_graph.mlp())
    behind = window.tabs.current
    window.filing.open_copy(sample_graph.mlp())
    start_file("soft_gate", set())
    window.arrival.modules.look()
    assert window.document.modules.get("soft_gate") is not None
    assert behind.document.modules.get("soft_gate") is None
    window.tabs.go(behind)
    assert window.document.source is behind.document
    assert behind.document.modules.get("soft_gate") is not None


def test_a_module_is_begun_in_the_window_and_stands_in_the_list(
    window, answer, own_folder, monkeypatch
):
    opened = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toLocalFile()))
    window.filing.open_copy(sample_graph.mlp())
    answer("Write the file")
    window.table["new_module"].trigger()
    path = own_folder / "my_layer.py"
    assert path.exists()
    assert opened == [str(own_folder)]
    assert window.document.modules.get("my_layer").title == "My layer"
    assert str(path) in window.status.hint.whole_text
    said = answer("Write the file", "Cancel")
    window.table["new_module"].trigger()
    assert "my_layer is a module already; choose another name" in said[-1]
    assert len(list(own_folder.glob("*.py"))) == 1


def test_a_failure_in_a_module_is_shown_until_its_file_is_changed(window, qtbot, own_folder):
    path = start_file("soft_gate", set())
    window.arrival.modules.look()
    graph = sample_graph.mlp()
    window.filing.open_copy(
        insert_module(graph, graph.wires_into("hidden")[0], "soft_gate", catalog(), {})
    )
    training = window.workspace.training
    training.trainer._graph = window.document.graph
    window.client.event_received.emit(Failed(reason="it went wrong", node="soft_gate"))
    assert training.banner.isVisibleTo(training)
    window.document.edit(
        "another edit", edits.move_nodes(window.document.graph, {"hidden": (9, 9)})
    )
    assert training.banner.isVisibleTo(training), "that has mended nothing"
    with qtbot.waitSignal(window.document.graph_changed):
        change(path, "    return w[", "    return 1.0 * w[")
    assert not training.banner.isVisibleTo(training)
