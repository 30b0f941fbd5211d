"""The runs of several folders as one list."""

from pathlib import Path

import pytest

from hornstudio.engine.errors import RunError
from hornstudio.engine.runs.collection import RunCollection
from hornstudio.engine.runs.find import find_run
from hornstudio.engine.runs.place import add_place
from hornstudio.engine.runs.record import RunRecord

from .conftest import MakeRun


def listed() -> tuple[dict[str, RunRecord], list[Path]]:
    with RunCollection() as known:
        known.refresh()
        assert known.count() >= len(known.records())
        return {r.path: r for r in known.records()}, known.lost


def test_runs_elsewhere_are_listed_beside_ones_own(make_run: MakeRun, tmp_path: Path) -> None:
    there = tmp_path / "there"
    there.mkdir()
    make_run("same", 0.9).rename(there / "same")
    own, other = make_run("same", 0.5), make_run("other", 0.4)
    other.rename(tmp_path / "other")
    (tmp_path / "no-run").mkdir()
    make_run("unlisted", 0.4).rename(tmp_path / "unlisted")
    add_place(there)
    add_place(tmp_path / "other")
    add_place(there / "same")  # of a folder that is listed as well
    found, lost = listed()
    assert set(found) == {str(own), str(there / "same"), str(tmp_path / "other")}
    assert lost == []
    assert [p.name for p in there.iterdir()] == ["same"]  # nothing is written by looking
    assert find_run("other") == tmp_path / "other"
    assert find_run("same") == own
    with pytest.raises(RunError, match=rf"2 runs are called sam: .*{there / 'same'}"):
        find_run("sam")
    there.rename(tmp_path / "away")
    found, lost = listed()
    assert set(found) == {str(own), str(tmp_path / "other")}
    assert lost == [there, there / "same"]
