"""Where on a slider a number lies: evenly between bounds, or by its size where there are none."""

import math
from dataclasses import dataclass

from hornstudio.engine.params import Float

STEPS = 200
_DECADES = 3
_FROM_NOTHING = 1e-3


@dataclass(frozen=True)
class Track:
    """The positions 0 to STEPS of one number.

    low, high: what they stand for; of a track by size, their common logarithms. has_zero: whether
    position 0 is the number 0.
    """

    low: float
    high: float
    is_by_size: bool
    has_zero: bool = False

    def value(self, position: int) -> float:
        """The number at a position, in three digits."""
        if self.is_by_size and self.has_zero and position == 0:
            return 0.0
        value = self.low + (self.high - self.low) * position / STEPS
        return float(f"{10**value if self.is_by_size else value:.3g}")

    def position(self, value: float) -> int:
        """The position of a number; that of the nearer end where it lies outside."""
        if self.is_by_size:
            if value <= 0:
                return 0
            value = math.log10(value)
        share = (value - self.low) / (self.high - self.low)
        return min(STEPS, max(int(self.has_zero), round(share * STEPS)))


def track_of(param: Float, start: float) -> Track:
    """The track of a param whose value is `start` in the graph."""
    low = param.low if param.low is not None else param.above
    high = param.high if param.high is not None else param.below
    if low is not None and high is not None:
        edge = (high - low) / STEPS
        return Track(
            low if param.low is not None else low + edge,
            high if param.high is not None else high - edge,
            is_by_size=False,
        )
    middle = math.log10(start if start > 0 else _FROM_NOTHING)
    has_zero = param.low == 0
    return Track(middle - _DECADES, middle + _DECADES, is_by_size=True, has_zero=has_zero)
