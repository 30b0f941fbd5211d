"""Shadows are made of nine parts, which must not show."""

import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QImage, QPainter

from hornstudio.ui.canvas.paint.shadow import paint_shadow

RECT = QRectF(60, 60, 164, 96)


def painted(ratio: float, scale: float, shift: float) -> tuple[QImage, QRectF]:
    """A shadow on white, and where its rectangle lies, in pixels of the image."""
    image = QImage(round(300 * ratio), round(240 * ratio), QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(ratio)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    painter.setRenderHints(
        QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform
    )
    painter.translate(shift, shift)
    painter.scale(scale, scale)
    paint_shadow(painter, RECT, 8)
    place = painter.deviceTransform().mapRect(RECT)
    painter.end()
    return image, place


def seams(line: list[int]) -> list[int]:
    """Where one pixel differs from both of its neighbours in the same direction."""
    steps = [
        (here - before, here - after)
        for before, here, after in zip(line[:-2], line[1:-1], line[2:], strict=True)
    ]
    return [place for place, (a, b) in enumerate(steps, 1) if a * b > 0 and min(abs(a), abs(b)) > 1]


@pytest.mark.parametrize("ratio", [1.0, 2.0])
@pytest.mark.parametrize("scale", [0.57, 0.82, 1.13])
@pytest.mark.parametrize("shift", [0.0, 0.3])
def test_the_parts_of_a_shadow_meet(qapp, ratio, scale, shift):
    image, place = painted(ratio, scale, shift)
    below, right = round(place.bottom() + 2 * ratio), round(place.right() + 2 * ratio)
    row = [image.pixelColor(x, below).lightness() for x in range(image.width())]
    column = [image.pixelColor(right, y).lightness() for y in range(image.height())]
    assert max(min(row), min(column)) < 255
    assert (seams(row), seams(column)) == ([], [])
