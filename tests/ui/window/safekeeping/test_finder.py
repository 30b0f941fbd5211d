"""Journals are read beside the window; each once, and nothing is lost on the way."""

import threading

import pytest

from hornstudio.engine.graph import Graph
from hornstudio.engine.storage import files
from hornstudio.engine.storage.journal import Work
from hornstudio.paths import journal_dir
from hornstudio.ui.window.safekeeping import finder
from hornstudio.ui.window.safekeeping.finder import Finder


class Told:
    """What a finder has told, each time."""

    def __init__(self) -> None:
        self.names: list[list[str]] = []
        self._heard = threading.Semaphore(0)

    def __call__(self, found, asked) -> None:
        self.names.append([each.work.graph.name if each.work else "?" for each in found])
        self._heard.release()

    def wait(self) -> list[str]:
        assert self._heard.acquire(timeout=60)
        return self.names[-1]


@pytest.fixture
def told():
    return Told()


@pytest.fixture
def looking(told):
    made = Finder(journal_dir(), told)
    yield made
    made.close()


def test_all_is_told_the_latest_first(looking, told, leave):
    for n in range(3):
        leave(Work(Graph(name=f"n{n}"), edited_at=n))
    looking.search()
    assert told.wait() == ["n2", "n1", "n0"]


def test_who_asks_need_not_wait(looking, told, leave, slow_reading):
    leave(Work(Graph(name="x")))
    looking.search()
    assert slow_reading.has_begun.wait(60)
    assert told.names == []
    slow_reading.may_end.set()
    assert told.wait() == ["x"]


def test_asked_while_it_reads_it_looks_once_more(looking, told, leave, slow_reading):
    leave(Work(Graph(name="x"), edited_at=1))
    looking.search()
    assert slow_reading.has_begun.wait(60)
    leave(Work(Graph(name="y"), edited_at=2))
    for _ in range(3):
        looking.search()
    slow_reading.may_end.set()
    told.wait()
    assert told.wait() == ["y", "x"]
    assert len(told.names) == 2


def test_what_is_the_same_is_not_read_again(looking, told, leave, slow_reading):
    slow_reading.may_end.set()
    left = leave(Work(Graph(name="x")))
    for _ in range(2):
        looking.search()
        assert told.wait() == ["x"]
    assert slow_reading.places == [left.place]
    left.write(Work(Graph(name="a longer name")))
    looking.search()
    assert told.wait() == ["a longer name"]


def test_what_its_file_holds_is_none_and_its_journal_goes(looking, told, leave, tmp_path):
    graph, path = Graph(name="x"), tmp_path / "a.horn"
    left = leave(Work(graph, path))
    looking.search()
    assert told.wait() == ["x"]
    files.save(graph, path)
    looking.search()
    assert told.wait() == []
    assert not left.place.exists()


def test_closed_it_tells_nothing(looking, told, leave, slow_reading, monkeypatch):
    monkeypatch.setattr(finder, "_PATIENCE_S", 0.0)  # what it reads takes longer
    leave(Work(Graph(name="x")))
    looking.search()
    assert slow_reading.has_begun.wait(60)
    thread = looking._thread
    looking.close()
    looking.search()
    slow_reading.may_end.set()
    thread.join(60)
    assert not thread.is_alive()
    assert told.names == []
