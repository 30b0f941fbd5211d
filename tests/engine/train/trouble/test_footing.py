"""The step that spoiled a run is found again from a copy."""

from typing import Any

import numpy as np
import pytest

from hornstudio.engine.graph import Training
from hornstudio.engine.train.steps.walk import Part, Walk
from hornstudio.engine.train.trouble.footing import Footing, first_bad

STEPS = 40


@pytest.fixture
def part() -> Part:
    walk = Walk(1, STEPS, Training(batch_size=1), lambda rows, key: {"loss": np.zeros(len(rows))})
    return walk.parts[0]


def taking(spoiled: int, taken: list[int], logs: bool) -> Any:
    """Steps that count; the one at `spoiled` makes the weight infinite, the next one logs it."""

    def take(carry: dict, part: Part, first: int, count: int) -> tuple[dict, dict]:
        taken.append(count)
        numbers = [carry["w"]]
        for row in range(first, first + count):
            numbers.append(np.float32(np.inf) if row == spoiled else numbers[-1] + 1)
        seen = numbers[1:] if logs else numbers[:-1]
        return {**carry, "w": numbers[-1]}, {"loss": np.array(seen, np.float32)}

    return take


@pytest.mark.parametrize("spoiled", [0, 1, 17, 38, 39])
@pytest.mark.parametrize("logs", [True, False])
def test_the_first_bad_step_is_found_without_taking_many(
    spoiled: int, logs: bool, part: Part
) -> None:
    footing, taken = Footing(), []
    footing.before({"w": np.float32(0), "best": np.float32(np.inf)}, part)
    row, carry, after = footing.find(part, STEPS - 1, taking(spoiled, taken, logs))
    assert (row, carry["w"], after["w"]) == (spoiled, spoiled, np.inf)
    assert sum(taken) <= 2 * STEPS + 1


def test_it_copies_where_the_run_has_another_carry(part: Part) -> None:
    footing = Footing()
    first = {"w": np.float32(0)}
    footing.before(first, part)
    part.done = 10
    later = {"w": np.float32(10)}
    footing.after(later)
    footing.before(later, part)  # a moment later: the copy is young
    assert footing.find(part, 12, taking(12, [], True))[1]["w"] == 12
    turned = {"w": np.float32(7)}
    footing.before(turned, part)
    assert footing.find(part, 10, taking(99, [], True))[:2] == (10, turned)


def test_infinity_from_the_start_is_no_fault(part: Part) -> None:
    footing = Footing()
    footing.before({"w": np.float32(0), "best": np.float32(np.inf)}, part)
    assert footing.holds({"w": np.float32(1), "best": np.float32(np.inf)})
    assert not footing.holds({"w": np.float32(np.nan), "best": np.float32(0)})


def test_the_first_bad_row_of_any_log_counts() -> None:
    logs = {"loss": np.ones((5, 2), np.float32), "count": np.ones(5, np.int32)}
    assert first_bad(logs) is None
    logs["loss"][3, 1] = np.nan
    assert first_bad(logs) == 3
    assert first_bad({"count": np.ones(5, np.int32)}) is None


def test_it_copies_into_the_same_memory_and_follows_a_carry_of_another_form(part: Part) -> None:
    footing = Footing()
    footing.before({"w": np.zeros(3)}, part)
    copy = footing._carry["w"]
    footing.before({"w": np.ones(3)}, part)
    assert footing._carry["w"] is copy
    np.testing.assert_array_equal(copy, np.ones(3))
    footing.before({"w": np.full(3, 2.0), "dials": {"rate": np.float32(1)}}, part)
    assert footing._carry["dials"] == {"rate": 1}
