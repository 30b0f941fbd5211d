"""Numbers as people read them."""

import pytest
from PySide6.QtGui import QFontMetricsF, QTextLayout

from hornstudio.engine.text import bytes_text
from hornstudio.ui.words.quantity import (
    count_text,
    flops_text,
    seconds_text,
    share_text,
    with_minus,
)


@pytest.mark.parametrize(
    ("count", "text"),
    [(0, "0"), (999, "999"), (34826, "34\u202f826"), (10**7, "10\u202f000\u202f000")],
)
def test_counts_have_all_digits_in_groups(count, text):
    assert count_text(count) == text


@pytest.mark.parametrize(
    ("flops", "text"),
    [
        (None, "?"),
        (12, "12 FLOP"),
        (2560, "2.56 kFLOP"),
        (390_000, "390 kFLOP"),
        (4_520_000, "4.52 MFLOP"),
        (3.2e10, "32.0 GFLOP"),
    ],
)
def test_flops_have_three_digits(flops, text):
    assert flops_text(flops) == text


@pytest.mark.parametrize(
    ("count", "text"), [(376, "376 B"), (2048, "2.00 KB"), (5 * 2**20, "5.00 MB")]
)
def test_bytes(count, text):
    assert bytes_text(count) == text


@pytest.mark.parametrize(
    ("share", "text"),
    [(0, "0 %"), (0.0001, "< 0.1 %"), (0.009, "0.9 %"), (0.98, "98 %"), (1, "100 %")],
)
def test_shares_never_round_something_to_nothing(share, text):
    assert share_text(share) == text


def test_short_times_have_three_digits():
    assert [seconds_text(s) for s in (2.5, 0.0456, 0.0000123)] == ["2.50 s", "45.6 ms", "12.3 µs"]


def test_minus_is_as_wide_as_plus():
    assert with_minus("-3.1e-05 ± 5") == "−3.1e−05 ± 5"


def test_no_line_is_broken_within_a_number(qapp):
    number = count_text(637_492)
    layout = QTextLayout(f"needs {number} bytes")
    room = QFontMetricsF(layout.font()).horizontalAdvance(f"needs {number[:4]}") + 2
    layout.beginLayout()
    line = layout.createLine()
    line.setLineWidth(room)
    layout.endLayout()
    assert line.textLength() == len("needs ")
