"""What is kept on disk of large files."""

import pytest

from hornstudio import paths
from hornstudio.engine.modules.note import noted, write_down


def test_what_was_written_down_is_found_under_the_same_terms() -> None:
    write_down("odd", ["a", "1"], {"count": 3})
    assert noted("odd", ["a", "1"], dict) == {"count": 3}
    assert noted("odd", ["a1"], dict) is None
    assert noted("odd", ["a", "1"], bool) is None


def test_what_is_damaged_is_as_if_it_were_not_there() -> None:
    write_down("odd", ["b"], [1, 2])
    for note in (paths.cache_dir() / "odd").iterdir():
        note.write_bytes(b"\xc1")
    assert noted("odd", ["b"], list) is None


def test_without_a_folder_to_write_in_nothing_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    (paths.cache_dir() / "file").parent.mkdir(parents=True, exist_ok=True)
    (paths.cache_dir() / "file").write_text("")
    write_down("file", ["c"], True)
    assert noted("file", ["c"], bool) is None
