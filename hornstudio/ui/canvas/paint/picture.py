"""Pictures of nodes, kept while there is room: panning then copies pixels and draws no text."""

from collections import OrderedDict
from dataclasses import dataclass
from math import ceil
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPixmap

from hornstudio.ui.canvas.geometry import to_pixel
from hornstudio.ui.canvas.paint.look import NodeLook
from hornstudio.ui.canvas.paint.node import FAR_BELOW, NodeStroke
from hornstudio.ui.theme import current

MARGIN_PX = 18
"""Room around a node for its shadow and glow, at 100 %."""
LIMIT_BYTES = 64_000_000
"""Memory of all pictures of a canvas at most."""
BYTES = 4
"""Of a pixel."""
_LEAST_BYTES = 24_000_000
_VIEWS = 3
"""So many times the memory of a picture of the view is enough: of its nodes at a few scales."""
FINEST = 3.0
"""Device pixels a px beyond which so few nodes are in view that each is drawn afresh."""


@dataclass(frozen=True)
class Picture:
    """A node drawn at a scale; `pixmap` covers the node and a margin around it."""

    pixmap: QPixmap
    scale: float
    ratio: float


class Key(NamedTuple):
    """What a picture depends on."""

    scheme: str
    look: int
    is_chosen: bool
    is_hovered: bool
    is_full: bool
    scale: float
    ratio: float


class NodePictures:
    """The most recently used pictures; nobody else may hold on to one."""

    def __init__(self) -> None:
        self._kept: OrderedDict[Key, Picture] = OrderedDict()
        self._bytes = 0
        self._room_bytes = LIMIT_BYTES

    def fit_to(self, view_bytes: int) -> None:
        """Keep as much as a view of this size can make use of."""
        self._room_bytes = max(_VIEWS * view_bytes, _LEAST_BYTES)

    def key(
        self, look: NodeLook, chosen: bool, hovered: bool, full: bool, scale: float, ratio: float
    ) -> Key:
        """What to ask for."""
        return Key(current().scheme, look.key, chosen, hovered, full, scale, ratio)

    def find(self, key: Key) -> Picture | None:
        """A picture that is kept."""
        found = self._kept.get(key)
        if found is not None:
            self._kept.move_to_end(key)
        return found

    def draw(self, key: Key, look: NodeLook) -> Picture:
        """A new picture, kept while there is room."""
        made = Picture(_draw(key, look), key.scale, key.ratio)
        made.pixmap.setDevicePixelRatio(key.ratio)
        self._kept[key] = made
        self._bytes += _size(made)
        while self._bytes > self.room_bytes and len(self._kept) > 1:
            self._bytes -= _size(self._kept.popitem(last=False)[1])
        return made

    def drop(self, key: Key) -> None:
        """Let go of a picture that nobody will ask for again."""
        if (found := self._kept.pop(key, None)) is not None:
            self._bytes -= _size(found)

    @property
    def size_bytes(self) -> int:
        """Memory of all that is kept."""
        return self._bytes

    @property
    def room_bytes(self) -> int:
        """Memory of all that may be kept."""
        return min(self._room_bytes, LIMIT_BYTES)


def _size(picture: Picture) -> int:
    return picture.pixmap.width() * picture.pixmap.height() * BYTES


def extent(look: NodeLook, scale: float) -> tuple[int, int]:
    """Width and height of a picture, in device pixels; `scale`: of them a px of the canvas."""
    width, height = look.width + 2 * MARGIN_PX, look.height + 2 * MARGIN_PX
    return ceil(width * scale), ceil(height * scale)


def _draw(key: Key, look: NodeLook) -> QPixmap:
    scale = key.scale * key.ratio
    made = QPixmap(*extent(look, scale))
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    painter.scale(scale, scale)
    painter.translate(MARGIN_PX, MARGIN_PX)
    NodeStroke(
        painter,
        look,
        selected=key.is_chosen,
        hovered=key.is_hovered,
        full=key.is_full,
        far=key.scale < FAR_BELOW,
    ).paint()
    painter.end()
    return made


def place(painter: QPainter, picture: Picture, origin: QPointF, scale: float, ratio: float) -> None:
    """Put a picture where the node's top left is at `origin` (device-independent pixels)."""
    margin = MARGIN_PX * scale
    left, top = origin.x() - margin, origin.y() - margin
    if picture.scale == scale and picture.ratio == ratio:
        # On whole device pixels, or the text is blurred.
        snapped = QPointF(to_pixel(left, ratio), to_pixel(top, ratio))
        painter.drawPixmap(snapped, picture.pixmap)
        return
    factor = scale / picture.scale / picture.ratio
    size = picture.pixmap.size()
    target = QRectF(left, top, size.width() * factor, size.height() * factor)
    # Only for this one: what is not scaled would be copied at a tenth of the speed.
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.drawPixmap(target, picture.pixmap, QRectF(0, 0, size.width(), size.height()))
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
