"""Only the answer to what was asked last is told."""

import threading

from hornstudio.ui.widgets.latest import Latest


def test_an_earlier_answer_is_not_told_and_its_work_knows_that_it_is_wanted_no_more(qtbot):
    latest, told, wanted = Latest(), [], []
    latest.come.connect(told.append)
    go_on, ended = threading.Event(), threading.Event()

    def first(is_wanted):
        wanted.append(is_wanted())
        go_on.wait(10)
        wanted.append(is_wanted())
        ended.set()
        return "first"

    latest.start("first", first)
    qtbot.waitUntil(lambda: bool(wanted))
    latest.start("second", lambda _: "second")
    qtbot.waitUntil(lambda: told == ["second"])
    go_on.set()
    assert ended.wait(10)
    qtbot.wait(20)
    assert told == ["second"]
    assert wanted == [True, False]


def test_what_was_stopped_is_not_told(qtbot):
    latest, told, ended = Latest(), [], threading.Event()
    latest.come.connect(told.append)
    latest.start("work", lambda _: ended.set())
    latest.stop()
    assert ended.wait(10)
    qtbot.wait(20)
    assert told == []
