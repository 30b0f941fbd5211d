"""How the file stands: ours, another window's, read-only, changed by somebody, gone."""

import os
from dataclasses import replace
from pathlib import Path

import pytest

from hornstudio.engine.disk.lock import FileLock, lock_of
from hornstudio.engine.disk.owner import new_owner
from hornstudio.engine.storage import files
from hornstudio.ui.window.safekeeping.guard import FileGuard, Standing


@pytest.fixture
def path(tmp_path, mlp):
    place = tmp_path / "a.horn"
    files.save(mlp, place)
    return place


@pytest.fixture
def opened(window, path):
    assert window.filing.load(path)
    return window


def names(folder: Path) -> list[str]:
    return sorted(p.name for p in folder.iterdir())


def test_an_open_file_is_locked_until_its_tab_is_closed(opened, path):
    assert opened.guard.standing is Standing.OURS
    assert names(path.parent) == [".a.horn.lock", "a.horn"]
    opened.filing.new()
    assert names(path.parent) == [".a.horn.lock", "a.horn"]
    opened.tabbing.close_tab(opened.tabs.tabs[0])
    assert names(path.parent) == ["a.horn"]


def test_closing_gives_the_file_free(opened, path):
    opened.close()
    assert names(path.parent) == ["a.horn"]
    opened.filing.save()  # of a timer that comes late
    assert not lock_of(path).exists()


def test_saving_elsewhere_takes_the_lock_along(opened, path, choose):
    choose(path.with_name("b.horn"))
    opened.filing.save_as()
    assert names(path.parent) == [".b.horn.lock", "a.horn", "b.horn"]


def test_the_second_window_may_only_read_until_the_first_ends(opened, path, qtbot):
    second = FileGuard(new_owner())
    second.follow(path, opened.guard.base)
    assert second.standing is Standing.HELD
    assert second.holder == opened.guard.owner
    assert str(os.getpid()) in second.why_not(path)
    with qtbot.waitSignal(second.standing_changed):
        opened.close()
    assert second.standing is Standing.OURS
    assert second.why_not(path) is None
    second.close()


def test_a_change_by_another_program_is_noticed_while_it_is_open(opened, path, mlp, qtbot):
    for name in ("other", "another"):  # the second, too: the file was replaced by then
        with qtbot.waitSignal(opened.guard.standing_changed):
            files.save(replace(mlp, name=name), path)
        assert opened.guard.standing is Standing.CHANGED
        assert opened.filing.load_again()
        assert opened.guard.standing is Standing.OURS


def test_ones_own_saving_is_no_change(opened, edit, qtbot):
    for _ in range(2):
        edit(opened)
        assert opened.filing.save()
    qtbot.wait(250)
    assert opened.guard.standing is Standing.OURS


def test_the_same_content_written_anew_is_no_change(opened, path, qtbot):
    path.write_bytes(path.read_bytes())
    qtbot.wait(250)
    assert opened.guard.standing is Standing.OURS


def test_a_file_that_is_gone_makes_the_work_unsaved(opened, path, qtbot):
    with qtbot.waitSignal(opened.guard.standing_changed):
        path.unlink()
    assert opened.guard.standing is Standing.GONE
    assert opened.document.is_modified
    assert opened.filing.save()
    assert opened.guard.standing is Standing.OURS
    assert files.load(path) == opened.document.graph


def test_a_lock_that_was_taken_over_in_the_night_is_another_windows(opened, path, hold):
    other = hold(path)
    opened.guard._on_renew()
    assert opened.guard.standing is Standing.HELD
    assert opened.guard.holder == other
    opened.close()
    assert lock_of(path).exists()


def test_a_file_that_may_not_be_written_is_read_only(window, path, monkeypatch):
    monkeypatch.setattr(os, "access", lambda place, mode: Path(place) != path)
    assert window.filing.load(path)
    assert window.guard.standing is Standing.READ_ONLY
    assert window.title.standing.text() == "Read-only"


def test_a_folder_that_takes_no_lock_is_no_obstacle(window, path, edit, monkeypatch):
    monkeypatch.setattr(FileLock, "_create", lambda lock: False)
    assert window.filing.load(path)
    edit(window)
    assert window.filing.save()
    assert window.guard.standing is Standing.OURS
    assert not lock_of(path).exists()
