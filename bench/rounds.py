"""Several rounds of figures as one: two programs that take turns meet the same hours of a machine.

A single round says little of what takes less than a millisecond: on a machine that others use, the
same row of the same program comes to half as much again a minute later.
"""

import statistics
from collections.abc import Sequence
from typing import Any

_DIGITS = 3


def middle(rounds: Sequence[Any]) -> Any:
    """The median of each figure, through dicts within one another; else what the first round has.

    A row that is no figure in a round, such as one that found no end, is none in all.
    """
    first = rounds[0]
    if len(rounds) == 1:
        return first
    if all(isinstance(one, dict) for one in rounds):
        shared = [name for name in first if all(name in one for one in rounds)]
        if len(shared) < len(first):  # one of them was not measured, and says why
            return min(rounds, key=len)
        return {name: middle([one[name] for one in rounds]) for name in shared}
    if all(isinstance(one, int | float) and not isinstance(one, bool) for one in rounds):
        return round(statistics.median(rounds), _DIGITS)
    return next((one for one in rounds if not isinstance(one, int | float)), first)
