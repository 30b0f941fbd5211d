"""A picture as PNG, packed in strips: other threads go on, and it is known how far it is."""

import struct
import sys
import zlib
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from PySide6.QtGui import QImage

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_LEVEL = 4  # the next ones take longer than what they save is worth
_ROWS = 128
_UP = 2  # filter: each row as what it differs by from the one above
_INCH_M = 0.0254


def png_bytes(
    image: QImage, title: str, dots_an_inch: float, tell: Callable[[float], object]
) -> bytes:
    """An image of `Format_RGB32` as a file; `tell` is called with the share that is packed.

    May run in a thread of its own, while nobody else paints on the image. What `tell` raises ends
    it. Source: https://www.w3.org/TR/png-3/.
    """
    dots_a_m = round(dots_an_inch / _INCH_M)
    packer, packed = zlib.compressobj(_LEVEL), []
    for share, rows in _filtered(image):
        packed.append(packer.compress(rows))
        tell(share)
    packed.append(packer.flush())
    return b"".join(
        [
            b"\x89PNG\r\n\x1a\n",
            _chunk(b"IHDR", struct.pack(">IIBBBBB", image.width(), image.height(), 8, 2, 0, 0, 0)),
            _chunk(b"pHYs", struct.pack(">IIB", dots_a_m, dots_a_m, 1)),
            _chunk(b"iTXt", b"Title\0\0\0\0\0" + title.encode()),
            _chunk(b"IDAT", b"".join(packed)),
            _chunk(b"IEND", b""),
        ]
    )


def _filtered(image: QImage) -> "Iterator[tuple[float, memoryview]]":
    """Strips of rows as PNG has them, red before green before blue, and the share done then."""
    # Here, because it takes its time and the start of the window has none.
    import numpy as np

    height, width = image.height(), image.width()
    pixels = np.frombuffer(image.constBits(), np.uint8).reshape(height, -1, 4)[:, :width]
    colours = pixels[..., 2::-1] if sys.byteorder == "little" else pixels[..., 1:]
    above = np.zeros((1, 3 * width), np.uint8)
    for top in range(0, height, _ROWS):
        strip = colours[top : top + _ROWS].reshape(-1, 3 * width)
        yield min(1.0, (top + _ROWS) / height), _strip(strip, above).data
        above = strip[-1:]


def _strip(rows: "NDArray[np.uint8]", above: "NDArray[np.uint8]") -> "NDArray[np.uint8]":
    import numpy as np

    made = np.empty((len(rows), rows.shape[1] + 1), np.uint8)
    made[:, 0] = _UP
    np.subtract(rows[:1], above, out=made[:1, 1:])
    np.subtract(rows[1:], rows[:-1], out=made[1:, 1:])
    return made


def _chunk(kind: bytes, content: bytes) -> bytes:
    checked = kind + content
    return struct.pack(">I", len(content)) + checked + struct.pack(">I", zlib.crc32(checked))
