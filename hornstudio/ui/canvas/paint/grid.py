"""The dots behind everything: every 24 px, stronger every 120."""

from functools import lru_cache
from math import ceil, floor

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QPixmap

from hornstudio.ui.canvas.geometry import to_pixel
from hornstudio.ui.theme import current

_STRIP_PX = 8


def paint_grid(painter: QPainter, rect: QRectF, scale: float) -> None:
    """Fill a part of the canvas with its colour and its dots. rect: in px of the canvas.

    A row of dots is drawn once and copied down: thousands of round dots a frame are too slow.
    """
    theme = current()
    painter.fillRect(rect, theme.color("bg.canvas"))
    if scale < theme.number("grid.hideBelowZoom"):
        return
    step, every = theme.number("grid.dot"), theme.px("grid.majorEvery")
    device = painter.device()
    ratio = device.devicePixelRatioF()
    area = painter.worldTransform().mapRect(rect)
    # Strips begin at a strong dot, so that panning finds them again.
    period = step * every * scale
    first = floor((rect.left()) / (step * every))
    start = painter.worldTransform().map(QPointF(first * step * every, 0.0)).x()
    # As long as the whole device, so that the narrow parts that panning bares share one strip.
    columns = ceil(max(area.right() - start, device.width() / ratio) / (step * scale)) + 1
    phase = round((start * ratio) % 1.0, 2)
    columns = ceil(columns / every) * every
    painter.save()
    painter.setClipRect(rect, Qt.ClipOperation.IntersectClip)
    painter.resetTransform()
    for row in range(floor(rect.top() / step), ceil(rect.bottom() / step) + 1):
        y = area.top() + (row * step - rect.top()) * scale
        top = to_pixel(y, ratio) - _STRIP_PX / 2
        strip = _strip(theme.scheme, row % every == 0, columns, period / every, phase, ratio)
        left = floor(start * ratio) / ratio - _STRIP_PX / 2
        painter.drawPixmap(QPointF(left, top), strip)
    painter.restore()


@lru_cache(maxsize=64)
def _strip(
    scheme: str, is_major: bool, columns: int, pitch: float, phase: float, ratio: float
) -> QPixmap:
    """A row of dots. pitch: px of the window between dots. phase: device pixels to the first."""
    theme = current()
    every = theme.px("grid.majorEvery")
    width = ceil((columns * pitch + _STRIP_PX) * ratio)
    made = QPixmap(width, round(_STRIP_PX * ratio))
    made.setDevicePixelRatio(ratio)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    scale = pitch / theme.number("grid.dot")
    diameter = 2 * theme.number("grid.dotRadius") * min(scale, 1.5)
    for column in range(columns):
        name = "grid.dotMajor" if is_major and column % every == 0 else "grid.dot"
        pen = QPen(theme.color(name), diameter, c=Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        painter.drawPoint(QPointF(_STRIP_PX / 2 + phase / ratio + column * pitch, _STRIP_PX / 2))
    painter.end()
    return made
