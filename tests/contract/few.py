"""Which of many like cases run every time; the others are long runs, marked `soak`."""

from collections.abc import Callable, Collection, Hashable, Iterable, Sequence
from typing import Any

import pytest


def few(things: Iterable[Any], group: Callable[[Any], Hashable], most: int) -> list[Any]:
    """All things in their order; of each group, only `most` from first to last are not `soak`."""
    things = list(things)
    groups: dict[Hashable, list[int]] = {}
    for place, thing in enumerate(things):
        groups.setdefault(group(thing), []).append(place)
    chosen = {place for places in groups.values() for place in _spread(places, most)}
    return [
        thing if place in chosen else pytest.param(thing, marks=pytest.mark.soak)
        for place, thing in enumerate(things)
    ]


def often(things: Iterable[Any], chosen: Collection[Any]) -> list[Any]:
    """All things in their order; those that are not chosen are `soak`."""
    return [t if t in chosen else pytest.param(t, marks=pytest.mark.soak) for t in things]


def _spread(places: Sequence[int], most: int) -> list[int]:
    """The first, the last, and what lies evenly between; of one, the last."""
    if len(places) <= most:
        return list(places)
    if most == 1:
        return [places[-1]]
    return [places[round(i * (len(places) - 1) / (most - 1))] for i in range(most)]
