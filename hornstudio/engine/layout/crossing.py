"""The order within columns: wires cross as seldom as is found in a few sweeps."""

from bisect import bisect_left, bisect_right, insort
from collections.abc import Sequence

from hornstudio.engine.layout.spot import Columns, Spot

SWEEPS = 12
PATIENCE = 4
"""Sweeps that may bring nothing before it is left at that."""
SWAPS = 6
MOST_WORK = 400_000
"""Comparisons of neighbours' wires that swapping may cost; graphs with more keep what they have."""


def order(columns: Columns) -> None:
    """Put each column into an order that crosses least, as it was where that is as good."""
    best: Columns = []
    fewest = -1
    for begin in (_as_it_is, _by_reach):
        begin(columns)
        found = _sweep(columns)
        if fewest < 0 or found < fewest:
            best, fewest = [list(c) for c in columns], found
        if not fewest:
            break
    columns[:] = best
    rank(columns)


def rank(columns: Sequence[Sequence[Spot]]) -> None:
    """Number the spots of each column."""
    for column in columns:
        for i, spot in enumerate(column):
            spot.rank = i


def _as_it_is(columns: Columns) -> None:
    rank(columns)


def _by_reach(columns: Columns) -> None:
    """In the order in which a walk along the wires, port by port, comes to them."""
    place = {spot: number for number, column in enumerate(columns) for spot in column}
    seen: set[Spot] = set()
    fresh: Columns = [[] for _ in columns]
    for column in columns:
        for spot in column:
            waiting = [spot]
            while waiting:
                here = waiting.pop()
                if here not in seen:
                    seen.add(here)
                    fresh[place[here]].append(here)
                    ahead = sorted(here.after, key=lambda link: link.out, reverse=True)
                    waiting += [link.end for link in ahead]
    columns[:] = fresh
    rank(columns)


def _sweep(columns: Columns) -> int:
    """Sort by the mean place of the neighbours, to and fro; keep the best, return its crossings."""
    best, fewest, last = [list(c) for c in columns], count(columns), 0
    quiet = 0
    for sweep in range(SWEEPS):
        if not fewest or sweep - last > PATIENCE:
            break
        onward = sweep % 2 == 0
        changed = [_sort(c, onward=onward) for c in (columns if onward else reversed(columns))]
        quiet = 0 if any(changed) else quiet + 1
        if quiet == 2:
            break  # both ways brought nothing, and would bring nothing again
        found = count(columns)
        if found and sweep % 4 == 1:
            _swap(columns)
            found = count(columns)
        if found < fewest:
            best, fewest, last = [list(c) for c in columns], found, sweep
    columns[:] = best
    rank(columns)
    if fewest:
        _swap(columns)
        fewest = count(columns)
    return fewest


def _sort(column: list[Spot], *, onward: bool) -> bool:
    """Sort a column by the mean place of the neighbours on one side; whether that changed it."""
    if len(column) < 2:
        return False
    keys: dict[Spot, float] = {}
    for spot in column:
        key, near = float(spot.rank), spot.before if onward else spot.after
        if near:
            places = (
                [link.start.rank + link.out_share for link in near]
                if onward
                else [link.end.rank + link.into_share for link in near]
            )
            key = sum(places) / len(near)
        keys[spot] = key
    column.sort(key=keys.__getitem__)
    changed = any(spot.rank != i for i, spot in enumerate(column))
    rank([column])
    return changed


def count(columns: Sequence[Sequence[Spot]]) -> int:
    """Pairs of pieces of wire between neighbouring columns that cross."""
    total = 0
    for column in columns:
        pieces = [
            (spot.rank + link.out_share, link.end.rank + link.into_share)
            for spot in column
            for link in spot.after
        ]
        if len(pieces) < 2:
            continue
        pieces.sort()
        ends: list[float] = []
        for _, end in pieces:
            total += len(ends) - bisect_right(ends, end)
            insort(ends, end)
    return total


def _swap(columns: Columns) -> None:
    """Swap neighbours in a column while that saves crossings."""
    work = sum(len(spot.before) + len(spot.after) for column in columns for spot in column)
    for _ in range(min(SWAPS, MOST_WORK // max(work, 1))):
        swapped = [_swap_in(column) for column in columns]
        if not any(swapped):
            break


def _swap_in(column: list[Spot]) -> bool:
    swapped = False
    for i in range(len(column) - 1):
        one, other = column[i], column[i + 1]
        kept, turned = _crossed(one, other)
        if kept > turned:
            column[i], column[i + 1] = other, one
            one.rank, other.rank = other.rank, one.rank
            swapped = True
    return swapped


def _crossed(above: Spot, below: Spot) -> tuple[int, int]:
    """Crossings between the wires of two neighbours, as they are and the other way round."""
    kept = turned = 0
    for one, other in (
        ([link.out_key for link in above.before], [link.out_key for link in below.before]),
        ([link.into_key for link in above.after], [link.into_key for link in below.after]),
    ):
        if one and other:
            other.sort()
            for key in one:
                kept += bisect_left(other, key)
                turned += len(other) - bisect_right(other, key)
    return kept, turned
