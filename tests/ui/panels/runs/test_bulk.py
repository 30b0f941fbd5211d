"""Very many runs are read by another process."""

import importlib
import subprocess

from hornstudio.ui.panels.runs import bulk
from hornstudio.ui.panels.runs import reader as reader_module
from hornstudio.ui.panels.runs.reader import RunReader


def test_very_many_runs_are_read_by_another_process(make_run, qtbot, monkeypatch):
    for number in range(9):
        make_run(f"r{number}", 0.5)
    monkeypatch.setattr(reader_module, "MANY", 5)
    monkeypatch.setattr(bulk, "_LOOK_S", 0.05)
    reader = RunReader()
    rows, progress = [], []
    reader.listed.connect(lambda listing: rows.append(len(listing.rows)))
    reader.progressed.connect(lambda done, total: progress.append((done, total)))
    reader.refresh()
    qtbot.waitUntil(lambda: progress[-1:] == [(0, 0)] and not reader.is_busy, timeout=20_000)
    assert rows[-1] == 9
    assert progress[0][1] == 9
    reader.close()


def test_where_no_other_process_can_be_had_the_list_is_read_all_the_same(
    make_run, qtbot, monkeypatch
):
    for number in range(3):
        make_run(f"r{number}", 0.5)
    monkeypatch.setattr(reader_module, "MANY", 1)
    monkeypatch.setattr(bulk, "program", lambda: ["/nowhere/at/all"])
    reader = RunReader()
    with qtbot.waitSignal(reader.listed) as told:
        reader.refresh()
    assert len(told.args[0].rows) == 3
    reader.close()


def test_no_console_flashes_up(monkeypatch):
    """Windows opens one for every program that begins in a window without one."""
    monkeypatch.setattr(subprocess, "CREATE_NO_WINDOW", 0x08000000, raising=False)
    flags = []

    def popen(command, *, creationflags, **how):
        flags.append(creationflags)
        raise OSError

    module = importlib.reload(bulk)
    monkeypatch.setattr(subprocess, "Popen", popen)
    assert not module.read_elsewhere(lambda: None, lambda: False)
    assert flags == [0x08000000]
    monkeypatch.undo()
    importlib.reload(bulk)
