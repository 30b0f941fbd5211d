import numpy as np
import pytest

from hornstudio.ui.panels.training.charts.numbers import scale


@pytest.mark.parametrize(
    ("low", "high"), [(0.2, 0.9), (0.0, 1e-5), (-3, 7), (3, 3), (1e6, 1.2e6), (0.089, 0.0901)]
)
def test_a_plain_scale_covers_its_values_and_ends_on_gridlines(low, high):
    made = scale.linear(low, high)
    assert made.low <= low * (1 + 1e-9) if low > 0 else made.low <= low
    assert made.high >= high * (1 - 1e-9)
    assert 2 <= len(made.ticks) <= 8
    assert (made.ticks[0][0], made.ticks[-1][0]) == (made.low, made.high)
    assert len({text for _, text in made.ticks}) == len(made.ticks)


def test_a_share_stays_within_0_and_100_percent():
    made = scale.linear(0.87, 0.999, share=True)
    assert made.high == pytest.approx(1.0)
    assert made.ticks[-1][1] == "100 %"
    assert scale.linear(0.0, 0.001, share=True).low == 0.0


@pytest.mark.parametrize(("low", "high"), [(0.03, 2.3), (1e-9, 2.3), (0.9, 30.0), (1e-4, 1e4)])
def test_a_log_scale_covers_its_values_with_few_gridlines(low, high):
    made = scale.logarithmic(low, high)
    assert 10**made.low <= low * 1.000001
    assert 10**made.high >= high * 0.999999
    assert 2 <= len(made.ticks) <= 7
    assert made.draw(np.array([1.0]))[0] == 0.0


def test_a_share_has_percent_at_a_log_scale_too():
    texts = [text for _, text in scale.logarithmic(0.52, 0.98, share=True).ticks]
    assert texts == ["50 %", "60 %", "70 %", "80 %", "90 %", "100 %"]
    assert [t for _, t in scale.logarithmic(0.011, 0.98, share=True).ticks][-1] == "100 %"
    assert scale.logarithmic(0.52, 0.98, share=True).high == 0.0


def test_log_is_needed_from_a_factor_of_20_and_never_with_zero():
    assert scale.needs_log([np.array([0.1, 2.1])])
    assert not scale.needs_log([np.array([0.1, 1.9])])
    assert not scale.needs_log([np.array([0.0, 100.0])])
    assert not scale.needs_log([np.array([])])


def test_epochs_are_whole_unless_there_is_only_one():
    assert [text for _, text in scale.epochs(0, 5)] == ["0", "1", "2", "3", "4", "5"]
    assert [text for _, text in scale.epochs(0, 200)] == ["0", "50", "100", "150", "200"]
    assert scale.epochs(0, 1)[1] == (pytest.approx(0.2), "0.2")


def test_what_does_not_change_has_few_digits():
    made = scale.linear(0.01, 0.01)
    assert (made.low, made.high) == pytest.approx((0.007, 0.013))
    assert max(len(text) for _, text in made.ticks) == 5
    assert scale.linear(-3.0, -3.0).low <= -3.5
    assert scale.linear(0.0, 0.0).ticks
    assert scale.linear(0.98, 0.98, share=True).low > 0.9


@pytest.mark.parametrize("rate", [0.001, float(np.float32(0.001))])
def test_a_rate_that_never_changes_is_told_in_few_digits(rate):
    """Steps tell it in the precision of the device, epochs as it was set."""
    ticks = scale.linear(0.001, rate).ticks
    assert all(len(text) <= 7 for _, text in ticks)
    assert ticks[0][0] < 0.001 < ticks[-1][0]
