"""While a document is built nothing is searched for circles, and afterwards not in it."""

import gc
import threading
from typing import ClassVar

import pytest

from hornstudio.ui import collector
from hornstudio.ui.collector import Collector, building


@pytest.fixture
def on():
    """As in a program that has no window."""
    was_on = gc.isenabled()
    gc.enable()
    yield
    gc.unfreeze()
    if not was_on:
        gc.disable()


def test_what_is_built_is_left_out_of_later_searches(on):
    with building():
        assert not gc.isenabled()
        made = [{} for _ in range(1000)]
    assert gc.isenabled()
    assert gc.get_freeze_count() > len(made)
    assert not any(each is made for each in gc.get_objects())
    with building():
        assert gc.get_freeze_count() == 0


def test_a_collector_that_is_off_stays_off(on):
    gc.disable()
    with building():
        pass
    assert not gc.isenabled()


@pytest.fixture
def collecting(qapp, on):
    made = Collector(qapp)
    yield made
    made.close()
    made.deleteLater()
    assert gc.isenabled()


class Circle:
    """Ends only in a search, and notes the thread of it."""

    ended_in: ClassVar[list[threading.Thread]] = []

    def __init__(self) -> None:
        self.itself = self

    def __del__(self) -> None:
        self.ended_in.append(threading.current_thread())


def make_much() -> list[list[int]]:
    return [[each] for each in range(50_000)]


def test_a_thread_that_makes_much_ends_nothing_of_the_window(collecting, qtbot):
    """A timer of Qt that ended in a thread went on for nobody, and the program fell over it."""
    Circle.ended_in.clear()
    Circle()
    thread = threading.Thread(target=make_much)
    thread.start()
    thread.join()
    assert Circle.ended_in == []
    kept = make_much()
    qtbot.waitUntil(lambda: Circle.ended_in != [])
    assert Circle.ended_in == [threading.main_thread()]
    assert kept


def test_nothing_is_searched_in_the_midst_of_work(collecting, qapp):
    gc.collect()
    before = [each["collections"] for each in gc.get_stats()]
    kept = make_much()
    assert [each["collections"] for each in gc.get_stats()] == before
    collecting.before_waiting()
    assert [each["collections"] for each in gc.get_stats()] == [before[0] + 1, *before[1:]]
    collecting.before_waiting()
    assert gc.get_stats()[0]["collections"] == before[0] + 1, "there is little to find"
    assert kept


def test_what_is_grown_is_searched_now_and_then(collecting):
    gc.collect()
    before = [each["collections"] for each in gc.get_stats()]
    kept = []
    for _ in range(collector._OFTEN + 2):
        kept.append(make_much())
        collecting.before_waiting()
    young, grown, _ = [each["collections"] for each in gc.get_stats()]
    assert (young - before[0], grown - before[1]) == (collector._OFTEN + 1, 1)


def make_circles(rounds: int) -> None:
    """Garbage that only a search of everything finds, as it grew old."""
    for _ in range(rounds):
        circle: list[object] = []
        circle.append(circle)
        gc.collect(1)


def test_all_is_searched_at_rest_where_it_pays(collecting, monkeypatch):
    searched, collect = [], gc.collect
    monkeypatch.setattr(collector.gc, "collect", lambda *of: searched.append(of) or collect(*of))
    gc.collect()
    searched.clear()
    collecting.look()
    collecting.look()
    assert searched == []  # there is little to find
    make_circles(collector._ENOUGH + 1)
    searched.clear()
    collecting.look()
    collecting.look()
    assert searched == [()]


def test_nobody_is_held_up_at_work(collecting):
    make_circles(collector._ENOUGH + 1)
    collecting.look()
    before = gc.get_stats()[2]["collections"]
    gc.collect(0)  # as happens when much is made
    collecting.look()
    assert gc.get_stats()[2]["collections"] == before


def test_memory_goes_back_now_and_then_where_something_was_done(collecting, monkeypatch):
    given = []
    monkeypatch.setattr(collector, "give_back", lambda: given.append(1))
    for _ in range(2 * collector._LOOKS - 1):
        collecting.look()
    assert len(given) == 1
    gc.collect(0)
    collecting.look()
    assert len(given) == 2
    for _ in range(2 * collector._LOOKS):
        collecting.look()
    assert len(given) == 2
