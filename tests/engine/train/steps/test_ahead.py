"""Things made ahead: in order, at most one waiting, errors and all."""

import threading
import time

import pytest

from hornstudio.engine.train.steps.ahead import Ahead


def test_things_come_in_order_and_then_no_more() -> None:
    ahead = Ahead([lambda n=n: n for n in range(4)])
    assert [ahead.take() for _ in range(4)] == [0, 1, 2, 3]
    with pytest.raises(LookupError):
        ahead.take()
    ahead.close()


def test_no_more_is_made_than_one_that_waits_and_one_in_hand() -> None:
    made: list[int] = []
    ahead = Ahead([lambda n=n: made.append(n) for n in range(50)])
    ahead.take()
    time.sleep(0.2)
    assert len(made) <= 3
    ahead.close()
    assert not [t for t in threading.enumerate() if t.name == "samples ahead"]


def test_what_goes_wrong_is_raised_where_it_is_taken() -> None:
    def fail() -> int:
        raise OSError("the disk is gone")

    ahead = Ahead([lambda: 1, fail])
    assert ahead.take() == 1
    with pytest.raises(OSError, match="the disk is gone"):
        ahead.take()
    ahead.close()


def test_waiting_is_counted_but_for_the_first() -> None:
    def slow() -> int:
        time.sleep(0.15)
        return 1

    ahead = Ahead([slow, slow])
    ahead.take()
    assert ahead.waited == 0
    ahead.take()
    assert ahead.waited > 0.05
    ahead.close()
