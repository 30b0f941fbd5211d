"""What turns one row of different things into another: places with what comes there and goes."""

from collections.abc import Hashable, Iterable, Sequence
from typing import TypeVar

_Item = TypeVar("_Item", bound=Hashable)

Hunk = tuple[int, int, list[_Item]]
"""From where on in the first row so many items go, and what stands there instead."""


def hunks(here: Sequence[_Item], there: Sequence[_Item]) -> list[Hunk[_Item]]:
    """What is other in the second row, in order. Rows of thousands take a fraction of a ms."""
    if here is there:
        return []
    start = _alike(here, there)
    old, new = here[start:], there[start:]
    end = _alike(old[::-1], new[::-1])
    old, new = old[: len(old) - end], new[: len(new) - end]
    if not old and not new:
        return []
    return _between(old, new, start)


def rebuilt(here: Sequence[_Item], found: Iterable[Hunk[_Item]]) -> list[_Item]:
    """The second row. Raises: ValueError, where the hunks are not of this row."""
    row: list[_Item] = []
    at = 0
    for start, gone, came in found:
        if not at <= start <= start + gone <= len(here):
            raise ValueError(f"of {len(here)} places none are {start} to {start + gone}")
        row += here[at:start]
        row += came
        at = start + gone
    return row + list(here[at:])


def _alike(one: Sequence[_Item], other: Sequence[_Item]) -> int:
    """How many items two rows have in common before they differ; by halves, as slices compare
    far faster than items one by one.
    """
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        if one[low:middle] == other[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def _between(old: Sequence[_Item], new: Sequence[_Item], start: int) -> list[Hunk[_Item]]:
    """The hunks; a single one where what stays has another order, or anything stands twice."""
    ours, theirs = set(old), set(new)
    stays = [item for item in old if item in theirs]
    is_unique = len(ours) == len(old) and len(theirs) == len(new)
    if not is_unique or stays != [item for item in new if item in ours]:
        return [(start, len(old), list(new))]
    gone, came = _by_stay(old, theirs), _by_stay(new, ours)
    found = []
    for place in sorted({*gone, *came}):
        leaving = len(gone.get(place, ()))
        found.append((start + place, leaving, came.get(place, [])))
        start += leaving
    return found


def _by_stay(row: Sequence[_Item], others: set[_Item]) -> dict[int, list[_Item]]:
    """What is not among the others, by how many that stay are before it."""
    found: dict[int, list[_Item]] = {}
    for number, place in enumerate(i for i, item in enumerate(row) if item not in others):
        found.setdefault(place - number, []).append(row[place])
    return found
