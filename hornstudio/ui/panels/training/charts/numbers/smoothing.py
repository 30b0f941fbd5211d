"""The exponential mean that turns a noisy trace into a readable line."""

import itertools
import math

import numpy as np

from hornstudio.ui.panels.training.course.history import Floats

DEFAULT = 0.97
MOST = 0.995
_NOMINAL_POINTS = 2000
_STEEPEST = -460.0  # e**-460 is still a number, and so is what is divided by it
_FORGOTTEN = -40.0  # one step after which nothing of the past is left


def smooth(x: Floats, y: Floats, span: float, strength: float = DEFAULT) -> Floats:
    """Exponential mean of y [N] over x [N], free of the bias towards its start.

    m_i = a_i m_(i-1) + (1 - a_i) y_i, divided by the sum of the weights so far, where
    a_i = strength ** (2000 (x_i - x_(i-1)) / span): the strength is what it would be with 2,000
    points over the span, so a run of 20 points and one of 100,000 look alike.
    """
    if strength <= 0 or len(y) < 2 or span <= 0:
        return y
    steps = np.diff(x, prepend=x[0] - (x[-1] - x[0]) / (len(x) - 1))
    decay = np.clip(steps, 0, None) * (_NOMINAL_POINTS / span * math.log(strength))
    decay = np.clip(decay, _FORGOTTEN, -1e-12)
    smoothed = np.empty_like(y)
    total = weight = 0.0
    for start, end in _blocks(decay):
        kept = np.exp(np.cumsum(decay[start:end]))
        fresh = -np.expm1(decay[start:end]) / kept
        totals = kept * (total + np.cumsum(fresh * y[start:end]))
        weights = kept * (weight + np.cumsum(fresh))
        smoothed[start:end] = totals / weights
        total, weight = totals[-1], weights[-1]
    return smoothed


def _blocks(decay: Floats) -> list[tuple[int, int]]:
    """Stretches over which the product of all weights stays within a float's range."""
    depth = np.cumsum(decay)
    edges = [0]
    while edges[-1] < len(decay):
        before = depth[edges[-1] - 1] if edges[-1] else 0.0
        end = int(np.searchsorted(-depth, -(before + _STEEPEST)))
        edges.append(max(end, edges[-1] + 1))
    return list(itertools.pairwise(edges))
