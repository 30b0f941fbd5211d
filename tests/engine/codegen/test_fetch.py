"""A script that fetches its data says so while it waits, also to another program."""

import sys
from pathlib import Path

import pytest

from hornstudio.engine.codegen import fetch


def test_each_place_is_named_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[tuple[str, bool]] = []

    def heard(text: str, flush: bool = False) -> None:
        said.append((text, flush))

    def unreachable(mirror: str, timeout: float) -> None:
        assert said[-1] == (f"downloading {mirror}", True)
        raise OSError("no network")

    monkeypatch.delenv("HORNSTUDIO_DATA", raising=False)
    monkeypatch.setattr(fetch, "print", heard, raising=False)
    monkeypatch.setattr(fetch, "urlopen", unreachable)
    with pytest.raises(SystemExit, match="cannot be downloaded"):
        fetch.find_file("a.gz", {"a.gz": ("0", ["https://one/a", "https://two/a"])}, tmp_path)
    assert [text for text, _ in said if "no network" in text] == [
        "https://one/a: no network",
        "https://two/a: no network",
    ]
    assert all(is_flushed for _, is_flushed in said)


def test_on_a_mac_whose_python_trusts_nobody_yet_it_says_what_helps(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Python of python.org has no certificates there until a program beside it was run."""

    def untrusted(mirror: str, timeout: float) -> None:
        raise OSError("<urlopen error [SSL: CERTIFICATE_VERIFY_FAILED] unable to get issuer>")

    monkeypatch.delenv("HORNSTUDIO_DATA", raising=False)
    monkeypatch.setattr(fetch, "urlopen", untrusted)
    for system, is_told in (("linux", False), ("darwin", True)):
        monkeypatch.setattr(sys, "platform", system)
        with pytest.raises(SystemExit):
            fetch.find_file("a.gz", {"a.gz": ("0", ["https://one/a"])}, tmp_path)
        assert ("Install Certificates.command" in capsys.readouterr().out) is is_told
