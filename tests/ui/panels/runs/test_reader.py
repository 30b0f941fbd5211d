"""The list is read beside the window, and nothing is told twice."""

import threading

from hornstudio.engine.errors import RunError
from hornstudio.ui.panels.runs.reader import RunReader, Wish


def test_nothing_is_told_where_nothing_changed(make_run, qtbot):
    make_run("one", 0.5)
    reader = RunReader()
    told = []
    reader.listed.connect(told.append)
    reader.refresh()
    qtbot.waitUntil(lambda: len(told) == 1 and not reader.is_busy)
    with qtbot.waitSignal(reader.progressed):
        reader.refresh()
    qtbot.waitUntil(lambda: not reader.is_busy)
    assert len(told) == 1
    reader.show(Wish("zebra"))
    qtbot.waitUntil(lambda: len(told) == 2)
    assert (told[1].rows, told[1].total) == ([], 1)
    reader.close()


def test_work_is_done_in_another_thread_and_answered_in_this(qtbot):
    reader = RunReader()
    threads = []
    reader.do(threading.get_ident, lambda ident: threads.extend([ident, threading.get_ident()]))
    qtbot.waitUntil(lambda: bool(threads))
    assert threads[0] != threads[1] == threading.get_ident()

    def fail() -> None:
        raise RunError("no {what}", what="way")

    with qtbot.waitSignal(reader.failed) as told:
        reader.do(fail, lambda _none: None)
    assert told.args == ["no way"]
    with qtbot.waitSignal(reader.failed) as told:
        reader.do(lambda: int("no number"), lambda _none: None)
    assert "no number" in told.args[0]
    answered = []
    reader.do(lambda: 1, answered.append)  # what nobody foresaw does not end the thread
    qtbot.waitUntil(lambda: answered == [1])
    reader.close()


def test_a_closed_reader_ends_at_once(make_run, qtbot, monkeypatch):
    for number in range(3):
        make_run(f"r{number}", 0.5)
    reader = RunReader()
    monkeypatch.setattr("hornstudio.engine.runs.index._AT_ONCE", 1)
    reader.refresh()
    reader.close()
    assert not reader.is_busy
    reader.refresh()
    reader.do(lambda: None, lambda _none: None)
    assert not reader.is_busy
