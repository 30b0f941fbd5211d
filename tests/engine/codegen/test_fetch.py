"""A script that fetches its data says so while it waits, also to another program."""

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
