"""A table is looked through beside the event loop."""

import threading

from hornstudio.engine.modules.tables import survey
from hornstudio.ui.window.incoming.table_look import TableLook


def test_only_the_last_table_is_told_of_and_what_is_in_it_known(qtbot, tmp_path, monkeypatch):
    paths = [tmp_path / name for name in ("a.csv", "b.csv")]
    for path in paths:
        path.write_text("a,b\n1,2\n", "utf-8")
    threads, told = [], []
    look_at = survey.look_at_columns
    monkeypatch.setattr(
        survey,
        "look_at_columns",
        lambda *how: (threads.append(threading.current_thread()), look_at(*how))[1],
    )
    look = TableLook()
    look.finished.connect(told.append)
    for path in paths:
        look.start(str(path))
    qtbot.waitUntil(lambda: bool(told))
    qtbot.wait(20)
    assert told == [str(paths[1])]
    assert threading.main_thread() not in threads
    assert {key[0] for key in survey._kept} >= {str(path) for path in paths}


def test_a_window_that_ends_hears_nothing_of_a_table_that_was_being_read(
    window, qtbot, tmp_path, monkeypatch
):
    path = tmp_path / "a.csv"
    path.write_text("a,b\n1,2\n", "utf-8")
    may_look, dropped = threading.Event(), []
    look_at = survey.look_at_columns
    monkeypatch.setattr(survey, "look_at_columns", lambda *how: may_look.wait(60) and look_at(*how))
    window.incoming.data_dropped.connect(lambda *what: dropped.append(what))
    window.incoming.take([path])
    window.close()
    may_look.set()
    for thread in threading.enumerate():
        if thread.name == "table":
            thread.join(60)
    qtbot.wait(20)
    assert dropped == []
