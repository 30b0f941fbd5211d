"""The thread writes the latest, keeps the order, and is gone when it is closed."""

import threading
import time
from pathlib import Path

import pytest

from hornstudio.engine.disk import lasting
from hornstudio.engine.disk.lasting import FLUSHING
from hornstudio.engine.disk.owner import new_owner
from hornstudio.engine.errors import FileError
from hornstudio.engine.graph import Graph
from hornstudio.engine.storage import journal
from hornstudio.engine.storage.journal import Journal, Work, read
from hornstudio.ui.window.safekeeping.writer import DELAY_S, JournalWriter


class SlowJournal(Journal):
    """Takes its time, and counts."""

    pause_s = flush_s = 0.0
    count = flushed = 0

    def keep(self, work: Work) -> None:
        time.sleep(self.pause_s)
        self.count += 1
        super().keep(work)

    def flush(self) -> bool:
        time.sleep(self.flush_s)
        self.flushed += 1
        return super().flush()


@pytest.fixture
def told():
    return []


@pytest.fixture
def writer(tmp_path, told):
    made = JournalWriter(SlowJournal(tmp_path / "unsaved", new_owner()), told.append)
    yield made
    made.close()
    assert not made.journal.place.exists()


def work(number: int) -> Work:
    return Work(Graph(name=f"n{number}"))


def held(writer: JournalWriter) -> str:
    found = read(writer.journal.place).work
    return found.graph.name if found else ""


def wait_until(condition) -> None:
    deadline = time.monotonic() + 5.0
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.005)


def test_what_comes_in_a_row_is_written_once(writer):
    for number in range(50):
        writer.put(work(number))
    wait_until(lambda: held(writer) == "n49")
    assert writer.journal.count == 1


def test_what_goes_on_and_on_is_written_all_the_same(writer):
    began, number = time.monotonic(), 0
    while not writer.journal.count:
        writer.put(work(number := number + 1))
        assert time.monotonic() - began < 20 * DELAY_S
        time.sleep(DELAY_S / 10)


def test_what_comes_while_it_is_written_is_not_forgotten(writer):
    writer.journal.pause_s = 0.05
    writer.put(work(1))
    time.sleep(DELAY_S + 0.02)
    writer.put(work(2))
    wait_until(lambda: held(writer) == "n2")


def test_clearing_follows_what_is_being_written(writer):
    writer.journal.pause_s = 0.1
    writer.put(work(1))
    time.sleep(DELAY_S + 0.05)
    writer.put(None)
    wait_until(lambda: writer.journal.count == 1 and not writer.journal.place.exists())
    writer.put(work(2))
    wait_until(lambda: held(writer) == "n2")


def test_the_thread_ends_by_itself(writer):
    writer.put(work(1))
    wait_until(lambda: held(writer) == "n1")
    wait_until(lambda: not any(t.name == "journal" for t in threading.enumerate()))
    writer.put(work(2))
    wait_until(lambda: held(writer) == "n2")


def test_closing_while_it_writes_leaves_nothing(writer):
    writer.journal.pause_s = 0.2
    writer.put(work(1))
    time.sleep(DELAY_S + 0.05)
    writer.close()
    assert not writer.journal.place.exists()
    writer.put(work(2))
    assert not any(t.name == "journal" for t in threading.enumerate())


@pytest.mark.parametrize("is_windows", [False, True])
def test_a_disk_that_flushes_slowly_holds_no_window_up_that_closes(writer, monkeypatch, is_windows):
    busy, done = threading.Event(), threading.Event()
    unlink = Path.unlink

    def slow(_path: Path) -> None:
        busy.set()
        assert done.wait(10.0)

    def refuse(self: Path, missing_ok: bool = False) -> None:
        if is_windows and self.suffix == FLUSHING and not done.is_set():
            raise PermissionError
        unlink(self, missing_ok)

    monkeypatch.setattr(lasting, "flush", slow)
    monkeypatch.setattr(Path, "unlink", refuse)
    monkeypatch.setattr(journal, "is_alive", lambda *_: False)
    writer.put(work(1))
    assert busy.wait(5.0)
    before = time.monotonic()
    writer.close()
    assert time.monotonic() - before < 1.0
    folder = writer.journal.place.parent
    assert journal.lost_work(folder) == [], "as another window finds it"
    done.set()
    wait_until(lambda: not any(t.name == "flush" for t in threading.enumerate()))
    assert journal.lost_work(folder) == []
    assert list(folder.iterdir()) == []


def test_a_fault_is_told_and_the_next_work_is_written(writer, told, monkeypatch):
    def refuse(self, work):
        raise FileError("full")

    with monkeypatch.context() as patch:
        patch.setattr(SlowJournal, "keep", refuse)
        writer.put(work(1))
        wait_until(lambda: told)
        assert writer.write_now(work(1)) == "full"
    assert told[0] == "full"
    writer.put(work(2))
    wait_until(lambda: told[-1] is None)
    assert held(writer) == "n2"


def test_a_disk_that_flushes_slowly_holds_nothing_up(writer, told):
    writer.journal.flush_s = 2.0
    writer.put(work(1))
    wait_until(lambda: held(writer) == "n1")
    writer.put(work(2))
    wait_until(lambda: held(writer) == "n2")
    assert not writer.journal.flushed
    assert not told
    wait_until(lambda: told and writer.journal.place.exists())


def test_what_was_written_is_flushed_too(writer, told):
    writer.put(work(1))
    wait_until(lambda: told == [None])
    assert list(writer.journal.place.parent.iterdir()) == [writer.journal.place]


def test_a_disk_that_cannot_flush_is_told(writer, told, monkeypatch):
    def refuse(self):
        raise FileError("gone")

    monkeypatch.setattr(SlowJournal, "flush", refuse)
    writer.put(work(1))
    wait_until(lambda: told == ["gone"])
    assert held(writer) == "n1"


def test_what_is_written_now_takes_the_place_of_what_waits(writer):
    writer.put(work(1))
    assert writer.write_now(work(2)) is None
    assert held(writer) == "n2"
    time.sleep(DELAY_S + 0.1)
    assert held(writer) == "n2"
