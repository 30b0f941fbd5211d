"""What one chart draws of a run: lines and points by series, and the scale that suits them."""

import math
from dataclasses import dataclass, field

import numpy as np
from PySide6.QtCore import QRectF

from hornstudio.ui.panels.training.charts.numbers import scale
from hornstudio.ui.panels.training.charts.numbers.core import Core
from hornstudio.ui.panels.training.charts.numbers.growing import Growing
from hornstudio.ui.panels.training.charts.numbers.percentile import percentiles
from hornstudio.ui.panels.training.charts.numbers.scale import Scale
from hornstudio.ui.panels.training.charts.numbers.smoothing import Smoother
from hornstudio.ui.panels.training.charts.numbers.telling import Telling
from hornstudio.ui.panels.training.course.run import Run
from hornstudio.ui.panels.training.course.trace import Floats, Trace, nearest

NOTHING: Floats = np.empty(0)
NO_HOLES: Floats = np.empty((2, 0))
_BEGINNING_PCT = 15.0
_SLACK = 1e-6
"""No sum of shares of an epoch is exact."""


def _nothing() -> Floats:
    return NOTHING


def _no_holes() -> Floats:
    return NO_HOLES


@dataclass(frozen=True, eq=False)
class Picture:
    """Series of one metric: x [N] in epochs, smoothed y [N]; raw [K <= N]; validation [M]; test.

    exact: y [N] as it was told. holes, validation_holes: x and y [2, H] of what is not finite.
    """

    x: Floats = field(default_factory=_nothing)
    exact: Floats = field(default_factory=_nothing)
    raw_x: Floats = field(default_factory=_nothing)
    raw: Floats = field(default_factory=_nothing)
    line: Floats = field(default_factory=_nothing)
    holes: Floats = field(default_factory=_no_holes)
    validation_x: Floats = field(default_factory=_nothing)
    validation: Floats = field(default_factory=_nothing)
    validation_holes: Floats = field(default_factory=_no_holes)
    test_x: float = math.nan
    test: float = math.nan
    core: Core = field(default_factory=Core)

    @property
    def has_test(self) -> bool:
        """Whether there is a test figure to mark."""
        return math.isfinite(self.test)

    def values_at(self, x: float) -> dict[str, float]:
        """The nearest value of each series as it is drawn; test only at its own place."""
        found = {}
        if len(self.x) or self.holes.size:
            found["train"] = nearest_told(self.x, self.line, self.holes, x)[1]
        if len(self.validation_x) or self.validation_holes.size:
            found["validation"] = self.validation_at(x)[1]
        if self.has_test and abs(x - self.test_x) < _SLACK:
            found["test"] = self.test
        return found

    def exact_at(self, x: float) -> float:
        """What the training series told nearest to x; not a number where it told nothing."""
        has_any = len(self.x) or self.holes.size
        return nearest_told(self.x, self.exact, self.holes, x)[1] if has_any else math.nan

    def validation_at(self, x: float) -> tuple[float, float]:
        """Place and value of the validation nearest to x, which may be a hole."""
        return nearest_told(self.validation_x, self.validation, self.validation_holes, x)

    def is_test_near(self, x: float) -> bool:
        """Whether the test figure is marked there."""
        return self.has_test and abs(x - self.test_x) < 0.02 * max(1.0, self.test_x)

    def ends_high(self, shown: Scale) -> bool:
        """Whether the line has come to the upper half of a scale, as that of an accuracy does."""
        return bool(np.any(shown.draw(self.line[-1:]) > (shown.low + shown.high) / 2))

    def crosses(self, area: QRectF, shown: Scale) -> bool:
        """Whether a line or the test figure is in an area, y as a scale draws it."""
        tested = np.array([[self.test_x], [self.test]]) if self.has_test else NO_HOLES
        lines = ((self.x, self.line), (self.validation_x, self.validation), tested)
        return any(_crosses(x, y, area, shown) for x, y in lines if len(x))

    def within(self, low: float, high: float, share: bool = False) -> list[Floats]:
        """What the scale must cover, of the values at x from low to high.

        The raw trace of a share may leave the scale: its beginning is far below the rest.
        """
        line = self.line[_between(self.x, low, high)]
        place = _between(self.raw_x, low, high)
        raw = NOTHING if share else self.core.of(self.raw[place], place.start)
        dots = self.validation[_between(self.validation_x, low, high)]
        test = [self.test] if self.has_test and low <= self.test_x <= high else []
        return [line, raw, dots, np.array(test, float)]


def ends_of(earlier: list[Picture], low: float, high: float, most: float) -> list[Floats]:
    """Where the lines of earlier runs end, of x from low to high, so that the scale covers them.

    most: ends above it are left out; a run that went wild must not squash this one.
    """
    seen = [p.line[_between(p.x, low, high)][-1:] for p in earlier]
    return [end for end in seen if len(end) and np.isfinite(end[0]) and end[0] <= most]


def smoothing_span(run: Run) -> float:
    """Epochs over which a run's traces are smoothed: what there is of it, doubling as it grows.

    Of all that is planned would smear the beginning of a long run over what comes later.
    """
    planned, done = run.last_x - run.first_x, run.end - run.first_x
    return min(planned, 2.0 ** math.ceil(math.log2(done))) if done > 0 else planned


def picture_of(
    run: Run, name: str, strength: float, means: bool = False, span: float = 0.0
) -> Picture:
    """Series of a run's metric with the training trace smoothed, as it is now.

    span: epochs over which it is smoothed; 0: its own.
    """
    return GrowingPicture(run, name, strength, means).now(span)


class GrowingPicture:
    """Series of a run's metric with the training trace smoothed; arrays are views or new.

    means: the training line goes through the means of epochs, as they are. Of a run that goes on
    only what has come since the last time is reckoned with.
    """

    def __init__(self, run: Run, name: str, strength: float, means: bool = False) -> None:
        self.asked = (run, name, strength, means)
        self._known: tuple[object, ...] = ()

    def now(self, span: float = 0.0) -> Picture:
        """What there is by now. span: epochs over which it is smoothed; 0: its own."""
        run, name, _, means = self.asked
        dots = run.validation.get(name)
        trace = (run.means if means else run.train).get(name)
        x, y = (NOTHING, NOTHING) if trace is None else (trace.x, trace.y)
        if not means:
            self._begin_where_the_past_is_another(trace, span or smoothing_span(run))
        raw_x, raw = (NOTHING, NOTHING) if means else self._telling.choose(x, y)
        return Picture(
            x=x,
            exact=y,
            raw_x=raw_x,
            raw=raw,
            line=y if means else self._line_of(x, y, raw_x, raw),
            holes=NO_HOLES if trace is None else trace.holes,
            validation_x=NOTHING if dots is None else dots.x,
            validation=NOTHING if dots is None else dots.y,
            validation_holes=NO_HOLES if dots is None else dots.holes,
            test_x=run.test_x,
            test=run.test.get(name, math.nan),
            core=Core() if means else self._core,
        )

    def _line_of(self, x: Floats, y: Floats, raw_x: Floats, raw: Floats) -> Floats:
        """The points that tell something smoothed; others have the value of the one before."""
        if self._telling.chosen_anew != self._chosen_anew:
            self._begin_line()
        smoothed, fresh = self._smoother.smooth(raw_x, raw), slice(len(self._line), len(x))
        if len(raw_x):
            place = np.searchsorted(raw_x, x[fresh], side="right") - 1
            self._line.add(np.where(place >= 0, smoothed[place], y[fresh]))
        else:
            self._line.add(y[fresh])
        return self._line.values

    def _begin_line(self) -> None:
        self._chosen_anew = self._telling.chosen_anew
        self._smoother, self._line = Smoother(self._span, self.asked[2]), Growing()

    def _begin_where_the_past_is_another(self, trace: Trace | None, span: float) -> None:
        run, first_x = self.asked[0], self.asked[0].first_x
        known = (trace, trace and trace.rewritten, span, first_x, run.started)
        if known != self._known:
            self._known = known
            self._span, self._core = span, Core()
            self._telling = Telling(run.started, first_x)
            self._begin_line()


def scale_of(parts: list[Floats], *, share: bool, log: bool, most: int = 6) -> Scale:
    """Scale that covers the parts; log only where none of them is negative, and zeros lie below it.

    most: gridlines, about. A share leaves its steep beginning below the scale, so that the rest
    can be told apart.
    """
    filled = [p for p in parts if len(p)]
    if not filled:
        return scale.linear(0.0, 1.0, share=share)
    least = _late_low if share and not log else np.min
    low, high = float(min(least(p) for p in filled)), float(max(p.max() for p in filled))
    if log and low == 0 < high:
        low = float(min(p[p > 0].min() for p in filled if (p > 0).any()))
    if log and low > 0:
        return scale.logarithmic(low, high, most, share=share)
    return scale.linear(low, high, share=share, most=most)


def _late_low(values: Floats) -> float:
    return float(percentiles(values, _BEGINNING_PCT)[0] if len(values) > 2 else values.min())


def _between(x: Floats, low: float, high: float) -> slice:
    """The points at x, which is in order, from low to high."""
    return slice(int(np.searchsorted(x, low)), int(np.searchsorted(x, high, side="right")))


def _crosses(x: Floats, y: Floats, area: QRectF, shown: Scale) -> bool:
    """Of points [N > 0] whether what joins them goes through an area."""
    place = _between(x, area.left(), area.right())
    around = slice(max(0, place.start - 1), place.stop + 1)
    ends = [at for at in (area.left(), area.right()) if x[0] <= at <= x[-1]]
    drawn = shown.draw(y[around])
    here = drawn[place.start - around.start : place.stop - around.start]
    found = np.concatenate([here, np.interp(ends, x[around], drawn)]) if len(drawn) else NOTHING
    return bool(len(found) and found.min() <= area.bottom() and found.max() >= area.top())


def nearest_told(xs: Floats, ys: Floats, holes: Floats, x: float) -> tuple[float, float]:
    """Place and value nearest to x, of points [N] and holes [2, H]; N + H > 0."""
    found = [
        (places[i := nearest(places, x)], values[i])
        for places, values in ((xs, ys), holes)
        if len(places)
    ]
    place, value = min(found, key=lambda each: abs(float(each[0]) - x))
    return float(place), float(value)
