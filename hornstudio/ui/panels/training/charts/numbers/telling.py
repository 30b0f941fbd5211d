"""Which points of a trace are means over enough samples to be told."""

from collections import Counter
from itertools import accumulate

import numpy as np

from hornstudio.engine.watch.events import Started
from hornstudio.ui.panels.training.charts.numbers.growing import Growing
from hornstudio.ui.panels.training.course.trace import Floats

_LEAST_SHARE = 0.25  # of the samples that a point usually covers


class Telling:
    """The raw trace without its points over a few samples, which are spikes and mislead.

    A point covers the steps since the one before it; the last batch of an epoch may be short.
    Points are added; those before are looked at again only where what is usual has changed.
    chosen_anew: how often they were.
    """

    def __init__(self, started: Started, first_x: float) -> None:
        self._whole = started.steps * started.batch_size
        self._missing = self._whole - started.samples
        self._last_x = first_x
        self._covered, self._counts = Growing(), Counter[float]()
        self._least = 0.0
        self.chosen_anew = 0
        self._x, self._y = Growing(), Growing()

    def choose(self, x: Floats, y: Floats) -> tuple[Floats, Floats]:
        """x and y [K] of those of all points [N] that tell something."""
        done = len(self._covered)
        if done == len(x):
            return self._x.values, self._y.values
        fresh = np.diff(x[done:], prepend=self._last_x) * self._whole
        fresh -= np.where(np.abs(x[done:] - np.round(x[done:])) < 1e-5, self._missing, 0)
        self._covered.add(fresh)  # no sum of shares is exact, so they are counted by halves
        self._last_x = float(x[-1])
        values, counts = np.unique(np.round(2 * fresh) / 2, return_counts=True)
        self._counts.update(dict(zip(values.tolist(), counts.tolist(), strict=True)))
        least = _LEAST_SHARE * self._usual()
        if least != self._least:
            self._least, done = least, 0
            self.chosen_anew += 1
            self._x, self._y = Growing(), Growing()
        # Half a sample of slack: x is a share of an epoch, and no sum of shares is exact.
        tells = self._covered.values[done:] + 0.5 >= least
        self._x.add(x[done:][tells])
        self._y.add(y[done:][tells])
        return self._x.values, self._y.values

    def _usual(self) -> float:
        """The median of what points cover."""
        values = sorted(self._counts)
        ends = list(accumulate(self._counts[value] for value in values))
        both = [values[_first(ends, (ends[-1] - 1) // 2)], values[_first(ends, ends[-1] // 2)]]
        return sum(both) / 2


def _first(ends: list[int], place: int) -> int:
    """Which of the stretches that end there holds this place."""
    return int(np.searchsorted(ends, place, side="right"))
