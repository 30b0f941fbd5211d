"""The message above the canvas: what it says, and that each way out leads out."""

import os
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from hornstudio.engine.storage import files
from hornstudio.ui.window.safekeeping.bar import FileBar
from hornstudio.ui.window.safekeeping.guard import Standing


@pytest.fixture
def path(tmp_path, mlp):
    place = tmp_path / "a.horn"
    files.save(mlp, place)
    return place


def bar_of(window) -> FileBar:
    return window.workspace.findChild(FileBar)


def press(window, qtbot, name: str) -> None:
    button = bar_of(window).buttons[name]
    assert button.isVisible()
    assert button.accessibleName() or button.text()
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def test_nothing_is_said_where_all_is_well(window, path):
    window.filing.load(path)
    assert not bar_of(window).isVisible()


def test_a_file_of_another_window_opens_read_only_and_says_whose_it_is(
    window, path, hold, edit, qtbot, answer, choose, mlp
):
    other = hold(path)
    assert window.filing.load(path)
    words = bar_of(window).words.text()
    for part in ("a.horn", "ana", "lab", str(other.pid), "today"):
        assert part in words
    edit(window)
    said = answer("Cancel")
    assert not window.filing.save()
    assert "open in another window" in said[0]
    assert files.load(path) == mlp
    work = window.document.graph
    press(window, qtbot, "copy")
    assert not bar_of(window).isVisible()
    assert window.document.path is None
    assert window.document.is_modified
    proposed = choose(path.with_name("mine.horn"))
    assert window.filing.save()
    assert proposed == ["a copy.horn"]
    assert files.load(path.with_name("mine.horn")) == work


def test_nobody_saves_over_a_file_that_another_window_has(window, path, hold, mlp, answer, choose):
    window.filing.open_copy(replace(mlp, name="mine"))
    hold(path)
    choose(path)
    said = answer("Cancel")
    assert not window.filing.save_as()
    assert "open in another window" in said[0]
    assert files.load(path) == mlp


def test_a_read_only_file_is_saved_elsewhere(window, path, edit, qtbot, choose, monkeypatch, mlp):
    monkeypatch.setattr(os, "access", lambda place, mode: Path(place) != path)
    window.filing.load(path)
    edit(window)
    assert bar_of(window).words.text() == (
        "a.horn is read-only: save your changes as another file."
    )
    choose(path.with_name("b.horn"))
    press(window, qtbot, "save_as")
    assert files.load(path.with_name("b.horn")) == window.document.graph
    assert files.load(path) == mlp
    assert not bar_of(window).isVisible()


@pytest.mark.parametrize("way", ["reload", "overwrite", "save_as", "close"])
def test_a_changed_file_is_told_before_it_is_overwritten(
    window, path, edit, qtbot, choose, mlp, way
):
    window.filing.load(path)
    edit(window)
    mine, theirs = window.document.graph, replace(mlp, name="theirs")
    files.save(theirs, path)
    qtbot.waitUntil(lambda: bar_of(window).isVisible())
    assert "Another program has changed a.horn (today" in bar_of(window).words.text()
    if way == "close":
        qtbot.mouseClick(bar_of(window).close_button, Qt.MouseButton.LeftButton)
        window.guard.look()
        assert not bar_of(window).isVisible()
        assert (files.load(path), window.document.graph) == (theirs, mine)
        return
    choose(path.with_name("b.horn"))
    press(window, qtbot, way)
    assert window.guard.standing is Standing.OURS
    assert not window.document.is_modified
    assert window.document.graph == (theirs if way == "reload" else mine)
    assert files.load(path) == (mine if way == "overwrite" else theirs)
    if way == "overwrite":
        assert files.load(path.with_name("a.horn~")) == theirs
    if way == "reload":
        window.document.undo_stack.undo()
        assert window.document.graph == mine
        assert window.document.is_modified


@pytest.mark.parametrize("wish", ["Save as…", "Overwrite", "Load it again", "Cancel"])
def test_saving_over_a_change_asks_even_before_it_was_told(
    window, path, edit, answer, choose, mlp, wish
):
    window.filing.load(path)
    edit(window)
    mine, theirs = window.document.graph, replace(mlp, name="theirs")
    files.save(theirs, path)
    choose(path.with_name("b.horn"))
    said = answer(wish)
    assert window.filing.save() == (wish != "Cancel")
    assert "changed a.horn" in said[0]
    assert files.load(path) == (mine if wish == "Overwrite" else theirs)
    assert window.document.graph == (theirs if wish == "Load it again" else mine)
    assert window.document.is_modified == (wish == "Cancel")


def test_a_changed_file_that_cannot_be_read_leaves_the_work(window, path, edit, qtbot, answer):
    window.filing.load(path)
    edit(window)
    mine = window.document.graph
    path.write_bytes(b"half of")
    qtbot.waitUntil(lambda: bar_of(window).isVisible())
    answer("Close")
    press(window, qtbot, "reload")
    assert window.document.graph == mine
    assert window.document.is_modified


def test_a_file_that_is_gone_is_written_again(window, path, qtbot):
    window.filing.load(path)
    path.unlink()
    qtbot.waitUntil(lambda: bar_of(window).isVisible())
    press(window, qtbot, "save")
    assert files.load(path) == window.document.graph


def test_the_ways_out_are_reached_by_keys(window, path, mlp, qtbot):
    window.filing.load(path)
    files.save(replace(mlp, name="theirs"), path)
    window.guard.look()
    bar = bar_of(window)
    window.workspace.tool_bar.export.setFocus()
    seen = []
    for _ in range(4):
        qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Tab)
        seen.append(window.focusWidget())
    ways = [bar.buttons[name] for name in ("save_as", "overwrite", "reload")]
    assert seen == [*ways, bar.close_button]
    qtbot.keyClick(ways[2], Qt.Key.Key_Space)
    assert window.document.graph.name == "theirs"


def test_what_was_found_is_told_until_it_is_closed_and_not_again(window, mlp, qtbot):
    window.filing.open_copy(mlp)
    bar = bar_of(window)
    bar.show_found(2)
    assert "before 2 networks were saved" in bar.words.text(), "each tab is one, of one window"
    assert bar.isVisible()
    qtbot.mouseClick(bar.close_button, Qt.MouseButton.LeftButton)
    window.filing.open_copy(mlp)
    assert not bar.isVisible()
    bar.show_found(3)
    assert bar.isVisible(), "there is more than was closed"
    bar.show_found(0)
    assert not bar.isVisible()
