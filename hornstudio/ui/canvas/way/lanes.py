"""Level stretches of wires, so that two of them never lie on one line."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass

from PySide6.QtCore import QPointF

_BAND_PX = 16.0
_SHIFTS = (0, 1, 2, 3, -1, 4, -2, -3)


@dataclass(frozen=True)
class Lane:
    """A level stretch. start: where its wire begins; branches of one port may share a line."""

    y: float
    left: float
    right: float
    start: tuple[float, float]


class Lanes:
    """Lanes by the wire that they belong to."""

    def __init__(self) -> None:
        self._kept: dict[Hashable, Lane] = {}
        self._bands: dict[int, set[Hashable]] = {}

    def put(self, wire: Hashable, points: tuple[QPointF, ...]) -> None:
        """Keep the lane of a wire with these corners; one without a lane keeps none."""
        self.take(wire)
        if len(points) < 6:
            return
        (x1, x2), y = sorted((points[2].x(), points[3].x())), points[2].y()
        self._kept[wire] = Lane(y, x1, x2, (points[0].x(), points[0].y()))
        self._bands.setdefault(int(y // _BAND_PX), set()).add(wire)

    def take(self, wire: Hashable) -> None:
        """Forget the lane of a wire."""
        lane = self._kept.pop(wire, None)
        if lane is not None:
            self._bands[int(lane.y // _BAND_PX)].discard(wire)

    def free(self, wish: Lane, gap: float, is_clear: Callable[[float], bool]) -> float:
        """Height nearest to the wish that no other lane takes; the wish itself where all are."""
        # Outward first: between a wire and what it goes around, it would cross that wire twice.
        outward = gap if wish.y >= wish.start[1] else -gap
        heights = (wish.y + outward * shift for shift in _SHIFTS)
        return next((y for y in heights if is_clear(y) and self._is_free(wish, y, gap)), wish.y)

    def _is_free(self, wish: Lane, y: float, gap: float) -> bool:
        band = int(y // _BAND_PX)
        near = (w for b in (band - 1, band, band + 1) for w in self._bands.get(b, ()))
        return not any(_is_clash(self._kept[w], wish, y, gap) for w in near)


def _is_clash(other: Lane, wish: Lane, y: float, gap: float) -> bool:
    overlaps = other.left < wish.right and wish.left < other.right
    return overlaps and other.start != wish.start and abs(other.y - y) < gap * 0.8
