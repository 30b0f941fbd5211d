import math

import pytest

from hornstudio.ui.panels.training.wording import figures


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.0489, "0.0489"),
        (2.302585, "2.3026"),
        (12.3456, "12.346"),
        (0.00004, "4.00e−05"),
        (-2e-7, "−2.00e−07"),
    ],
)
def test_metric_keeps_the_figures_that_matter(value, text):
    assert figures.metric(value) == text


def test_shares_read_in_percent():
    assert figures.metric(0.985, share=True) == "98.50 %"
    assert figures.result(0.934, share=True) == "93.4 %"
    assert figures.result(1.0, share=True) == "100 %"


def test_what_is_no_number_is_said():
    assert figures.metric(math.nan) == "not a number"
    assert figures.metric(math.inf) == "∞"


def test_rate_has_three_figures():
    assert figures.rate(52_312.7) == "52\u202f300"
    assert figures.rate(4.21) == "4.2"
    assert figures.rate(0.0) == "–"


def test_progress_is_never_complete_before_the_end():
    assert figures.whole_percent(0.9999) == "99 %"
    assert figures.whole_percent(1.0) == "100 %"


@pytest.mark.parametrize(
    ("value", "step", "text"),
    [
        (0.25, 0.05, "0.25"),
        (0.5, 0.25, "0.50"),
        (2.0, 1.0, "2"),
        (-0.5, 0.5, "−0.5"),
        (1.05e6, 5e4, "1.05e6"),
        (2e-6, 2e-6, "2e−6"),
        (2.5e-6, 5e-7, "2.5e−6"),
        (0.125, 0.025, "0.125"),
    ],
)
def test_tick_has_the_digits_that_tell_neighbours_apart(value, step, text):
    assert figures.tick(value, step) == text
