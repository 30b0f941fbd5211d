"""Sizes of a node and places of its ports, in px at 100 %. All heights divide by 8."""

from collections.abc import Iterable
from math import ceil, floor

from PySide6.QtCore import QPointF, QRectF

from hornstudio.ui.theme import current

SNAP = 8
_AS_NEAR = 1e-6
MAX_AUTO_WIDTH = 200
FOLDED_PITCH = 16.0
"""Between the ports of a node that is folded to its title bar."""
FRAME_BORDER = (24.0, 48.0)
"""Room between a frame and the modules in it: at the sides and the foot, and at its head."""
Box = tuple[float, float, float, float]
"""Left, top, right and bottom, in px of the canvas: in numbers where thousands are asked."""


def snap(value: float, step: int = SNAP) -> float:
    """The nearest line of the snap grid."""
    return float(round(value / step) * step)


def snap_point(x: float, y: float) -> tuple[float, float]:
    """The nearest crossing of the snap grid."""
    return (snap(x), snap(y))


def to_pixel(value: float, ratio: float) -> float:
    """The nearest whole device pixel; of two that are as near the right or lower one.

    value: px of the window. Wherever the window stands over the sheet, the same pixel of the sheet:
    Python's `round` goes to even numbers, and what panning bares would not fit what was there.
    """
    return floor(value * ratio + 0.5 + _AS_NEAR) / ratio


def round_up(value: float) -> float:
    """The next line of the snap grid, to the right or below."""
    return float(ceil(value / SNAP) * SNAP)


def port_y(row: int) -> float:
    """Height of the centre of a port below the node's top."""
    theme = current()
    return theme.number("node.firstPortY") + theme.number("node.portPitch") * row


def folded_port_y(row: int) -> float:
    """The same of a node that is folded to its title bar."""
    return current().number("node.header") / 2 + FOLDED_PITCH * row


def node_height(rows: int, has_pills: bool, has_footer: bool) -> float:
    """Height of a node with so many rows of ports."""
    theme = current()
    height = theme.number("node.header") + theme.number("node.row") * rows
    height += theme.number("node.pillHeight") * has_pills
    return height + theme.number("node.footer") * has_footer


def union(rects: Iterable[QRectF]) -> QRectF:
    """The smallest rectangle around all of them; null where there are none."""
    corners = [edges(rect) for rect in rects if not rect.isNull()]
    if not corners:
        return QRectF()
    lefts, tops, rights, bottoms = zip(*corners, strict=True)
    return rect_within(min(lefts), min(tops), max(rights), max(bottoms))


def is_within(rect: QRectF, area: QRectF) -> bool:
    """Whether a rectangle touches no edge of an area, or is null."""
    left, top, right, bottom = edges(rect)
    first, upper, last, lower = edges(area)
    return rect.isNull() or (first < left and upper < top and right < last and bottom < lower)


def edges(rect: QRectF) -> Box:
    """Left, top, right and bottom, in one call: thousands are asked."""
    return rect.getCoords()  # type: ignore[return-value]


def rect_within(left: float, top: float, right: float, bottom: float) -> QRectF:
    """The rectangle with these edges."""
    return QRectF(left, top, right - left, bottom - top)


def distance(a: QPointF, b: QPointF) -> float:
    """Length of the line between two points."""
    return float(((a.x() - b.x()) ** 2 + (a.y() - b.y()) ** 2) ** 0.5)
