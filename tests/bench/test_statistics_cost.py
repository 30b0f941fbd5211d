"""How the bench of looking compares stretches of a run."""

import runpy
from pathlib import Path

BENCH = Path(__file__).parents[2] / "bench" / "statistics_cost.py"


def test_stretches_are_compared_pair_by_pair_and_as_a_whole() -> None:
    bench = runpy.run_path(str(BENCH))
    moment = bench["Moment"]
    assert moment(5.0, 3.0, 30).a_step_since(moment(1.0, 1.0, 10)) == (0.2, 0.1)
    pairs = [((2.0, 1.1), (1.0, 1.0)), ((2.0, 2.4), (1.0, 2.0)), ((2.0, 3.9), (1.0, 3.0))]
    found = bench["ratios"](pairs, 1)
    assert (found["median"], found["quartiles"]) == (1.2, [1.1, 1.3])
    assert found["whole"] == 1.2333
    assert bench["ratios"](pairs, 0)["median"] == 2.0
