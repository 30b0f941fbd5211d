"""Further folders of runs: listed, told when they are gone, left out."""

from pathlib import Path

import pytest

from hornstudio import paths
from hornstudio.engine.errors import RunError
from hornstudio.engine.runs.place import Source, add_place, forget_place, places, sources
from hornstudio.engine.runs.removal import delete_run

from .conftest import MakeRun


def test_folders_are_added_once_and_left_out_again(
    make_run: MakeRun, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    many, single = tmp_path / "many", tmp_path / "single"
    many.mkdir()
    own = make_run("own", 0.5)
    make_run("a", 0.5).rename(many / "a")
    make_run("b", 0.5).rename(single)
    monkeypatch.chdir(tmp_path)
    assert add_place(Path("many")) == many
    add_place(single)
    assert places() == [many, single]
    for listed in (many, paths.runs_dir(), own):
        with pytest.raises(RunError, match="listed already"):
            add_place(listed)
    for without in (tmp_path / "nowhere", many / "a" / "checkpoints"):
        with pytest.raises(RunError, match=r"holds no run; need the folder of a run"):
            add_place(without)
    assert sources(places()) == ([Source(many), Source(tmp_path, frozenset({"single"}))], [])
    many.rename(tmp_path / "away")
    assert sources(places()) == ([Source(tmp_path, frozenset({"single"}))], [many])
    assert forget_place(Path("many")) == many
    with pytest.raises(RunError, match=r"none of the folders that were added; there are .*single"):
        forget_place(many)
    delete_run(single)
    assert places() == []


def test_a_list_that_is_damaged_is_none() -> None:
    for text in ("{", "3", '[1, "x"]'):
        paths.config_dir().mkdir(parents=True, exist_ok=True)
        (paths.config_dir() / "run_folders.json").write_text(text)
        assert places() == ([Path("x")] if "x" in text else [])
