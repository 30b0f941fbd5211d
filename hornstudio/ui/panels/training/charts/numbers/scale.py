"""Which values an axis shows and where its gridlines lie. NumPy only."""

import math
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from hornstudio.ui.panels.training.course.trace import Floats
from hornstudio.ui.panels.training.wording import figures

LOG_SPAN = 20.0
_FEW_POWERS = 5.0
_OF_A_SHARE = 0.01
_STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)
_ROUND = (1.0, 2.0, 5.0, 10.0)


@dataclass(frozen=True)
class Scale:
    """A range in drawn units (powers of ten where `is_log`), with ticks and their texts."""

    low: float
    high: float
    ticks: tuple[tuple[float, str], ...]
    is_log: bool = False

    def draw(self, y: Floats) -> Floats:
        """Values as drawn; what a logarithm cannot take lies far below."""
        if not self.is_log:
            return y
        return np.log10(np.maximum(y, 1e-300))


def needs_log(parts: Iterable[Floats]) -> bool:
    """Whether positive values span so much that a plain axis would squash them."""
    filled = [p for p in parts if len(p)]
    if not filled:
        return False
    low, high = min(p.min() for p in filled), max(p.max() for p in filled)
    return bool(low > 0 and high / low > LOG_SPAN)


def linear(low: float, high: float, *, share: bool = False, most: int = 6) -> Scale:
    """Plain scale that covers low to high and ends on gridlines; a share stays within 0 to 1."""
    low, high = _spread(low, high, _OF_A_SHARE if share else 1e-6)
    # Percent at steps of 2.5 would need a digit that no other share needs.
    step = nice_step(high - low, most - 1, _ROUND if share else _STEPS)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    if share:
        first, last = max(first, 0), min(last, round(1 / step))
    values = [i * step for i in range(first, last + 1)]
    ticks = tuple((v, figures.tick(v, step, share)) for v in values)
    return Scale(values[0], values[-1], ticks)


def logarithmic(low: float, high: float, most: int = 6, *, share: bool = False) -> Scale:
    """Scale of powers of ten over positive values that ends on gridlines.

    Values too near to one another for round powers have the gridlines of a plain scale.
    """
    plain = linear(low, high, share=share, most=most)
    if high / low < _FEW_POWERS and plain.low > 0:
        ticks = tuple((math.log10(value), text) for value, text in plain.ticks)
        return Scale(ticks[0][0], ticks[-1][0], ticks, is_log=True)
    for digits in ((1, 2, 5), (1, 3), (1,)):
        values = _log_values(low, high, digits)
        if len(values) <= most:
            break
    else:
        apart = math.ceil((len(values) - 1) / (most - 1))
        values = values[::-1][::apart][::-1]
        if values[0] > low:
            values = [values[0] / 10**apart, *values]
    ticks = tuple((math.log10(v), figures.tick(v, v, share)) for v in values)
    return Scale(ticks[0][0], ticks[-1][0], ticks, is_log=True)


def epochs(low: float, high: float, most: int = 6) -> list[tuple[float, str]]:
    """Ticks of the x axis at whole epochs; within a single epoch, at parts of it."""
    step = nice_step(high - low, most)
    if high - low >= 2:
        step = max(1.0, float(math.ceil(step)))
    first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
    return [(i * step, figures.tick(i * step, step)) for i in range(first, last + 1)]


def nice_step(span: float, most: int, steps: tuple[float, ...] = _STEPS) -> float:
    """The least of 1, 2, 2.5, 5 times a power of ten that cuts the span into at most so many."""
    rough = span / max(1, most)
    power = 10.0 ** math.floor(math.log10(rough))
    return next(s * power for s in steps if s * power >= rough * (1 - 1e-9))


def _spread(low: float, high: float, least: float) -> tuple[float, float]:
    """Widen a range that is too thin to be cut."""
    # What does not change, such as a rate, needs no digits that tell it from others; of one that is
    # told in single and in double precision, the last digits differ.
    is_still = math.isclose(low, high, rel_tol=1e-6) and least < _OF_A_SHARE
    thin = max(least, (0.5 if is_still else 1e-3) * max(-low, high))
    if high - low >= thin:
        return low, high
    middle = (low + high) / 2
    return middle - thin / 2, middle + thin / 2


def _log_values(low: float, high: float, digits: tuple[int, ...]) -> list[float]:
    """Gridlines from the last at or below low to the first at or above high."""
    powers = range(math.floor(math.log10(low)) - 1, math.ceil(math.log10(high)) + 2)
    values = [d * 10.0**p for p in powers for d in digits]
    first = max(i for i, v in enumerate(values) if v <= low * (1 + 1e-9))
    last = min(i for i, v in enumerate(values) if v >= high * (1 - 1e-9))
    return values[first : last + 1]
