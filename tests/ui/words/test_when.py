from datetime import datetime, timedelta

import pytest

from hornstudio.ui.words.when import when_text

NOW = datetime(2024, 3, 5, 9, 30)


@pytest.mark.parametrize(
    ("then", "words"),
    [
        (datetime(2024, 3, 5, 0, 5), "today, 00:05"),
        (datetime(2024, 3, 4, 23, 59), "yesterday"),
        (NOW - timedelta(days=3), "3 days ago"),
        (NOW - timedelta(days=6), "6 days ago"),
        (NOW - timedelta(days=7), "last week"),
        (NOW - timedelta(days=13), "last week"),
    ],
)
def test_a_time_is_said_as_people_say_it(qapp, then, words):
    assert when_text(then, NOW) == words


@pytest.mark.parametrize("then", [NOW - timedelta(days=14), NOW + timedelta(days=1)])
def test_a_date_stands_for_what_is_long_ago_or_yet_to_come(qapp, then):
    words = when_text(then, NOW)
    assert any(c.isdigit() for c in words)
    assert "ago" not in words
