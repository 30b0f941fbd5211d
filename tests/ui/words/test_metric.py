"""Metrics that are shares are written in percent."""

from hornstudio.ui.words.metric import percent_text


def test_shares_keep_two_digits():
    assert percent_text(0.9739) == "97.39 %"
    assert percent_text(1.0) == "100.00 %"
