import signal
import sys

import pytest

from hornstudio.ui.panels.training.process.ending import advice, why_ended


def test_why_ended_names_signals_and_quotes_the_last_line():
    assert "signal 11 (SIGSEGV)." in why_ended(11, True, "")
    assert "memory was full" in why_ended(9, True, "")
    assert "a file of the data was cut short" in why_ended(getattr(signal, "SIGBUS", 7), True, "")
    assert why_ended(1, False, "boom").endswith("exit code 1: boom")


def as_qt_tells(status: int) -> int:
    return status - 2**32


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (0xC0000005, "(code 0xC0000005): a library reached for memory that is not its own"),
        (0xC0000017, "choose a smaller batch"),
        (0xC000012D, "choose a smaller batch"),
        (0xC00000FD, "its stack was full"),
        (0xC0000135, "Microsoft Visual C++ Redistributable"),
        (0xC000001D, "this processor does not have"),
        (0xE06D7363, "Windows ended the computing process (code 0xE06D7363)."),
    ],
)
def test_what_windows_says_is_told_in_words(status: int, words: str) -> None:
    for is_crash in (True, False):  # Qt takes only some of them for crashes
        assert words in why_ended(as_qt_tells(status), is_crash, "")


def test_on_windows_without_signals_an_end_is_told_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(signal, "SIGKILL")
    monkeypatch.setattr(sys, "platform", "win32")
    assert "ended by signal 62097." in why_ended(0xF291, True, "")
    assert "Task Manager" in why_ended(1, False, "")
    assert why_ended(1, False, "boom").endswith("exit code 1: boom")
    assert "Task Manager" not in why_ended(3, False, "")


def test_advice_says_what_can_be_done_next():
    assert advice("Gone.", was_busy=True, may_restart=True).endswith(
        "so is what the run has saved."
    )
    assert "another one is being started" in advice("Gone.", was_busy=False, may_restart=True)
    assert "several times in a row" in advice("Gone.", was_busy=True, may_restart=False)
