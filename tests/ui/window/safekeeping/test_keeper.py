"""The journal is there exactly while there is unsaved work, soon after each edit."""

import errno
import os
import time

import pytest
from PySide6.QtCore import Qt

from hornstudio.engine.disk.atomic import digest
from hornstudio.engine.editing import edits
from hornstudio.engine.storage import files, journal
from hornstudio.engine.storage.journal import lost_work
from hornstudio.paths import journal_dir
from hornstudio.ui.window.safekeeping.bar import FileBar
from hornstudio.ui.window.safekeeping.writer import DELAY_S


@pytest.fixture
def working(window, mlp):
    window.filing.open_copy(mlp)
    return window


def kept(window):
    """What the window's journal holds, or None."""
    return journal.read(window.keeper.journal.place).work


def is_kept(window) -> bool:
    work = kept(window)
    return work is not None and work.graph == window.document.graph


def test_an_edit_is_on_disk_within_a_second_and_names_its_file(working, edit, qtbot, tmp_path):
    path = tmp_path / "a.horn"
    files.save(working.document.graph, path)
    working.filing.load(path)
    began = time.monotonic()
    edit(working)
    qtbot.waitUntil(lambda: is_kept(working), timeout=3000)
    assert time.monotonic() - began < 1.0 + DELAY_S  # a busy machine has its own time
    work = kept(working)
    assert work.file == path
    assert work.base == working.guard.base != ""
    assert abs(work.edited_at - time.time()) < 60
    assert lost_work(journal_dir()) == []


def test_a_window_that_hangs_keeps_what_was_edited(working, edit):
    edit(working)
    deadline = time.monotonic() + 3.0
    while not is_kept(working) and time.monotonic() < deadline:
        time.sleep(0.02)  # no event is handled here
    assert is_kept(working)


@pytest.mark.parametrize("way", ["save", "undo", "tab", "close"])
def test_where_nothing_is_unsaved_nothing_is_kept(working, edit, qtbot, tmp_path, answer, way):
    edit(working)
    qtbot.waitUntil(lambda: is_kept(working))
    ways = {
        "save": lambda: working.document.save(tmp_path / "a.horn"),
        "undo": working.document.undo_stack.undo,
        "tab": working.tabbing.close_current,
        "close": working.close,
    }
    if way in ("tab", "close"):
        answer("Discard")
    ways[way]()
    qtbot.waitUntil(lambda: not working.keeper.journal.place.exists())
    qtbot.wait(round(1000 * DELAY_S) + 50)
    assert list(journal_dir().iterdir()) == []


def test_work_that_cannot_be_kept_is_told_as_long_as_that_is_so(
    working, edit, monkeypatch, qtbot, tmp_path
):
    said = []
    working.keeper.fault_changed.connect(lambda: said.append(working.keeper.fault))
    bar = working.workspace.findChild(FileBar)

    def full(*_):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patch:
        patch.setattr(os, "write", full)
        edit(working)
        assert not working.keeper.write_now()
        assert not working.keeper.write_now()
    assert len(said) == 1
    assert "No space left" in said[0]
    assert bar.isVisible()
    assert "A crash would cost what is not saved. " in bar.words.text()
    working.document.path = tmp_path / "a.horn"
    qtbot.mouseClick(bar.buttons["unkept"], Qt.MouseButton.LeftButton)
    assert files.load(tmp_path / "a.horn") == working.document.graph
    assert not bar.isVisible()
    edit(working)
    assert working.keeper.write_now()
    assert is_kept(working)
    assert len(said) == 2


def test_a_sign_of_life_is_given(working, edit):
    working.keeper.journal.renew()  # without a journal there is nothing to renew
    edit(working)
    assert working.keeper.write_now()
    os.utime(working.keeper.journal.place, (0, 0))
    working.keeper.journal.renew()
    assert time.time() - working.keeper.journal.place.stat().st_mtime < 60


def test_saving_is_noted_before_the_file_is_touched(working, edit, tmp_path, monkeypatch):
    path, seen = tmp_path / "a.horn", []
    working.document.save(path)
    working.filing.load(path)
    edit(working)
    assert working.keeper.write_now()
    write = files.write_atomically

    def watched(place, content, *, backup=False):
        (note,) = journal_dir().glob("*.saving")
        seen.append(note.read_text() == f"{digest(content)}\n{place}")
        write(place, content, backup=backup)

    monkeypatch.setattr(files, "write_atomically", watched)
    assert working.filing.save()
    assert seen == [True]
    assert list(journal_dir().iterdir()) == []


def test_steps_are_kept_as_the_history_has_them_after_each_edit(working, qtbot):
    """Qt puts a step into its history only after it was shown, which nobody may be misled by."""

    def settle() -> None:
        qtbot.wait(round(1000 * DELAY_S) + 150)
        steps = working.document.steps_around()
        told = [[step.name for step in way] for way in (steps.back, steps.ahead)]
        found = kept(working)
        assert found.graph == working.document.graph
        assert [[s.name for s in way] for way in (found.steps.back, found.steps.ahead)] == told

    document = working.document
    for units in (5, 6, 7):
        document.edit(str(units), edits.set_param(document.graph, "hidden", "units", units))
        settle()
    document.undo_stack.undo()
    settle()
    document.undo_stack.redo()
    settle()
    assert [step.name for step in kept(working).steps.back] == ["7", "6", "5"]
