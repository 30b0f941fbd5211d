"""How many steps a dispatch takes."""

from types import SimpleNamespace

import pytest

from hornstudio.engine.train.steps.pace import FIRST_DISPATCH_STEPS, Pace

PROCESSOR = SimpleNamespace(platform="cpu")
BESIDE = SimpleNamespace(platform="gpu")


def test_the_first_dispatch_is_short_and_tells_nothing() -> None:
    pace = Pace(PROCESSOR)
    assert pace.steps == FIRST_DISPATCH_STEPS
    pace.follow(8, seconds=3.0)  # most of it was compiling
    assert (pace.steps, pace.seconds_for(100)) == (1, 0.0)


def test_a_dispatch_takes_about_a_twentieth_of_a_second() -> None:
    pace = Pace(PROCESSOR)
    pace.follow(8, seconds=3.0)
    pace.follow(1, seconds=0.001)
    assert pace.steps == 50
    assert pace.seconds_for(500) == pytest.approx(0.5)
    for _ in range(40):
        pace.follow(50, seconds=5.0)
    assert pace.steps == 1  # slower than that, but never none


def test_a_device_beside_the_processor_gets_more_at_once() -> None:
    pace = Pace(BESIDE)
    pace.follow(8, seconds=3.0)
    pace.follow(1, seconds=0.001)
    assert pace.steps == 200


def test_what_lies_between_the_steps_counts_for_what_is_left() -> None:
    """Of 10,000 epochs of two steps 8 s were left for a minute."""
    pace = Pace(PROCESSOR)
    for beside in (0.5, 0.01, 0.01):  # validation and checkpoint; the first compiles, too
        pace.follow(2, seconds=0.002)
        pace.lap(0.002 + beside)
    assert pace.seconds_for(200) == pytest.approx(0.2)
    assert pace.seconds_for(200, epochs=100) == pytest.approx(0.2 + 1.0)
    pace.lap(20.0)  # a laptop that slept
    assert pace.between == pytest.approx(0.01)
    for _ in range(4):
        pace.follow(2, seconds=0.002)
        pace.lap(0.002 + 0.03)
    assert pace.between == pytest.approx(0.03)
