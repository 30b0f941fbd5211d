"""What a kill has cost is counted from the first edit that is gone."""

import runpy
from pathlib import Path
from typing import Any

import pytest

from hornstudio.engine.graph import Graph
from hornstudio.engine.storage import files

BENCH = runpy.run_path(str(Path(__file__).parents[2] / "bench" / "kills.py"))
Tally, judge, mark_of = (BENCH[name] for name in ("Tally", "judge", "mark_of"))
FIRST, SECOND, THIRD = (Graph(name=name) for name in ("first", "second", "third"))


def lost(folder: Path, diary: list[tuple[float, bool, Graph]], killed_at: float) -> Any:
    tally = Tally()
    judge(folder, [(when, dirty, mark_of(g)) for when, dirty, g in diary], killed_at, tally)
    assert (tally.unreadable, tally.unknown, tally.false_offers, tally.kills) == (0, 0, 0, 1)
    return tally


@pytest.mark.parametrize(
    ("diary", "expected_s"),
    [
        ([(1.0, False, FIRST)], 0.0),
        ([(1.0, False, FIRST), (3.0, True, SECOND)], 0.5),
        ([(1.0, False, FIRST), (2.0, True, SECOND), (3.0, True, THIRD)], 1.5),
        ([(1.0, False, FIRST), (2.0, True, SECOND), (3.0, False, FIRST)], 0.0),
        # An undo has led back to what was never saved: only what followed is lost.
        ([(1.0, False, FIRST), (2.0, True, SECOND), (2.9, False, FIRST), (3.0, True, THIRD)], 0.5),
    ],
)
def test_where_nothing_comes_back(tmp_path: Path, diary, expected_s: float) -> None:
    assert lost(tmp_path, diary, 3.5).lost_s == [expected_s]


def test_what_its_file_holds_is_not_lost(tmp_path: Path) -> None:
    files.save(SECOND, tmp_path / "work.horn")
    diary = [(1.0, True, FIRST), (2.0, False, SECOND), (3.0, True, THIRD)]
    assert lost(tmp_path, diary[:2], 3.5).lost_s == [0.0]
    assert lost(tmp_path, diary, 3.5).lost_s == [0.5]


def test_what_no_session_had_is_told(tmp_path: Path) -> None:
    files.save(THIRD, tmp_path / "work.horn")
    tally = Tally()
    judge(tmp_path, [(1.0, False, mark_of(FIRST))], 2.0, tally)
    assert tally.unknown == 1
