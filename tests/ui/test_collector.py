"""While a document is built nothing is searched for circles, and afterwards not in it."""

import gc

import pytest

from hornstudio.ui import collector
from hornstudio.ui.collector import AtRest, building


def test_what_is_built_is_left_out_of_later_searches():
    try:
        with building():
            assert not gc.isenabled()
            made = [{} for _ in range(1000)]
        assert gc.isenabled()
        assert gc.get_freeze_count() > len(made)
        assert not any(each is made for each in gc.get_objects())
        with building():
            assert gc.get_freeze_count() == 0
    finally:
        gc.unfreeze()


def test_a_collector_that_is_off_stays_off():
    gc.disable()
    try:
        with building():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()
        gc.unfreeze()


@pytest.fixture
def at_rest(qapp):
    former = gc.get_threshold()
    made = AtRest(qapp)
    yield made
    made.close()
    made.deleteLater()
    assert gc.get_threshold() == former


def make_circles(rounds: int) -> None:
    """Garbage that only a search of everything finds, as it grew old."""
    for _ in range(rounds):
        circle: list[object] = []
        circle.append(circle)
        gc.collect(1)


def test_all_is_searched_at_rest_where_it_pays(at_rest, monkeypatch):
    searched, collect = [], gc.collect
    monkeypatch.setattr(collector.gc, "collect", lambda *of: searched.append(of) or collect(*of))
    gc.collect()
    searched.clear()
    at_rest.look()
    at_rest.look()
    assert searched == []  # there is little to find
    make_circles(collector._ENOUGH + 1)
    searched.clear()
    at_rest.look()
    at_rest.look()
    assert searched == [()]


def test_nobody_is_held_up_at_work(at_rest):
    assert gc.get_threshold()[2] > 10
    make_circles(collector._ENOUGH + 1)
    at_rest.look()
    before = gc.get_stats()[2]["collections"]
    gc.collect(0)  # as happens when much is made
    at_rest.look()
    assert gc.get_stats()[2]["collections"] == before


def test_memory_goes_back_now_and_then_where_something_was_done(at_rest, monkeypatch):
    given = []
    monkeypatch.setattr(collector, "give_back", lambda: given.append(1))
    for _ in range(2 * collector._LOOKS - 1):
        at_rest.look()
    assert len(given) == 1
    gc.collect(0)
    at_rest.look()
    assert len(given) == 2
    for _ in range(2 * collector._LOOKS):
        at_rest.look()
    assert len(given) == 2
