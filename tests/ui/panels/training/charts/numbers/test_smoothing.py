import numpy as np
import pytest

from hornstudio.ui.panels.training.charts.numbers.smoothing import Smoother, smooth


def reference(x, y, span, strength):
    total = weight = 0.0
    before = x[0] - (x[1] - x[0])
    found = []
    for at, value in zip(x, y, strict=True):
        keep = strength ** (2000 * (at - before) / span)
        before = at
        total = keep * total + (1 - keep) * value
        weight = keep * weight + (1 - keep)
        found.append(total / weight)
    return np.array(found)


@pytest.mark.parametrize("count", [2, 22, 1_000, 5_000])
@pytest.mark.parametrize("strength", [0.995, 0.97, 0.5, 0.05])
def test_agrees_with_the_recurrence(count, strength):
    rng = np.random.default_rng(0)
    x = np.sort(rng.uniform(0, 5, count))
    y = rng.normal(size=count)
    assert np.allclose(smooth(x, y, 5.0, strength), reference(x, y, 5.0, strength), atol=1e-9)


def test_a_constant_stays_itself_from_the_first_point_on():
    x = np.linspace(0, 1, 50)
    assert np.allclose(smooth(x, np.full(50, 3.0), 1.0, 0.99), 3.0)


def test_no_strength_and_single_points_leave_the_trace_alone():
    x, y = np.arange(5.0), np.array([1.0, 5.0, 2.0, 4.0, 3.0])
    assert smooth(x, y, 5.0, 0.0) is y
    assert smooth(x[:1], y[:1], 5.0, 0.97).tolist() == [1.0]


def test_few_points_and_many_points_look_alike():
    few, many = np.linspace(0, 10, 200), np.linspace(0, 10, 20_000)
    ends = [smooth(x, np.exp(-x), 10.0, 0.97)[-1] for x in (few, many)]
    assert ends[0] == pytest.approx(ends[1], rel=0.1)


def test_adding_points_smooths_as_all_at_once():
    rng = np.random.default_rng(1)
    x, y = np.sort(rng.uniform(0, 5, 3_000)), rng.normal(size=3_000)
    smoother = Smoother(5.0, 0.97)
    for count in (0, 1, 2, 3, 500, 501, 3_000):
        found = smoother.smooth(x[:count], y[:count])
        assert np.allclose(found, smooth(x[:count], y[:count], 5.0, 0.97), rtol=1e-9)
    assert len(found) == 3_000
