import locale

import pytest

from hornstudio.cli.doctor.child import run_python


def test_it_tells_how_python_ended() -> None:
    done = run_python(["-c", "import sys; print('said'); sys.exit(3)"], 60)
    assert not isinstance(done, str)
    assert (done.stdout, done.returncode) == ("said\n", 3)


def test_what_does_not_end_is_told_in_one_line() -> None:
    words = run_python(["-c", "import time; time.sleep(60)"], 0.5)
    assert isinstance(words, str)
    assert "timed out" in words
    assert "\n" not in words


def test_what_it_says_is_read_whatever_the_code_page_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(locale, "getencoding", lambda: "cp949")
    monkeypatch.setenv("PYTHONIOENCODING", "cp949")
    done = run_python(["-c", "print('\\uac12 \\U0001f436')"], 60)
    assert not isinstance(done, str)
    assert done.stdout == "값 🐶\n"
