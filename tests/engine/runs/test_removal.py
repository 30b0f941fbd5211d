import os
import time
from pathlib import Path

import pytest

from hornstudio.engine.errors import RunError
from hornstudio.engine.runs.removal import delete_run, sweep

from .conftest import MakeRun


def test_a_run_is_deleted_whole(root: Path, make_run: MakeRun) -> None:
    path = make_run("one", 0.5)
    make_run("two", 0.5)
    delete_run(path)
    assert [p.name for p in root.iterdir()] == ["two"]


def test_running_ones_and_other_folders_are_left_alone(root: Path, make_run: MakeRun) -> None:
    path = make_run("one", 0.5, state="running")
    with pytest.raises(RunError, match="one is running; stop it first"):
        delete_run(path)
    (root / "photos").mkdir()
    with pytest.raises(RunError, match="is not the folder of a run"):
        delete_run(root / "photos")
    assert path.exists()
    assert (root / "photos").exists()


def test_a_run_that_is_protected_from_writing_stays_whole(
    root: Path, make_run: MakeRun, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = make_run("one", 0.5)
    (path / "checkpoints").mkdir(exist_ok=True)
    monkeypatch.setattr(os, "access", lambda found, mode: Path(found) != path / "checkpoints")
    with pytest.raises(RunError, match="checkpoints is protected from writing"):
        delete_run(path)
    assert [p.name for p in root.iterdir()] == ["one"]


def test_an_import_that_was_cut_off_goes_only_when_it_is_old(root: Path) -> None:
    for name, age_s in ((".old.draft", 7200), (".new.draft", 0)):
        (root / name).mkdir()
        os.utime(root / name, (time.time() - age_s,) * 2)
    sweep(root)
    assert [path.name for path in root.iterdir()] == [".new.draft"]


def test_a_deletion_that_was_cut_off_is_finished(root: Path, make_run: MakeRun) -> None:
    make_run("one", 0.5).rename(root / ".deleted-123")
    sweep(root)
    assert list(root.iterdir()) == []
