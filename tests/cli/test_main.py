import errno
import subprocess
import sys

import pytest

from hornstudio.cli import main

from .conftest import Run


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (ZeroDivisionError("by\nzero"), "something went wrong inside: ZeroDivisionError: by"),
        (MemoryError(), "there is not enough memory"),
        (ImportError("no jax"), "the installation is not complete: no jax"),
    ],
)
def test_unforeseen_error_is_one_line(horn: Run, monkeypatch, error, words: str) -> None:
    def fail(**_: object) -> int:
        raise error

    monkeypatch.setattr("hornstudio.cli.facts.list_templates", fail)
    result = horn("templates")
    assert result.code == 1
    assert result.err.startswith(f"hornstudio: {words}")
    assert result.err.count("\n") == 1


def test_traceback_is_let_through_on_wish(monkeypatch) -> None:
    def fail(**_: object) -> int:
        raise ZeroDivisionError

    monkeypatch.setattr("hornstudio.cli.facts.list_templates", fail)
    monkeypatch.setenv("HORNSTUDIO_TRACEBACK", "1")
    with pytest.raises(ZeroDivisionError):
        main(["templates"])


def test_a_reader_that_has_gone_is_no_fault_as_windows_says_it(horn: Run, monkeypatch) -> None:
    def fail(**_: object) -> int:
        raise OSError(errno.EINVAL, "Invalid argument")

    monkeypatch.setattr("hornstudio.cli.facts.list_templates", fail)
    monkeypatch.setattr("hornstudio.cli.let_go", lambda stream: None)
    assert horn("templates").code == 1
    monkeypatch.setattr(sys, "platform", "win32")
    assert (horn("templates").code, horn("templates").err) == (0, "")


def test_interrupt_is_130(horn: Run, monkeypatch) -> None:
    def interrupt(**_: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr("hornstudio.cli.facts.list_templates", interrupt)
    result = horn("templates")
    assert (result.code, result.err) == (130, "hornstudio: interrupted\n")


def test_interrupt_while_the_program_is_read_shows_no_traceback() -> None:
    code = (
        "import sys\n"
        "class Finder:\n"
        "    def find_spec(self, name, *_):\n"
        "        if name == 'hornstudio.cli': raise KeyboardInterrupt\n"
        "sys.meta_path.insert(0, Finder())\n"
        "from hornstudio.__main__ import main\n"
        "sys.exit(main())"
    )
    done = subprocess.run([sys.executable, "-c", code], check=False, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (130, "")


def test_reader_that_has_seen_enough_is_no_error() -> None:
    done = subprocess.run(
        f"{sys.executable} -m hornstudio modules --json | head -n 1",
        shell=True,
        check=False,
        capture_output=True,
        text=True,
    )
    assert done.stdout == "[\n"
    assert done.stderr == ""
