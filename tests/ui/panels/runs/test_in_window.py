"""The panel of runs and the others, in one window."""

from PySide6.QtCore import QPointF, QRectF

from hornstudio.engine.editing import edits
from hornstudio.engine.storage import files
from hornstudio.engine.storage.templates import find_template
from hornstudio.ui.theme.focus_ring import is_by_keyboard

from .conftest import select, settle


def test_runs_are_shown_drawn_and_restored(window, make_run, root, qtbot, answer):
    make_run("one", 0.5, 0.3)
    make_run("two", 0.4)
    window.filing.open_copy(find_template("mnist_mlp").graph())
    workspace = window.workspace
    window.table["runs"].trigger()
    panel, bottom = workspace.runs, workspace.bottom
    assert bottom.page == "runs"
    qtbot.waitUntil(lambda: bottom.tabs.tabText(1) == "Runs 2")
    settle(qtbot, panel)
    assert panel.table.hasFocus()
    select(panel, "one", "two")
    panel.actions_of_runs["curves"].trigger()
    history = workspace.training.trainer.history
    qtbot.waitUntil(lambda: history.front is not None)
    assert [run.title for run in history.drawn] == ["two", "one"]
    looks = [panel.table.runs.look_of(run.started.run) for run in history.drawn]
    assert all(looks)
    assert bottom.page == "training"
    bottom.show_page("runs")
    select(panel, "one")
    panel.actions_of_runs["restore"].trigger()
    graph = files.load(root / "one" / "graph.horn")
    qtbot.waitUntil(lambda: window.document.graph == graph)
    assert window.document.is_modified
    assert window.document.path is None
    assert window.document.title == "mlp (run one)"
    assert window.filing.proposal() == "mlp (run one).horn"
    assert window.keeper._work().of_run == "one", "it is called so after a crash, too"
    panel.actions_of_runs["restore"].trigger()  # as by a double click
    settle(qtbot, panel)
    assert [tab.document.title for tab in window.tabs] == ["mnist-mlp", "mlp (run one)"]
    window.document.edit("b", edits.rename_node(graph, "hidden", "first"))
    assert window.document.title == "mlp (run one)"
    bottom.show_page("runs")
    panel.actions_of_runs["restore"].trigger()
    settle(qtbot, panel)
    assert window.document.title == "mlp (run one) 2", "that one was worked on"


def test_a_run_restored_while_the_code_is_in_front_is_not_left_under_the_map(
    window, make_run, qtbot
):
    graph = find_template("resnet").graph()
    make_run("one", 0.5, graph=graph)
    window.filing.open_copy(graph)
    window.show()
    workspace = window.workspace
    canvas, panel = workspace.canvas, workspace.runs
    window.table["runs"].trigger()
    settle(qtbot, panel)
    qtbot.waitUntil(lambda: canvas.sight.is_whole)
    workspace.show_code()
    select(panel, "one")
    panel.actions_of_runs["restore"].trigger()
    qtbot.waitUntil(lambda: canvas.isVisible() and canvas.sight.is_whole)
    card = canvas.minimap.geometry()
    corners = (canvas.view.to_scene(QPointF(p)) for p in (card.topLeft(), card.bottomRight()))
    assert canvas.minimap.isVisible()
    assert not canvas.scene.nodes_in(QRectF(*corners))


def test_the_keyboard_waits_for_the_list_and_stays_where_it_is_empty(window, make_run, qtbot):
    window.filing.open_copy(find_template("mnist_mlp").graph())
    window.table["runs"].trigger()
    panel = window.workspace.runs
    settle(qtbot, panel)
    assert panel.nothing.hasFocus()
    assert panel.nothing.accessibleName() == panel.nothing.words.text()
    make_run("one", 0.5)
    panel.reader.refresh()
    settle(qtbot, panel)
    assert panel.table.hasFocus()
    assert is_by_keyboard(panel.table)
    assert [run.name for run in panel.selected] == ["one"]


def test_a_run_is_gone_on_with_and_branched(window, make_run, root, qtbot, monkeypatch):
    path = make_run("half", 0.5, state="stopped", training={"epochs": 9})
    window.filing.open_copy(find_template("mnist_mlp").graph())
    told: list[tuple] = []
    monkeypatch.setattr(window.client, "train", lambda *args, **more: told.append((args, more)))
    window.workspace.runs.resume_requested.emit(str(path), 3)
    qtbot.waitUntil(lambda: bool(told))
    text = files.to_text(files.load(path / "graph.horn"))
    assert told.pop() == ((text, str(path)), {"resume": True, "epochs": 12})
    window.workspace.runs.branch_requested.emit(str(path), "best")
    assert told.pop()[1] == {"branch": str(path), "checkpoint": "best", "file": ""}


def test_the_tab_counts_a_run_that_comes_while_others_are_in_front(window, make_run, qtbot):
    make_run("one", 0.5)
    window.filing.open_copy(find_template("mnist_mlp").graph())
    workspace = window.workspace
    window.table["runs"].trigger()
    qtbot.waitUntil(lambda: workspace.bottom.tabs.tabText(1) == "Runs 1")
    workspace.bottom.show_page("training")
    settle(qtbot, workspace.runs)
    make_run("two", state="running")
    workspace.training.trainer.curves_changed.emit(True)
    qtbot.waitUntil(lambda: workspace.bottom.tabs.tabText(1) == "Runs 2")
    settle(qtbot, workspace.runs)
    make_run("three", 0.5)
    workspace.training.running_changed.emit(False)
    qtbot.waitUntil(lambda: workspace.bottom.tabs.tabText(1) == "Runs 3")
