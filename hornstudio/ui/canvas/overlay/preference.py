"""What a person will most likely want of the modules that can be chosen at a place."""

from collections.abc import Iterable, Mapping

from hornstudio.engine.storage.templates import usual_kinds
from hornstudio.ui.canvas.overlay.choice import Choice
from hornstudio.ui.search.ranking import Ranking

_OWN = 1000  # what one use of a person's own weighs against one in the ready graphs
_OWN_HERE = 2


def preference(choices: Iterable[Choice], uses: Mapping[str, int]) -> Ranking:
    """What can be wired there goes first. uses: how often the person has chosen each kind.

    Where something is to be wired, what is usual there counts for as much as what is used.
    """
    usual = usual_kinds()
    habits = {k: usual.get(k, 0) + _OWN * uses.get(k, 0) for k in {*usual, *uses}}
    suits = {c.module.kind: c.fitness for c in choices if c.is_wired}
    if not any(suits.values()):
        return Ranking(habits=habits)
    # A habit is no reason to put a kind behind itself again: here it weighs less.
    fitness = {kind: fit + _OWN_HERE * uses.get(kind, 0) for kind, fit in suits.items()}
    return Ranking(fitness, habits)
