"""Pictures of nodes, kept while there is room: panning then copies pixels and draws no text."""

from collections import OrderedDict
from dataclasses import dataclass
from math import ceil

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPixmap

from hornstudio.ui.canvas.paint.look import NodeLook
from hornstudio.ui.canvas.paint.node import NodeStroke
from hornstudio.ui.theme import current

MARGIN_PX = 18
"""Room around a node for its shadow and glow, at 100 %."""
_LIMIT_BYTES = 64_000_000
FINEST = 3.0
"""Device pixels a px beyond which so few nodes are in view that each is drawn afresh."""


@dataclass(frozen=True)
class Picture:
    """A node drawn at a scale; `pixmap` covers the node and a margin around it."""

    pixmap: QPixmap
    scale: float
    ratio: float


class NodePictures:
    """The most recently used pictures."""

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[object, ...], Picture] = OrderedDict()
        self._bytes = 0

    def get(
        self, look: NodeLook, selected: bool, hovered: bool, full: bool, scale: float, ratio: float
    ) -> Picture:
        """The picture of a look, drawn now where it is not kept."""
        key = (current().scheme, look.key, selected, hovered, full, round(scale, 4), ratio)
        found = self._kept.get(key)
        if found is not None:
            self._kept.move_to_end(key)
            return found
        made = Picture(_draw(look, selected, hovered, full, scale * ratio), scale, ratio)
        made.pixmap.setDevicePixelRatio(ratio)
        self._kept[key] = made
        self._bytes += _size(made)
        while self._bytes > _LIMIT_BYTES and len(self._kept) > 1:
            self._bytes -= _size(self._kept.popitem(last=False)[1])
        return made


def _size(picture: Picture) -> int:
    return picture.pixmap.width() * picture.pixmap.height() * 4


def _draw(look: NodeLook, selected: bool, hovered: bool, full: bool, scale: float) -> QPixmap:
    """scale: device pixels a px of the canvas."""
    width = ceil((look.width + 2 * MARGIN_PX) * scale)
    height = ceil((look.height + 2 * MARGIN_PX) * scale)
    made = QPixmap(width, height)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    painter.scale(scale, scale)
    painter.translate(MARGIN_PX, MARGIN_PX)
    NodeStroke(painter, look, selected=selected, hovered=hovered, full=full).paint()
    painter.end()
    return made


def place(painter: QPainter, picture: Picture, origin: QPointF, scale: float, ratio: float) -> None:
    """Put a picture where the node's top left is at `origin` (device-independent pixels)."""
    margin = MARGIN_PX * scale
    left, top = origin.x() - margin, origin.y() - margin
    if picture.scale == scale and picture.ratio == ratio:
        # On whole device pixels, or the text is blurred.
        snapped = QPointF(round(left * ratio) / ratio, round(top * ratio) / ratio)
        painter.drawPixmap(snapped, picture.pixmap)
        return
    factor = scale / picture.scale / picture.ratio
    size = picture.pixmap.size()
    target = QRectF(left, top, size.width() * factor, size.height() * factor)
    painter.drawPixmap(target, picture.pixmap, QRectF(0, 0, size.width(), size.height()))
