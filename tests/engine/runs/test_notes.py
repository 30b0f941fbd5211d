from pathlib import Path

import pytest

from hornstudio.engine.errors import RunError
from hornstudio.engine.runs.notes import Notes, change_notes, read_notes

from .conftest import MakeRun


def test_some_notes_are_changed_and_others_kept(make_run: MakeRun) -> None:
    path = make_run("one", 0.5)
    assert read_notes(path) == Notes()
    change_notes(path, note="첫 줄\nsecond", tags=[" a  b ", "", "c", "a b"])
    change_notes(path, title="  my\nrun ", is_hidden=True)
    assert read_notes(path) == Notes(
        title="my run", note="첫 줄\nsecond", tags=("a-b", "c"), is_hidden=True
    )


def test_damaged_notes_are_none(make_run: MakeRun) -> None:
    path = make_run("one", 0.5)
    for content in (b"{", b"[]", b'{"tags": 3}', b"\xff"):
        (path / "notes.json").write_bytes(content)
        assert read_notes(path) == Notes()


def test_only_runs_have_notes(tmp_path: Path) -> None:
    with pytest.raises(RunError, match="is not the folder of a run"):
        change_notes(tmp_path, note="x")
