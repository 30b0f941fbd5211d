"""What one chart draws of a run: lines and points by series, and the scale that suits them."""

import math
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from hornstudio.engine.train.events import Started
from hornstudio.ui.panels.training.charts.numbers import scale
from hornstudio.ui.panels.training.charts.numbers.percentile import percentiles
from hornstudio.ui.panels.training.charts.numbers.scale import Scale
from hornstudio.ui.panels.training.charts.numbers.smoothing import smooth
from hornstudio.ui.panels.training.course.history import Floats, Run

NOTHING: Floats = np.empty(0)
_OUTLIERS_PCT = 2.0
_ENOUGH = 40
_THIN_FROM = 4
_BEGINNING_PCT = 15.0
_LEAST_SHARE = 0.25  # of the samples that a point usually covers


def _nothing() -> Floats:
    return NOTHING


@dataclass(frozen=True, eq=False)
class Picture:
    """Series of one metric: x [N] in epochs, smoothed y [N]; raw [K <= N]; validation [M]; test."""

    x: Floats = field(default_factory=_nothing)
    raw_x: Floats = field(default_factory=_nothing)
    raw: Floats = field(default_factory=_nothing)
    line: Floats = field(default_factory=_nothing)
    validation_x: Floats = field(default_factory=_nothing)
    validation: Floats = field(default_factory=_nothing)
    test_x: float = math.nan
    test: float = math.nan

    @property
    def has_test(self) -> bool:
        """Whether there is a test figure to mark."""
        return math.isfinite(self.test)

    def values_at(self, x: float) -> dict[str, float]:
        """The nearest value of each series by its name; test only at its own place."""
        found = {}
        if len(self.x):
            found["train"] = float(self.line[_nearest(self.x, x)])
        if len(self.validation_x):
            found["validation"] = float(self.validation[_nearest(self.validation_x, x)])
        if self.has_test and abs(x - self.test_x) < 0.02 * max(1.0, self.test_x):
            found["test"] = self.test
        return found

    def within(self, low: float, high: float, share: bool = False) -> list[Floats]:
        """What the scale must cover, of the values at x from low to high.

        The raw trace of a share may leave the scale: its beginning is far below the rest.
        """
        seen = (self.x >= low) & (self.x <= high)
        line = self.line[seen]
        raw = self.raw[(self.raw_x >= low) & (self.raw_x <= high)]
        dots = self.validation[(self.validation_x >= low) & (self.validation_x <= high)]
        test = [self.test] if self.has_test and low <= self.test_x <= high else []
        return [line, NOTHING if share else _core(raw), dots, np.array(test, float)]


def ends_of(earlier: list[Picture], low: float, high: float, most: float) -> list[Floats]:
    """Where the lines of earlier runs end, of x from low to high, so that the scale covers them.

    most: ends above it are left out; a run that went wild must not squash this one.
    """
    seen = [p.line[(p.x >= low) & (p.x <= high)][-1:] for p in earlier]
    return [end for end in seen if len(end) and np.isfinite(end[0]) and end[0] <= most]


def picture_of(run: Run, name: str, strength: float, means: bool = False) -> Picture:
    """Series of a run's metric with the training trace smoothed; arrays are views or new.

    means: the training line goes through the means of epochs, as they are.
    """
    dots = run.validation.get(name)
    x, line, telling = _line_of(run, name, strength, means)
    return Picture(
        x=x,
        raw_x=telling[0],
        raw=telling[1],
        line=line,
        validation_x=dots.x if dots else NOTHING,
        validation=dots.y if dots else NOTHING,
        test_x=run.end,
        test=run.test.get(name, math.nan),
    )


def _line_of(
    run: Run, name: str, strength: float, means: bool
) -> tuple[Floats, Floats, tuple[Floats, Floats]]:
    """x [N] and y [N] of the training line, and x and y [K <= N] of the raw trace below it."""
    trace = (run.means if means else run.train).get(name)
    x, y = (trace.x, trace.y) if trace else (NOTHING, NOTHING)
    if means:
        return x, y, (NOTHING, NOTHING)
    telling = _is_telling(run.started, run.first_x, x)
    smoothed = smooth(x, y, run.last_x - run.first_x, strength)
    return x, smoothed, (x[telling], y[telling])


def _is_telling(started: Started, first_x: float, x: Floats) -> NDArray[np.bool_]:
    """Which points are means over enough samples, [N]: those of a few are spikes and mislead.

    A point covers the steps since the one before it; the last batch of an epoch may be short.
    """
    covered = np.diff(x, prepend=first_x) * started.steps * started.batch_size
    missing = started.steps * started.batch_size - started.samples
    covered = covered - np.where(np.abs(x - np.round(x)) < 1e-5, missing, 0)
    if not len(x):
        return np.empty(0, bool)
    # Half a sample of slack: x is a share of an epoch, and no sum of shares is exact.
    return np.asarray(covered + 0.5 >= _LEAST_SHARE * percentiles(covered, 50.0))


def scale_of(parts: list[Floats], *, share: bool, log: bool, most: int = 6) -> Scale:
    """Scale that covers the parts; log only where all of them are positive.

    most: gridlines, about. A share leaves its steep beginning below the scale, so that the rest
    can be told apart.
    """
    filled = [p for p in parts if len(p)]
    if not filled:
        return scale.linear(0.0, 1.0, share=share)
    least = _late_low if share and not log else np.min
    low, high = float(min(least(p) for p in filled)), float(max(p.max() for p in filled))
    if log and low > 0:
        return scale.logarithmic(low, high, most, share=share)
    return scale.linear(low, high, share=share, most=most)


def thin(x: Floats, y: Floats, low: float, high: float, columns: int) -> tuple[Floats, Floats]:
    """The points at x from low to high, as few as look the same on so many columns of pixels.

    Each stretch of equally many points becomes its least and its greatest value, so that no
    peak is lost. One point beyond either end is kept, for the line goes on there.
    """
    first = max(0, int(np.searchsorted(x, low)) - 1)
    last = min(len(x), int(np.searchsorted(x, high, side="right")) + 1)
    x, y = x[first:last], y[first:last]
    size = len(x) // max(1, columns)
    if size < _THIN_FROM:
        return x, y
    count = len(x) // size
    blocks = y[: count * size].reshape(count, size)
    edges = np.repeat(x[: count * size : size], 2)
    peaks = np.stack([blocks.min(axis=1), blocks.max(axis=1)], axis=1).ravel()
    rest = slice(count * size, None)
    return np.concatenate([edges, x[rest]]), np.concatenate([peaks, y[rest]])


def _core(raw: Floats) -> Floats:
    """Range of the raw trace without its few wildest points, which would squash the rest."""
    if len(raw) < _ENOUGH:
        return raw
    return percentiles(raw, _OUTLIERS_PCT, 100 - _OUTLIERS_PCT)


def _late_low(values: Floats) -> float:
    return float(percentiles(values, _BEGINNING_PCT)[0] if len(values) > 2 else values.min())


def _nearest(xs: Floats, x: float) -> int:
    right = int(np.searchsorted(xs, x))
    near = [i for i in (right - 1, right) if 0 <= i < len(xs)]
    return min(near, key=lambda i: abs(float(xs[i]) - x))
