import math

import pytest

from hornstudio.ui.words.duration import clock_text, took_text
from hornstudio.ui.words.language import SOURCE_LANGUAGE, install


@pytest.mark.parametrize(("seconds", "text"), [(7, "0:07"), (73, "1:13"), (3700, "1:01:40")])
def test_a_clock(seconds, text):
    assert clock_text(seconds) == text


def test_what_never_ends_has_no_clock():
    assert clock_text(math.inf) == "–"


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(0.0, "0.0 s"), (0.0004, "1 ms"), (0.031, "31 ms"), (0.84, "0.8 s"), (12.3, "12 s")],
)
def test_what_takes_next_to_nothing_is_told_in_milliseconds(seconds, text):
    assert took_text(seconds) == text


@pytest.mark.parametrize(("seconds", "text"), [(59.7, "1:00"), (75.0, "1:15"), (3723.0, "1:02:03")])
def test_what_takes_a_minute_reads_as_a_clock(seconds, text):
    assert took_text(seconds) == text


def test_seconds_have_the_unit_of_the_language(qapp):
    install(qapp, "ko")
    assert took_text(12.3) == "12초"
    install(qapp, SOURCE_LANGUAGE)
