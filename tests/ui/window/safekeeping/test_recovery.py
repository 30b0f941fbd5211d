"""What a killed window has left is offered exactly, and goes once it is safe or unwanted."""

import time
from dataclasses import replace

import pytest
from PySide6.QtCore import QPointF, Qt

from hornstudio.engine.catalog import catalog
from hornstudio.engine.composite.grouping import group_nodes
from hornstudio.engine.graph import Graph
from hornstudio.engine.storage import files
from hornstudio.engine.storage.journal import Work, lost_work, read
from hornstudio.engine.storage.past import Step, Steps
from hornstudio.paths import journal_dir
from hornstudio.ui.window.safekeeping.bar import FileBar
from hornstudio.ui.window.safekeeping.guard import Standing


@pytest.fixture
def path(tmp_path, mlp):
    place = tmp_path / "a.horn"
    files.save(mlp, place)
    return place


def work_at(path, mlp) -> Work:
    from hornstudio.engine.disk.atomic import digest_of

    return Work(replace(mlp, name="edited"), path, digest_of(path), time.time())


def search(window, qtbot):
    window.recovery.search()
    qtbot.waitUntil(lambda: not window.recovery.is_searching)


def rows_of(window, qtbot, count=1):
    search(window, qtbot)
    qtbot.waitUntil(lambda: window.welcome.offer.isVisible())
    rows = window.welcome.offer.rows
    assert len(rows) == count
    return rows


def click(qtbot, button) -> None:
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def test_a_start_without_a_crash_offers_nothing(window, qtbot):
    qtbot.wait(50)
    assert not window.welcome.offer.isVisible()


def test_restored_work_is_what_it_was(window, path, mlp, leave, qtbot):
    work = work_at(path, mlp)
    left = leave(work)
    (row,) = rows_of(window, qtbot)
    assert row.title.whole_text == "a.horn"
    for part in ("10 modules" if len(mlp.nodes) == 10 else "modules", "today", str(path)):
        assert part in row.line.whole_text
    click(qtbot, row.restore)
    assert window.is_working
    assert window.document.graph == work.graph
    assert list(window.document.graph.nodes) == list(work.graph.nodes)
    assert window.document.path == path
    assert window.document.is_modified
    assert window.guard.standing is Standing.OURS
    assert not left.place.exists()
    assert window.keeper.journal.place.exists()  # from the first moment on
    assert window.filing.save()
    assert files.load(path) == work.graph
    window.show_home()
    assert not window.welcome.offer.isVisible()


def test_several_are_offered_and_each_goes_its_own_way(window, path, mlp, leave, qtbot, answer):
    leave(work_at(path, mlp))
    leave(Work(Graph(name="second"), None, "", time.time() - 100))
    rows = rows_of(window, qtbot, 2)
    assert [row.title.whole_text for row in rows] == ["a.horn", "second"]
    assert "never saved" in rows[1].line.whole_text
    answer("Cancel")
    click(qtbot, rows[1].discard)
    assert len(lost_work(journal_dir())) == 2
    said = answer("Discard")
    click(qtbot, rows[1].discard)
    assert "second" in said[-1]
    assert [row.title.whole_text for row in window.welcome.offer.rows] == ["a.horn"]
    assert len(lost_work(journal_dir())) == 1


def test_a_file_that_somebody_changed_in_the_meantime_is_told(window, path, mlp, leave, qtbot):
    work = work_at(path, mlp)
    leave(work)
    files.save(replace(mlp, name="theirs"), path)
    click(qtbot, rows_of(window, qtbot)[0].restore)
    assert window.document.graph == work.graph
    assert window.guard.standing is Standing.CHANGED


def test_work_that_its_file_holds_already_is_not_offered(window, path, mlp, leave, qtbot):
    leave(Work(mlp, path))
    search(window, qtbot)
    assert window.recovery.found == []
    assert list(journal_dir().iterdir()) == []


def test_work_is_looked_at_first(window, path, mlp, leave, qtbot, answer):
    work = work_at(path, mlp)
    leave(work)
    (row,) = rows_of(window, qtbot)
    said = answer("Close", "Restore")
    click(qtbot, row.look)
    assert not window.is_working
    assert "a.horn" in said[0]
    click(qtbot, row.look)
    assert window.document.graph == work.graph


def test_what_cannot_be_read_says_why_and_stays(window, leave, qtbot, answer):
    left = leave(Work(Graph()))
    left.place.write_bytes(b"{}")
    (row,) = rows_of(window, qtbot)
    assert not row.restore.isVisible()
    assert str(left.place) in row.line.whole_text
    said = answer("Close")
    click(qtbot, row.look)
    assert "another version" in said[0]
    assert left.place.exists()


def test_a_window_that_shows_a_file_tells_of_it_too(window, path, mlp, leave, qtbot):
    window.filing.load(path)
    leave(Work(Graph(name="x")))
    search(window, qtbot)
    bar = window.workspace.findChild(FileBar)
    assert bar.isVisible()
    click(qtbot, bar.buttons["found"])
    assert window.welcome.offer.isVisible()


def test_restored_work_stands_beside_what_is_open(window, path, mlp, leave, edit, qtbot):
    window.filing.open_copy(mlp)
    edit(window)
    mine, work = window.document.graph, work_at(path, mlp)
    leave(work)
    leave(Work(Graph(name="second"), None, "", time.time() - 100))
    window.show_home()
    for count in (2, 1):
        click(qtbot, rows_of(window, qtbot, count)[0].restore)
        window.show_home()
    graphs = [tab.document.graph for tab in window.tabs]
    assert graphs == [mine, work.graph, Graph(name="second")]
    assert all(tab.document.is_modified for tab in window.tabs)
    assert lost_work(journal_dir()) == []


def test_work_of_a_file_that_is_open_becomes_a_step_there(window, path, mlp, leave, qtbot):
    work = work_at(path, mlp)
    window.filing.load(path)
    leave(work)
    window.show_home()
    click(qtbot, rows_of(window, qtbot)[0].restore)
    assert len(window.tabs) == 1
    assert window.document.graph == work.graph
    window.document.undo_stack.undo()
    assert window.document.graph == mlp


def test_the_offer_is_reached_by_keys(window, mlp, leave, qtbot):
    leave(Work(replace(mlp, name="x")))
    (row,) = rows_of(window, qtbot)
    window.welcome.open.setFocus()
    seen = []
    for _ in range(3):
        qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Tab)
        seen.append(window.focusWidget())
    assert seen == [row.discard, row.look, row.restore]
    qtbot.keyClick(row.restore, Qt.Key.Key_Space)
    assert window.document.graph.name == "x"


def test_work_without_a_name_is_told_apart_in_the_offer_and_in_the_tabs(window, leave, edit, qtbot):
    window.filing.new()
    edit(window)
    for age_s, number in ((300, 1), (200, 3), (100, 1)):
        leave(Work(Graph(), None, "", time.time() - age_s, number))
    window.show_home()
    rows = rows_of(window, qtbot, 3)
    assert [row.title.whole_text for row in rows] == ["untitled 2", "untitled 3", "untitled"]
    for count in (3, 2, 1):
        click(qtbot, rows_of(window, qtbot, count)[-1].restore)
        window.show_home()
    titles = [tab.document.title for tab in window.tabs]
    assert sorted(titles) == ["untitled", "untitled 2", "untitled 3", "untitled 4"]


def test_a_journal_notes_the_number_of_its_network(window, leave, edit, qtbot):
    for _ in range(2):
        window.filing.new()
        edit(window)
    assert window.keeper.write_now()
    assert read(window.keeper.journal.place).work.number == 2


def test_a_network_comes_back_with_the_weights_that_it_begins_in(window, mlp, tmp_path, qtbot):
    run = tmp_path / "run"
    run.mkdir()
    (run / "run.json").write_text("{}")
    inheritance = window.workspace.training.trainer.inheritance
    window.filing.show_import(mlp)
    window.incoming.weights_taken.emit(str(run))
    qtbot.waitUntil(lambda: window.keeper.journal.place.exists())
    work = read(window.keeper.journal.place).work
    assert work.weights == (str(run), "epoch-0000")
    inheritance.want(False)
    assert read(window.keeper.journal.place).work.weights is None
    window.filing.new()
    assert inheritance.of_front is None
    assert window.filing.restore(work)
    assert (inheritance.begins_in.run, inheritance.begins_in.checkpoint) == work.weights


def test_the_window_is_used_while_journals_are_read(window, mlp, leave, edit, slow_reading, qtbot):
    left = leave(Work(replace(mlp, name="x"), None, "", time.time()))
    window.show_home()
    qtbot.waitUntil(slow_reading.has_begun.is_set)
    click(qtbot, window.welcome.new)
    edit(window)
    assert window.document.is_modified
    assert window.recovery.is_searching
    assert window.recovery.found == []
    slow_reading.may_end.set()
    qtbot.waitUntil(lambda: not window.recovery.is_searching)
    click(qtbot, window.workspace.findChild(FileBar).buttons["found"])
    click(qtbot, rows_of(window, qtbot)[0].restore)
    assert window.document.graph.name == "x"
    assert not left.place.exists()


def test_what_is_taken_while_it_is_read_is_not_offered(window, leave, slow_reading, qtbot):
    left = leave(Work(Graph(name="x")))
    window.recovery.search()
    qtbot.waitUntil(slow_reading.has_begun.is_set)
    left.clear()
    slow_reading.may_end.set()
    qtbot.waitUntil(lambda: not window.recovery.is_searching)
    assert window.recovery.found == []


def test_a_window_that_is_closed_while_it_reads_leaves_the_work(window, leave, slow_reading, qtbot):
    left = leave(Work(Graph(name="x")))
    window.recovery.search()
    qtbot.waitUntil(slow_reading.has_begun.is_set)
    slow_reading.may_end.set()
    assert window.close()
    assert left.place.exists()


def test_restored_work_is_seen_as_it_was_when_it_was_edited_last(window, mlp, edit, leave, qtbot):
    window.resize(1280, 800)
    window.filing.open_copy(mlp)
    qtbot.wait(20)  # once the view has its size
    view = window.workspace.canvas.view
    window.workspace.canvas.sight.look(0.8, QPointF(300.0, 120.0))
    center = view.visible_area().center()
    edit(window)
    qtbot.waitUntil(window.keeper.journal.place.exists)
    work = read(window.keeper.journal.place).work
    leave(replace(work, graph=replace(work.graph, name="lost")))
    window.workspace.canvas.sight.fit_all()
    (row,) = rows_of_other(window, qtbot)
    click(qtbot, row.restore)
    qtbot.wait(20)
    assert window.document.graph.name == "lost"
    assert view.zoom == 0.8
    assert (view.visible_area().center() - center).manhattanLength() < 4


def rows_of_other(window, qtbot):
    """What is offered while work is open."""
    search(window, qtbot)
    window.show_home()
    return window.welcome.offer.rows


def test_restored_work_has_what_was_selected_last(window, mlp, edit, leave, qtbot):
    window.filing.open_copy(mlp)
    qtbot.wait(20)
    edit(window)
    place = window.keeper.journal.place
    qtbot.waitUntil(place.exists)
    edited_at = read(place).work.edited_at
    window.document.select(["hidden", "relu"])
    qtbot.waitUntil(lambda: read(place).work.selection == ("hidden", "relu"))
    assert read(place).work.edited_at == edited_at, "to select is no edit"
    work = read(place).work
    leave(replace(work, graph=replace(work.graph, name="lost")))
    (row,) = rows_of_other(window, qtbot)
    click(qtbot, row.restore)
    qtbot.waitUntil(lambda: window.document.selection == ("hidden", "relu"))
    assert window.document.graph.name == "lost"


def test_restored_work_has_the_composite_open_that_was_open(window, mlp, edit, leave, qtbot):
    graph, use = group_nodes(mlp, ["hidden", "relu"], "Block", catalog())
    window.filing.open_copy(graph)
    qtbot.wait(20)
    level = window.workspace.level
    edit(window)
    level.enter(use)
    level.select(["relu"])
    place = window.keeper.journal.place
    qtbot.waitUntil(lambda: place.exists() and read(place).work.selection == ("relu",))
    work = read(place).work
    leave(replace(work, graph=replace(work.graph, name="lost")))
    (row,) = rows_of_other(window, qtbot)
    click(qtbot, row.restore)
    assert window.document.graph.name == "lost"
    qtbot.waitUntil(lambda: level.trail == (use,))
    assert level.selection == ("relu",)
    canvas = window.workspace.canvas
    assert canvas.view.visible_area().contains(canvas.scene.bounds())


def test_what_is_selected_in_saved_work_is_written_nowhere(window, mlp, qtbot, tmp_path):
    window.filing.open_copy(mlp)
    window.document.save(tmp_path / "a.horn")
    window.document.select(["relu"])
    qtbot.wait(900)
    assert not window.keeper.journal.place.exists()


def test_of_a_composite_that_is_open_the_whole_around_it_is_told(window, mlp, edit, qtbot):
    graph, use = group_nodes(mlp, ["hidden", "relu"], "Block", catalog())
    window.filing.open_copy(graph)
    qtbot.wait(20)
    window.workspace.canvas.sight.look(0.7, QPointF(100.0, 50.0))
    whole = window.workspace.canvas.composites.whole_in_view()
    window.workspace.level.enter(use)
    assert window.workspace.canvas.view.zoom != 0.7
    assert window.workspace.canvas.composites.whole_in_view() == whole
    edit(window)
    qtbot.waitUntil(window.keeper.journal.place.exists)
    zoom, x, y = read(window.keeper.journal.place).work.sight
    assert (zoom, QPointF(x, y)) == whole


def test_what_was_done_before_a_kill_can_be_taken_back_and_done_again(
    window, path, mlp, leave, edit, qtbot
):
    window.filing.load(path)
    edit(window)
    window.document.select(["hidden"])
    window.workspace.canvas.delete_selection()
    edit(window)
    shown = [window.document.graph]
    window.table["undo"].trigger()
    work = window.keeper._work()
    window.document.undo_stack.setClean()
    assert window.tabbing.close_tab(window.tabs.current)
    leave(work)
    (row,) = rows_of(window, qtbot)
    click(qtbot, row.restore)
    stack = window.document.undo_stack
    names = [stack.text(place) for place in range(stack.count())]
    assert names == ["add", "Delete Dense hidden", "add"]
    assert (stack.undoText(), stack.redoText()) == ("Delete Dense hidden", "add")
    assert window.document.graph == work.graph
    assert window.document.is_modified
    (place,) = journal_dir().glob("*.journal")
    steps = read(place).work.steps  # for the next kill
    assert [step.name for step in (*reversed(steps.back), *steps.ahead)] == names
    window.table["undo"].trigger()
    assert "hidden" in window.document.graph.nodes
    window.table["undo"].trigger()
    assert files.to_text(window.document.graph) == files.to_text(mlp)
    assert not stack.canUndo()
    assert window.document.is_modified
    for _ in range(3):
        window.table["redo"].trigger()
    assert not stack.canRedo()
    assert files.to_text(window.document.graph) == files.to_text(shown[0])


def test_work_restored_into_its_open_file_is_one_step(window, path, mlp, leave, edit, qtbot):
    window.filing.load(path)
    work = replace(work_at(path, mlp), steps=Steps((Step("Name it", mlp),)))
    leave(work)
    search(window, qtbot)
    window.recovery.restore(window.recovery.found[0])
    stack = window.document.undo_stack
    assert window.document.graph == work.graph
    assert stack.count() == 1
    stack.undo()
    assert window.document.graph == mlp
