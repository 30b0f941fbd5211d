"""Several rounds of a bench are told as one."""

import runpy
from pathlib import Path

middle = runpy.run_path(str(Path(__file__).parents[2] / "bench" / "rounds.py"))["middle"]


def test_each_figure_is_the_median_of_its_rounds() -> None:
    rounds = [{"pan": {"p95_ms": ms, "let_go": None}, "open_s": ms / 10} for ms in (4.0, 1.0, 2.0)]
    assert middle(rounds) == {"pan": {"p95_ms": 2.0, "let_go": None}, "open_s": 0.2}
    assert middle(rounds[:1]) == rounds[0]


def test_a_row_that_found_no_end_once_is_told_so() -> None:
    rounds = [{"pan": {"p95_ms": 2.0, "frames": 6}}, {"pan": {"more_than_s": 6.0}}]
    assert middle(rounds) == middle(rounds[::-1]) == {"pan": {"more_than_s": 6.0}}
    assert middle([{"open_s": 1.0}, {"open_s": {"more_than_s": 6.0}}]) == {
        "open_s": {"more_than_s": 6.0}
    }
