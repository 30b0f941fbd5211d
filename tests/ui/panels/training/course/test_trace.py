import math

import numpy as np

from hornstudio.ui.panels.training.course.trace import Trace


def test_trace_returns_the_points_it_was_given():
    trace = Trace()
    for i in range(1_000):
        trace.add(i, i * 2.0)
    assert np.array_equal(trace.x, np.arange(1_000))
    assert np.array_equal(trace.y, 2.0 * np.arange(1_000))
    assert trace.last == 1_998.0


def test_trace_room_grows_by_doubling_and_then_no_more():
    trace = Trace(most=1_024)
    rooms = set()
    for i in range(100_000):
        trace.add(i, float(i))
        rooms.add(trace.room)
    assert rooms == {256, 512, 1_024}
    assert len(trace) <= 1_024
    # Pairs became means: the line is still the same straight one.
    assert np.allclose(trace.x, trace.y)
    assert trace.last == 99_999.0


def test_what_no_scale_can_show_is_a_hole_at_its_place():
    trace = Trace()
    for x, y in enumerate([0.5, math.nan, math.inf, 0.25]):
        trace.add(x, y)
    assert (list(trace.x), list(trace.y)) == ([0, 3], [0.5, 0.25])
    np.testing.assert_array_equal(trace.holes, [[1, 2], [math.nan, math.inf]])
    np.testing.assert_array_equal(trace.told(), [[0, 1, 2, 3], [0.5, math.nan, math.inf, 0.25]])
    assert (trace.last, trace.newest, trace.end) == (0.25, 0.25, 3)
    trace.cut(1.0)
    assert (len(trace), trace.holes.shape, trace.end) == (1, (2, 1), 1.0)
    assert math.isnan(trace.newest)


def test_a_place_that_is_no_number_is_none():
    trace = Trace()
    trace.add(math.nan, 1.0)
    assert (trace.told().size, trace.end) == (0, -math.inf)


def test_holes_without_end_take_no_more_room():
    trace = Trace(most=1_024)
    for i in range(10_000):
        trace.add(i, math.nan)
    assert 512 <= trace.holes.shape[1] <= 1_024
    assert trace.holes[0, 0] == 0
    assert trace.end == 9_999
