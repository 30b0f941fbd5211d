"""Which callbacks a run in progress does not know as they are listed now."""

from collections.abc import Sequence
from typing import NamedTuple

from hornstudio.engine.graph import Held


class Later(NamedTuple):
    """What only counts from the next run.

    places: of callbacks that were added or changed. has_gone: one that acts on this run is listed
    no more, or was changed. is_reordered: all are as they were, in another order.
    """

    places: frozenset[int] = frozenset()
    has_gone: bool = False
    is_reordered: bool = False


def later(running: Sequence[Held], listed: Sequence[Held]) -> Later:
    """What differs between the callbacks of a run and those that are listed."""
    left, places = [*running], set()
    for place, held in enumerate(listed):
        if held in left:
            left.remove(held)
        else:
            places.add(place)
    is_reordered = not places and not left and [*running] != [*listed]
    return Later(frozenset(places), bool(left), is_reordered)
