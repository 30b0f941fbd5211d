import errno
import io
import json
import sys

import pytest

from hornstudio.cli.outcome import as_typed, has_gone, print_json
from hornstudio.cli.plain import PLAIN


def test_what_is_no_number_is_null(capsys: pytest.CaptureFixture[str]) -> None:
    print_json({"loss": float("nan"), "all": [1.5, float("inf")], "shape": (2, None)})
    text = capsys.readouterr().out
    assert json.loads(text, parse_constant=pytest.fail) == {
        "loss": None,
        "all": [1.5, None],
        "shape": [2, None],
    }


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "utf-8"])
def test_a_program_gets_the_names_that_a_stream_cannot_write(
    encoding: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    raw = io.BytesIO()
    stream = io.TextIOWrapper(raw, encoding=encoding, errors=PLAIN)
    monkeypatch.setattr(sys, "stdout", stream)
    print_json({"file": "/자료/고양이 🐈.csv"})
    stream.flush()
    assert json.loads(raw.getvalue().decode(encoding)) == {"file": "/자료/고양이 🐈.csv"}


def test_a_reader_that_has_gone_is_known_on_windows_too(monkeypatch: pytest.MonkeyPatch) -> None:
    assert has_gone(BrokenPipeError(errno.EPIPE, "Broken pipe"))
    invalid = OSError(errno.EINVAL, "Invalid argument")
    assert not has_gone(invalid)
    monkeypatch.setattr(sys, "platform", "win32")
    assert has_gone(invalid)
    assert not has_gone(OSError(errno.EINVAL, "Invalid argument", "what?.horn"))
    assert has_gone(BrokenPipeError(errno.EPIPE, "Broken pipe"))


def test_a_path_is_typed_as_the_systems_terminal_wants_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    assert as_typed("/my runs/it's") == "'/my runs/it'\"'\"'s'"
    monkeypatch.setattr(sys, "platform", "win32")
    assert as_typed("C:\\runs\\a") == "C:\\runs\\a"
    assert as_typed("C:\\Users\\Kim Min\\a") == '"C:\\Users\\Kim Min\\a"'
