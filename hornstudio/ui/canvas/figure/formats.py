"""What a figure is in each kind of file."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import (
    QBuffer,
    QByteArray,
    QIODevice,
    QMarginsF,
    QRect,
    QRectF,
    QSize,
    QSizeF,
    Qt,
)
from PySide6.QtGui import QImage, QImageWriter, QPageSize, QPainter, QPdfWriter
from PySide6.QtSvg import QSvgGenerator

from hornstudio.engine.graph import Graph
from hornstudio.engine.text import Text
from hornstudio.ui.canvas.figure.drawing import Drawing
from hornstudio.ui.canvas.figure.tikz import tikz_text
from hornstudio.ui.canvas.paint import face
from hornstudio.ui.canvas.paint.lettering import spelled
from hornstudio.ui.words.title import title_text

_DOTS_A_PX = 3.0
_MOST_DOTS = 16_000
_POINTS_A_PX = 0.75
_PX_AN_INCH = 96
_DOTS_AN_INCH = 1200


@dataclass(frozen=True)
class Format:
    """A kind of file. what: a word for it; suffix: with its dot."""

    what: Text
    suffix: str
    make: Callable[[Drawing, str], bytes]


def figure_bytes(graph: Graph, suffix: str) -> bytes:
    """A graph as a file of that kind. Raises: KeyError for a suffix that is not in FORMATS."""
    return FORMATS[suffix].make(Drawing(graph), title_text(graph.name))


def _png(drawing: Drawing, title: str) -> bytes:
    """Three dots a px, on white; fewer where the picture would be too large to open."""
    longest = max(drawing.size.width(), drawing.size.height(), 1.0)
    dots = min(_DOTS_A_PX, _MOST_DOTS / longest)
    size = (drawing.size * dots).toSize().expandedTo(QSize(1, 1))
    image = QImage(size, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    image.setText("Title", title)
    painter = QPainter(image)
    drawing.paint_into(painter, QRectF(image.rect()))
    painter.end()
    return _bytes_of(lambda device: QImageWriter(device, QByteArray(b"png")).write(image))


def _svg(drawing: Drawing, title: str) -> bytes:
    """Curves only, text too, so that it looks the same where the typeface is missing.

    As large as the page of PDF: a px is the 96th part of an inch.
    """

    def write(device: QBuffer) -> None:
        generator = QSvgGenerator()
        generator.setOutputDevice(device)
        size = drawing.size.toSize().expandedTo(QSize(1, 1))
        generator.setSize(size)
        generator.setViewBox(QRect(0, 0, size.width(), size.height()))
        generator.setTitle(title)
        generator.setResolution(_PX_AN_INCH)
        painter = QPainter(generator)
        drawing.paint_into(painter, QRectF(0, 0, size.width(), size.height()))
        painter.end()

    with face.lettering():
        marked = _bytes_of(write)
    return spelled(marked.decode()).encode()


def _pdf(drawing: Drawing, title: str) -> bytes:
    """One page, as large as the figure."""

    def write(device: QBuffer) -> None:
        writer = QPdfWriter(device)
        size = (drawing.size * _POINTS_A_PX).expandedTo(QSizeF(3, 3))
        writer.setPageSize(
            QPageSize(size, QPageSize.Unit.Point, "", QPageSize.SizeMatchPolicy.ExactMatch)
        )
        writer.setPageMargins(QMarginsF(0, 0, 0, 0))
        writer.setResolution(_DOTS_AN_INCH)
        writer.setTitle(title)
        painter = QPainter(writer)
        drawing.paint_into(painter, QRectF(0, 0, writer.width(), writer.height()))
        painter.end()

    return _bytes_of(write)


def _tikz(drawing: Drawing, title: str) -> bytes:
    return tikz_text(drawing, title).encode()


def _bytes_of(write: Callable[[QBuffer], object]) -> bytes:
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    write(buffer)
    buffer.close()
    return bytes(content.data())


FORMATS = {
    made.suffix: made
    for made in (
        Format(Text("PNG picture"), ".png", _png),
        Format(Text("SVG drawing"), ".svg", _svg),
        Format(Text("PDF page"), ".pdf", _pdf),
        Format(Text("TikZ figure for LaTeX"), ".tex", _tikz),
    )
}
"""By suffix."""
