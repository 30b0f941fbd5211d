"""As few points of a curve as look the same: what is seen of it, column by column of pixels."""

from dataclasses import dataclass

import numpy as np

from hornstudio.ui.panels.training.course.trace import Floats


@dataclass(frozen=True, eq=False)
class Columns:
    """x [C] in order, and the least and the greatest y [C] that the curve has around each.

    A curve that is its points has the same array for both.
    """

    x: Floats
    low: Floats
    high: Floats

    @property
    def is_points(self) -> bool:
        """Whether these are the points of the curve themselves."""
        return self.low is self.high


def seen_part(x: Floats, low: float, high: float) -> slice:
    """The points at x [N] from low to high, and one beyond either end: the line goes on there."""
    first = max(0, int(np.searchsorted(x, low)) - 1)
    return slice(first, min(len(x), int(np.searchsorted(x, high, side="right")) + 1))


def columns_of(x: Floats, y: Floats, low: float, high: float, count: int) -> Columns:
    """The curve through x and y [N] at x from low to high, on so many columns of pixels.

    Where there are more points than columns, each column has the least and the greatest value
    of the points in it and of the lines between them, so that no peak is lost and neighbours
    touch. The first and the last point keep their own places.
    """
    part = seen_part(x, low, high)
    x, y = x[part], y[part]
    if len(x) <= max(2, count) or not high > low:
        return Columns(x, y, y)
    wide = (high - low) / max(1, count)
    # Columns are those of the axis, so they stay where they are while points come.
    first, last = np.floor((np.array([x[0], x[-1]]) - low) / wide)
    edges = low + wide * np.arange(first, last + 2)
    middles = (edges[:-1] + edges[1:]) / 2
    edges[0], edges[-1] = min(edges[0], x[0]), max(edges[-1], x[-1])  # sums are not exact
    least, most = _within(x, y, edges)
    middles[0], middles[-1] = x[0], x[-1]
    return Columns(middles, least, most)


def pieces_of(
    x: Floats, y: Floats, holes: Floats, low: float, high: float, count: int
) -> list[Columns]:
    """The same in pieces, between which the curve has a hole; holes: their x [H], in order.

    A hole less than a column wide cannot be seen, and parts nothing.
    """
    if not len(holes):
        return [columns_of(x, y, low, high, count)]
    part = seen_part(x, low, high)
    x, y = x[part], y[part]
    ends = np.unique(np.searchsorted(x, holes))
    ends = ends[(ends > 0) & (ends < len(x))]
    ends = ends[x[ends] - x[ends - 1] >= (high - low) / max(1, count)]
    pieces = zip(np.split(x, ends), np.split(y, ends), strict=True)
    return [columns_of(*piece, low, high, count) for piece in pieces]


def _within(x: Floats, y: Floats, edges: Floats) -> tuple[Floats, Floats]:
    """Least and greatest y [C] of the curve between edges [C + 1], which hold all of x."""
    at_edges = np.interp(edges, x, y)
    least, most = np.minimum(at_edges[:-1], at_edges[1:]), np.maximum(at_edges[:-1], at_edges[1:])
    starts = np.searchsorted(x, edges[:-1])
    filled = np.diff(starts, append=len(x)) > 0
    starts = starts[filled]
    least[filled] = np.minimum(least[filled], np.minimum.reduceat(y, starts))
    most[filled] = np.maximum(most[filled], np.maximum.reduceat(y, starts))
    return least, most
