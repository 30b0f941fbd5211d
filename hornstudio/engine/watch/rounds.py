"""Epochs in rounds, within which they can be compared by a figure.

A new round begins where something was turned by which the figure became another, such as the
weight of a loss. What is measured as the steps go is a mixture in the epoch of such a turn, and
compared with nothing; what is measured once they are over never is.
"""

import math
from collections.abc import Iterable, Mapping
from typing import Any

from hornstudio.engine.watch.events import Epoch, Knob
from hornstudio.engine.watch.figure import HELD_BACK, TOTAL

_JUDGED_AFTER = HELD_BACK + TOTAL


def judged_by(metrics: Mapping[str, float]) -> float:
    """The figure by which epochs are compared, the lower the better: val_loss, otherwise loss."""
    return metrics.get(_JUDGED_AFTER, metrics.get(TOTAL, math.inf))


class Rounds:
    """The figures by which epochs are judged.

    each: by epoch, round after round. since: the first epoch of the latest round; 0 while there is
    but one.
    """

    def __init__(self, events: Iterable[Any] = ()) -> None:
        """events: of a run, in order; all but Epoch and Knob are passed over."""
        self.each: list[dict[int, float]] = [{}]
        self.since = 0
        self._is_over = False
        self._mixed = 0
        self._least = math.inf
        for event in events:
            self.hear(event)

    @property
    def last_epoch(self) -> int:
        """The last epoch that has told figures; 0 for none."""
        return max((epoch for each in self.each for epoch in each), default=0)

    def hear(self, event: Any) -> bool:
        """Take in what a run tells next; whether that is the best epoch of the round so far."""
        if isinstance(event, Knob) and TOTAL in event.changes:
            self._is_over, self._mixed = True, mixed_in(event)
        return isinstance(event, Epoch) and self._add(event)

    def _add(self, event: Epoch) -> bool:
        value = judged_by(event.metrics)
        if event.epoch == self._mixed and _JUDGED_AFTER not in event.metrics:
            value = math.inf
        elif self._is_over and math.isfinite(value):
            self.each.append({})
            self.since, self._is_over, self._least = event.epoch, False, math.inf
        self.each[-1][event.epoch] = value
        is_best = value < self._least or self._least == math.inf
        self._least = min(self._least, value) if math.isfinite(value) else self._least
        return is_best


def mixed_in(knob: Knob) -> int:
    """The epoch whose figures are a mixture because of a turn; 0 for none."""
    return knob.epoch if knob.step else 0
