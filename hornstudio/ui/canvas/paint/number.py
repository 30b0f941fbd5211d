"""Counts and costs in few characters, as they stand in a node's footer."""

from collections.abc import Callable

from hornstudio.engine.params.numbers import number_text
from hornstudio.ui.words import quantity

_EXACT_BELOW = 100_000
_BRIEF_FROM = 10_000


def count_text(count: int) -> str:
    """`18 496`, `101.8 k`, `1.2 M`."""
    return _counted(count, _EXACT_BELOW, _short)


def _counted(count: int, exact_below: int, short: Callable[[float], str]) -> str:
    if count < exact_below:
        return quantity.count_text(count)
    for limit, unit in ((1e6, "k"), (1e9, "M"), (1e12, "G")):
        if count < limit:
            return f"{short(count / (limit / 1e3))} {unit}"
    return f"{short(count / 1e12)} T"


def brief_text(count: int) -> str:
    """The same where there is little room, in about three digits: `18.5 k`, `102 k`."""
    return _counted(count, _BRIEF_FROM, _brief)


def figure_text(value: float, digits: int = 6) -> str:
    """A setting in so many digits, `0.00392157`; as it is where that is no longer."""
    return min(number_text(value), f"{value:.{digits}g}", key=len)


def flops_text(flops: int) -> str:
    """`0.39 MFLOP`: operations forward for one sample."""
    if flops < 10_000:
        return f"{quantity.count_text(flops)} FLOP"
    if flops < 1e9:
        return f"{_brief(flops / 1e6)} MFLOP"
    if flops < 1e12:
        return f"{_brief(flops / 1e9)} GFLOP"
    return f"{_brief(flops / 1e12)} TFLOP"


def _short(value: float) -> str:
    """Two digits behind the point below 1, one below 1000."""
    return f"{value:.2f}" if value < 1 else f"{value:.1f}"


def _brief(value: float) -> str:
    """The same, from 100 on without a point."""
    return _short(value) if value < 99.95 else f"{value:.0f}"
