"""Several networks in one window: each keeps what is its own, whichever is in front."""

import gc
import weakref

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from hornstudio.engine.catalog import catalog
from hornstudio.engine.composite.grouping import group_nodes
from hornstudio.engine.disk.lock import holder_of
from hornstudio.engine.disk.owner import new_owner
from hornstudio.engine.editing import edits
from hornstudio.engine.graph import Node
from hornstudio.engine.storage import files, journal
from hornstudio.engine.storage.templates import find_template

CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def paths(tmp_path):
    """Two files of different networks."""
    found = []
    for name, template in (("a", "mnist_mlp"), ("b", "mnist_cnn")):
        graph = find_template(template).graph()
        found.append(tmp_path / f"{name}.horn")
        files.save(graph, found[-1])
    return found


@pytest.fixture
def two(window, paths):
    """The window with both files open, the second in front."""
    for path in paths:
        window.filing.open(path)
    return window


def add(window, kind: str = "relu") -> None:
    document = window.document
    node_id = document.graph.new_id(kind)
    document.edit(f"Add {kind}", edits.add_node(document.graph, node_id, Node(kind)))


def press(window, key, modifiers=CTRL) -> None:
    QTest.keyClick(window.workspace.canvas.view, key, modifiers)


def names(window) -> list[str]:
    row = window.tabbing.row
    return [row.tabText(i) for i in range(row.count())]


def test_each_tab_has_its_own_history_and_undo_is_exact(two):
    first, second = two.tabs
    add(two)
    edited_b = two.document.graph
    press(two, Qt.Key.Key_Tab)
    assert two.tabs.current is first
    opened_a = two.document.graph
    add(two, "flatten")
    edited_a = two.document.graph
    assert names(two) == ["a.horn •", "b.horn •"]
    press(two, Qt.Key.Key_PageUp)
    assert two.document.graph is edited_b
    two.table["undo"].trigger()
    assert names(two) == ["a.horn •", "b.horn"]
    assert first.document.graph is edited_a
    two.table["redo"].trigger()
    assert two.document.graph is edited_b
    press(two, Qt.Key.Key_Tab, CTRL | SHIFT)
    assert two.document.graph is edited_a
    assert two.table["undo"].text() == "&Undo Add flatten"
    two.table["undo"].trigger()
    assert two.document.graph is opened_a
    assert not two.table["undo"].isEnabled()
    assert set(two.workspace.canvas.scene.nodes) == set(opened_a.nodes)
    assert second.document.graph is edited_b


def test_a_file_that_is_open_comes_to_the_front_as_it_is(two, paths):
    two.filing.open(paths[0])
    add(two)
    edited = two.document.graph
    two.filing.open(paths[1])
    two.filing.open(paths[0].parent / "." / "a.horn")
    assert len(two.tabs) == 2
    assert two.document.graph is edited
    assert two.windowTitle().startswith("a.horn")


def test_what_was_in_view_and_selected_is_there_again(two):
    level, view = two.workspace.level, two.workspace.canvas.view
    graph, use = group_nodes(
        two.document.graph, list(two.document.graph.nodes)[1:3], "B", catalog()
    )
    two.document.edit("group", graph)
    level.enter(use)
    inner = next(i for i, n in level.graph if "composite" not in n.kind)
    level.select([inner])
    view.zoom_to(0.5)
    view.centerOn(QPointF(400, 300))
    before = view.visible_area().center()
    two.tabbing.step(1)
    assert level.trail == ()
    assert level.selection == ()
    view.zoom_to(1.5)
    two.tabbing.step(1)
    assert level.trail == (use,)
    assert level.selection == (inner,)
    assert view.zoom == 0.5
    assert (view.visible_area().center() - before).manhattanLength() < 4


def test_what_is_around_a_composite_is_seen_as_it_was_left_after_another_network(two):
    canvas = two.workspace.canvas
    view = canvas.view
    for _ in two.tabs:
        canvas.document.select(list(two.document.graph.nodes)[1:3])
        canvas.composites.group()
        two.tabbing.step(1)
    centers = []
    for zoom in (0.7, 0.9):
        view.zoom_to(zoom)
        view.pan_by(60, -40)
        centers.append(view.visible_area().center())
        canvas.document.enter("block")
        two.tabbing.step(1)
    for zoom, center in zip((0.7, 0.9), centers, strict=True):
        assert canvas.document.is_inside
        canvas.composites.leave()
        assert view.zoom == zoom
        assert (view.visible_area().center() - center).manhattanLength() < 4
        two.tabbing.step(1)


def test_a_title_that_is_being_typed_stays_with_its_network(two):
    canvas, document = two.workspace.canvas, two.document.source
    node_id = next(iter(document.graph.nodes))
    canvas.naming.rename(node_id)
    QTest.keyClicks(canvas.naming.editor, "half typed")
    two.tabbing.step(1)
    assert not canvas.naming.editor.isVisible()
    assert document.graph.nodes[node_id].title == "half typed"
    assert not two.document.undo_stack.canUndo()


def test_copies_go_from_tab_to_tab(two):
    canvas = two.workspace.canvas
    kinds = [node.kind for _, node in two.document.graph]
    canvas.select_all()
    canvas.copying.copy()
    two.tabbing.step(1)
    before = two.document.graph
    canvas.copying.paste()
    added = list(two.document.graph.nodes.values())[len(before.nodes) :]
    assert [node.kind for node in added] == kinds
    two.document.undo_stack.undo()
    assert two.document.graph is before


def test_journals_and_locks_are_of_each_tab(two, paths):
    first, second = two.tabs
    for tab in (first, second):
        two.tabs.go(tab)
        add(two)
        tab.keeper.write_now()
    works = [journal.read(tab.keeper.journal.place).work for tab in (first, second)]
    assert [work.graph for work in works] == [tab.document.graph for tab in (first, second)]
    assert [work.file for work in works] == paths
    assert all(holder_of(path, new_owner()) for path in paths)
    two.tabs.go(first)
    assert two.filing.save()
    assert not first.keeper.journal.place.exists()
    assert second.keeper.journal.place.exists()
    second.document.undo_stack.setClean()
    two.tabbing.close_tab(second)
    assert holder_of(paths[1], new_owner()) is None
    assert holder_of(paths[0], new_owner()) is not None
    assert not second.keeper.journal.place.exists()


def test_a_file_that_vanishes_in_the_background_is_unsaved_there_only(two, paths):
    first, second = two.tabs
    paths[0].unlink()
    first.guard.look()
    assert first.document.is_modified
    assert not second.document.is_modified
    assert not two.document.is_modified
    two.tabs.go(first)
    assert two.document.is_modified


def test_closing_asks_shows_what_is_asked_about_and_goes_to_the_neighbour(two, answer):
    first, second = two.tabs
    two.tabs.go(first)
    add(two)
    two.tabs.go(second)
    answer("Cancel")
    assert not two.tabbing.close_tab(first)
    assert two.tabs.current is first
    answer("Discard")
    two.table["close_tab"].trigger()
    assert two.tabs.current is second
    assert two.tabbing.row.isHidden()
    two.table["close_tab"].trigger()
    assert not two.has_document
    assert not two.is_working
    press_new = two.table["new"]
    press_new.trigger()
    assert two.is_working
    assert len(two.tabs) == 1


def test_the_window_asks_for_every_tab(two, answer):
    for tab in two.tabs:
        two.tabs.go(tab)
        add(two)
    said = answer("Discard", "Cancel")
    assert not two.close()
    assert ["a.horn" in said[0], "b.horn" in said[1]] == [True, True]
    assert all(tab.document.is_modified for tab in two.tabs)


def test_tabs_are_chosen_dragged_and_closed_with_the_mouse(two, qtbot):
    row = two.tabbing.row
    assert row.isVisible()
    QTest.mouseClick(row, Qt.MouseButton.LeftButton, pos=row.tabRect(0).center())
    assert two.windowTitle().startswith("a.horn")
    start, end = row.tabRect(0).center(), row.tabRect(1).center() + QPoint(20, 0)
    QTest.mousePress(row, Qt.MouseButton.LeftButton, pos=start)
    for step in range(1, 9):
        QTest.mouseMove(row, start + (end - start) * (step / 8))
    QTest.mouseRelease(row, Qt.MouseButton.LeftButton, pos=end)
    qtbot.waitUntil(lambda: names(two) == ["b.horn", "a.horn"])
    assert [tab.document.title for tab in two.tabs] == ["b.horn", "a.horn"]
    assert two.windowTitle().startswith("a.horn")
    QTest.mouseClick(row, Qt.MouseButton.MiddleButton, pos=row.tabRect(0).center())
    assert [tab.document.title for tab in two.tabs] == ["a.horn"]


def test_a_closed_tab_leaves_nothing_behind(two, qtbot):
    add(two)
    tab = two.tabs.current
    known = weakref.ref(tab.document)
    tab.document.undo_stack.setClean()
    two.tabbing.close_tab(tab)
    del tab
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()
    assert known() is None


def test_a_training_belongs_to_its_tab(two, monkeypatch):
    trainer, client = two.workspace.training.trainer, two.client
    first, second = two.tabs
    monkeypatch.setattr(type(client), "is_busy", property(lambda _: True))
    trainer._begin()
    trainer._on_state_changed(client.state)
    assert trainer.runner is second.document
    two.tabs.go(first)
    assert trainer.other_name == "b.horn"
    trainer._latest = {"loss": 0.5}
    told = []
    trainer.live_values.connect(told.append)
    trainer._news.come()
    trainer._news.tell()
    assert told == []
    two.tabs.go(second)
    assert trainer.other_name == ""
    assert len(told) == 1
    two.tabs.go(first)
    monkeypatch.setattr(type(client), "is_busy", property(lambda _: False))
    trainer._on_state_changed(client.state)
    assert trainer._latest == {}
    two.tabs.go(second)
    assert trainer._latest == {"loss": 0.5}


def test_what_is_being_typed_stays_with_its_network(two):
    header = two.workspace.inspector.node_page.header
    for tab in two.tabs:
        two.tabs.go(tab)
        two.document.select([next(iter(two.document.graph.nodes))])
    header.title.setFocus()
    header.title.selectAll()
    QTest.keyClicks(header.title, "Typed here")
    first, second = two.tabs
    two.tabs.go(first)
    assert QApplication.focusWidget() is two.workspace.canvas.view
    assert header.title.text() != "Typed here"
    assert next(iter(second.document.graph.nodes.values())).title == "Typed here"
    assert not first.document.is_modified


def test_a_tab_says_whose_progress_it_shows(two, monkeypatch):
    training = two.workspace.training
    progress = training.controls.progress
    assert progress.whose.isHidden()
    trainer = training.trainer
    monkeypatch.setattr(type(trainer), "other_name", property(lambda _: "a.horn"))
    progress.refresh()
    assert not progress.whose.isHidden()
    assert progress.whose.whole_text == "Training of a.horn"
