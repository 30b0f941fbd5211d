"""Points of one curve, as they come. NumPy only; bounded for ever."""

import math

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

_FIRST_ROOM = 256
_MOST_ROOM = 1 << 17


class Points:
    """x and y in the order of x, in buffers that grow by doubling up to `most`."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._points = np.empty((2, min(_FIRST_ROOM, most)))
        self._count = 0

    def __len__(self) -> int:
        return self._count

    @property
    def both(self) -> Floats:
        """View of all x and y [2, N]; valid until the next point."""
        return self._points[:, : self._count]

    @property
    def room(self) -> int:
        """Points that fit before the buffers change."""
        return self._points.shape[1]

    @property
    def is_full(self) -> bool:
        """Whether there is no room for another one, nor will be."""
        return self._count == self.room == self._most

    def add(self, x: float, y: float) -> None:
        """Add a point; there must be room, or it must be possible to make some."""
        if self._count == self.room:
            wider = min(self._most, 2 * self.room)
            self._points = np.concatenate([self._points, np.empty((2, wider - self.room))], axis=1)
        self._points[:, self._count] = x, y
        self._count += 1

    def replace(self, both: Floats) -> None:
        """Have these instead, which are no more."""
        self._count = both.shape[1]
        self._points[:, : self._count] = both

    def cut(self, x: float) -> None:
        """Drop all points behind x."""
        self._count = int(np.searchsorted(self.both[0], x, side="right"))


class Trace:
    """Points (x, y) in the order of x. What is not finite no scale can show: it is a hole.

    At 131,072 points each pair becomes its mean: the picture stays, the memory too. Of as many
    holes every other one stays.
    rewritten: how often points that were there have changed or gone.
    newest: the latest y that was told, also one that is not finite.
    """

    def __init__(self, most: int = _MOST_ROOM) -> None:
        self._points, self._holes = Points(most), Points(most)
        self.rewritten = 0
        self.newest = 0.0

    def __len__(self) -> int:
        return len(self._points)

    @property
    def x(self) -> Floats:
        """View of all x [N]; valid until the next point."""
        return self._points.both[0]

    @property
    def y(self) -> Floats:
        """View of all y [N]; valid until the next point."""
        return self._points.both[1]

    @property
    def holes(self) -> Floats:
        """View of x and y [2, H] where y is not finite; valid until the next point."""
        return self._holes.both

    @property
    def last(self) -> float:
        """The newest y that is finite; not a number while there is none."""
        return float(self.y[-1]) if len(self) else math.nan

    @property
    def end(self) -> float:
        """The x of the newest point or hole; less than any where there is none."""
        return max(
            (float(part.both[0, -1]) for part in self._parts if len(part)), default=-math.inf
        )

    @property
    def room(self) -> int:
        """Points that fit before the buffers change."""
        return self._points.room

    def add(self, x: float, y: float) -> None:
        """Add a point, or a hole where y is not finite; nothing where x is not."""
        self.newest = y
        if not math.isfinite(x):
            return
        if not math.isfinite(y):
            if self._holes.is_full:
                self._holes.replace(self._holes.both[:, ::2].copy())
            self._holes.add(x, y)
            return
        if self._points.is_full:
            self.rewritten += 1
            self._points.replace(self._points.both.reshape(2, -1, 2).mean(axis=2))
        self._points.add(x, y)

    def at(self, x: float) -> float:
        """The y of the point nearest to x; not a number while there is none."""
        if not len(self):
            return math.nan
        return float(self.y[nearest(self.x, x)])

    def told(self) -> Floats:
        """x and y [2, N + H] of all that was told, holes in their places."""
        both = np.concatenate([self._points.both, self.holes], axis=1)
        return both[:, np.argsort(both[0], kind="stable")]

    def cut(self, x: float) -> None:
        """Drop all points and holes behind x."""
        self.rewritten += 1
        for part in self._parts:
            part.cut(x)
        self.newest = float(self.told()[1, -1]) if self.end > -math.inf else 0.0

    @property
    def _parts(self) -> tuple[Points, Points]:
        return self._points, self._holes


def nearest(xs: Floats, x: float) -> int:
    """Which of places [N > 0] in order is nearest to x."""
    right = int(np.searchsorted(xs, x))
    near = [i for i in (right - 1, right) if 0 <= i < len(xs)]
    return min(near, key=lambda i: abs(float(xs[i]) - x))
