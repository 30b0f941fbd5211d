"""Why the window cannot open is told in the line that says it."""

import subprocess

import pytest

from hornstudio.cli.doctor import screen


@pytest.mark.parametrize(
    ("told", "why"),
    [
        (
            'Traceback (most recent call last):\n  File "x"\nImportError: libEGL.so.1: not there',
            "ImportError: libEGL.so.1: not there",
        ),
        (
            "qt.qpa: could not connect to display\nmore of that",
            "qt.qpa: could not connect to display",
        ),
        ("", "Qt ended with 1"),
    ],
)
def test_the_reason_is_told(monkeypatch: pytest.MonkeyPatch, told: str, why: str) -> None:
    done = subprocess.CompletedProcess([], 1, "", told)
    monkeypatch.setattr(screen, "run_python", lambda *_: done)
    assert screen.ask() == ([], why)
