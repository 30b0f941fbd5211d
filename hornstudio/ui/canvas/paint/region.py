"""Parts of a window that are to be painted."""

from PySide6.QtCore import QRect
from PySide6.QtGui import QRegion

_WASTE_PX = 20_000


def few_rects(region: QRegion) -> list[QRect]:
    """Rectangles that cover a region; neighbours are joined where that wastes little."""
    found: list[QRect] = []
    for rect in list(region):  # type: ignore[call-overload]
        joined = [(r, r.united(rect)) for r in found]
        cheap = [(r, u) for r, u in joined if _area(u) <= _area(r) + _area(rect) + _WASTE_PX]
        if cheap:
            found[found.index(cheap[0][0])] = cheap[0][1]
        else:
            found.append(QRect(rect))
    return found


def _area(rect: QRect) -> int:
    return rect.width() * rect.height()
