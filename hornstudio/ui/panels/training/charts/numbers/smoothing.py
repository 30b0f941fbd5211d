"""The exponential mean that turns a noisy trace into a readable line."""

import itertools
import math

import numpy as np

from hornstudio.ui.panels.training.charts.numbers.growing import Growing
from hornstudio.ui.panels.training.course.trace import Floats

DEFAULT = 0.97
MOST = 0.995
_NOMINAL_POINTS = 2000
_STEEPEST = -460.0  # e**-460 is still a number, and so is what is divided by it
_FORGOTTEN = -40.0  # one step after which nothing of the past is left


class Smoother:
    """Exponential mean of y [N] over x [N], free of the bias towards its start.

    m_i = a_i m_(i-1) + (1 - a_i) y_i, divided by the sum of the weights so far, where
    a_i = strength ** (2000 (x_i - x_(i-1)) / span): the strength is what it would be with 2,000
    points over the span, so a run of 20 points and one of 100,000 look alike. The first step,
    before which there is no point, is as long as the second.

    Points are added; what was smoothed is not looked at again.
    """

    def __init__(self, span: float, strength: float = DEFAULT) -> None:
        self._decay = _NOMINAL_POINTS / span * math.log(strength) if span > 0 < strength else 0.0
        self._smoothed = Growing()
        self._last_x = 0.0
        self._total = self._weight = 0.0

    def smooth(self, x: Floats, y: Floats) -> Floats:
        """All values smoothed, [N]; x and y begin with what they were at the last call."""
        done = len(self._smoothed)
        if not self._decay or len(y) < 2:
            return y
        if done < len(y):
            before = self._last_x if done else 2 * x[0] - x[1]
            steps = np.diff(x[done:], prepend=before)
            self._smoothed.add(self._go_on(np.clip(steps, 0, None) * self._decay, y[done:]))
            self._last_x = float(x[-1])
        return self._smoothed.values

    def _go_on(self, decay: Floats, y: Floats) -> Floats:
        decay = np.clip(decay, _FORGOTTEN, -1e-12)
        smoothed = np.empty_like(y)
        for start, end in _blocks(decay):
            kept = np.exp(np.cumsum(decay[start:end]))
            fresh = -np.expm1(decay[start:end]) / kept
            totals = kept * (self._total + np.cumsum(fresh * y[start:end]))
            weights = kept * (self._weight + np.cumsum(fresh))
            smoothed[start:end] = totals / weights
            self._total, self._weight = float(totals[-1]), float(weights[-1])
        return smoothed


def smooth(x: Floats, y: Floats, span: float, strength: float = DEFAULT) -> Floats:
    """All of a trace at once, as `Smoother` does it."""
    return Smoother(span, strength).smooth(x, y)


def _blocks(decay: Floats) -> list[tuple[int, int]]:
    """Stretches over which the product of all weights stays within a float's range."""
    depth = np.cumsum(decay)
    edges = [0]
    while edges[-1] < len(decay):
        before = depth[edges[-1] - 1] if edges[-1] else 0.0
        end = int(np.searchsorted(-depth, -(before + _STEEPEST)))
        edges.append(max(end, edges[-1] + 1))
    return list(itertools.pairwise(edges))
