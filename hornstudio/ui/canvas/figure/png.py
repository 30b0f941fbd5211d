"""A picture as PNG, by Pillow: while it compresses, other threads go on."""

import io
import sys
from collections.abc import Callable
from typing import Any

from PySide6.QtGui import QImage

_LEVEL = 4  # the next ones take longer than what they save is worth
_PIXELS = "BGRX" if sys.byteorder == "little" else "XRGB"
"""How Qt lays out `Format_RGB32`."""


def png_bytes(
    image: QImage, title: str, dots_an_inch: float, tell: Callable[[float], object]
) -> bytes:
    """An image of `Format_RGB32` as a file; `tell` is called with 1 when it is made.

    May run in a thread of its own, while nobody else paints on the image.
    """
    # Here, because it takes its time and the start of the window has none.
    from PIL import Image, PngImagePlugin

    size = (image.width(), image.height())
    buffer: Any = image.constBits()  # Pillow takes any
    pixels = Image.frombuffer("RGB", size, buffer, "raw", _PIXELS, image.bytesPerLine(), 1)
    told = PngImagePlugin.PngInfo()
    told.add_itxt("Title", title)
    made = io.BytesIO()
    pixels.save(made, "PNG", compress_level=_LEVEL, dpi=(dots_an_inch,) * 2, pnginfo=told)
    tell(1.0)
    return made.getvalue()
