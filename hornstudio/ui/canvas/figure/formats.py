"""What a figure is in each kind of file."""

from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import (
    QBuffer,
    QIODevice,
    QMarginsF,
    QRect,
    QRectF,
    QSize,
    QSizeF,
    Qt,
)
from PySide6.QtGui import QImage, QPageSize, QPaintDevice, QPainter, QPdfWriter
from PySide6.QtSvg import QSvgGenerator

from hornstudio.engine.check import Report, check
from hornstudio.engine.graph import Graph
from hornstudio.engine.text import Text
from hornstudio.ui.canvas.figure.drawing import Drawing, drawing_in_turns
from hornstudio.ui.canvas.figure.png import png_bytes
from hornstudio.ui.canvas.figure.tikz import tikz_in_turns
from hornstudio.ui.canvas.figure.turn import at_once, in_turns, slices, within
from hornstudio.ui.canvas.paint import face
from hornstudio.ui.canvas.paint.lettering import Lettering, spelled
from hornstudio.ui.words.title import title_text

_DOTS_A_PX = 3.0
_MOST_DOTS = 16_000
_STRIP_ROWS = 128
_POINTS_A_PX = 0.75
_PX_AN_INCH = 96
_DOTS_AN_INCH = 1200
_PART = 500
"""So many things are painted into one part of an SVG."""
READY = 0.25
"""Of what is to be painted, the share that getting ready takes."""


Tell = Callable[[float], object]
Rest = Callable[[Tell], bytes]
"""What is left when all is painted, for any thread: tells the share done, returns the file."""
Turns = Generator[float, None, Rest]
"""Paints, and tells after each turn which share is painted."""


@dataclass(frozen=True)
class Format:
    """A kind of file. what: a word for it; suffix: with its dot."""

    what: Text
    suffix: str
    make: Callable[[Drawing, str], Turns]


def begin_figure(report: Report, suffix: str) -> Turns:
    """A graph that becomes a file of that kind. Raises: KeyError for none of FORMATS."""
    return _turns(report, FORMATS[suffix])


def _turns(report: Report, made: Format) -> Turns:
    drawing = yield from within(drawing_in_turns(report), 0.0, READY)
    return (yield from within(made.make(drawing, title_text(report.graph.name)), READY, 1.0))


def figure_bytes(graph: Graph, suffix: str) -> bytes:
    """A graph as a file of that kind. Raises: KeyError for a suffix that is not in FORMATS."""
    rest = at_once(begin_figure(check(graph), suffix))
    return rest(lambda share: None)


def _png(drawing: Drawing, title: str) -> Turns:
    """Three dots a px, on white; fewer where the picture would be too large to open."""
    longest = max(drawing.size.width(), drawing.size.height(), 1.0)
    dots = min(_DOTS_A_PX, _MOST_DOTS / longest)
    size = (drawing.size * dots).toSize().expandedTo(QSize(1, 1))
    image = QImage(size, QImage.Format.Format_RGB32)
    with _painter(image) as painter:
        for top in range(0, size.height(), _STRIP_ROWS):  # at once, a large one takes a second
            painter.fillRect(0, top, size.width(), _STRIP_ROWS, Qt.GlobalColor.white)
            yield 0.0
        yield from drawing.in_turns(painter, QRectF(image.rect()))
    return partial(png_bytes, image, title, dots * _PX_AN_INCH)


def _svg(drawing: Drawing, title: str) -> Turns:
    """Curves only, text too, so that it looks the same where the typeface is missing.

    As large as the page of PDF: a px is the 96th part of an inch. Made of parts, because the end
    of a large one would take as long as several frames of the window.
    """
    size = drawing.size.toSize().expandedTo(QSize(1, 1))
    room = QRectF(0, 0, size.width(), size.height())
    lettering = partial(face.lettering, Lettering(face.outline))
    parts = []
    several = slices(drawing.paintings(), _PART) or [[]]
    for number, paintings in enumerate(several):
        buffer = _buffer()
        with _painter(_svg_page(buffer, size, title)) as painter:
            if paintings:
                drawing.fit(painter, room)
            turns = in_turns((partial(paint, painter) for paint in paintings), lettering)
            yield from within(turns, number / len(several), (number + 1) / len(several))
        parts.append(_content(buffer))
        yield (number + 1) / len(several)
    return lambda tell: spelled(joined([part.decode() for part in parts])).encode()


def _svg_page(buffer: QBuffer, size: QSize, title: str) -> QSvgGenerator:
    generator = QSvgGenerator()
    generator.setOutputDevice(buffer)
    generator.setSize(size)
    generator.setViewBox(QRect(0, 0, size.width(), size.height()))
    generator.setTitle(title)
    generator.setResolution(_PX_AN_INCH)
    return generator


def joined(parts: Sequence[str]) -> str:
    """Drawings of Qt as one: all that they draw, within the head and the foot of the first."""
    cuts = [(part.index(">", part.index("</defs>") + 7) + 1, part.rindex("</g>")) for part in parts]
    bodies = [part[start:end] for part, (start, end) in zip(parts, cuts, strict=True)]
    return "".join([parts[0][: cuts[0][0]], *bodies, parts[0][cuts[0][1] :]])


def _pdf(drawing: Drawing, title: str) -> Turns:
    """One page, as large as the figure."""
    buffer = _buffer()
    writer = QPdfWriter(buffer)
    size = (drawing.size * _POINTS_A_PX).expandedTo(QSizeF(3, 3))
    writer.setPageSize(
        QPageSize(size, QPageSize.Unit.Point, "", QPageSize.SizeMatchPolicy.ExactMatch)
    )
    writer.setPageMargins(QMarginsF(0, 0, 0, 0))
    writer.setResolution(_DOTS_AN_INCH)
    writer.setTitle(title)
    with _painter(writer) as painter:
        yield from drawing.in_turns(painter, QRectF(0, 0, writer.width(), writer.height()))
    content = _content(buffer)
    return lambda tell: content


def _tikz(drawing: Drawing, title: str) -> Turns:
    lines = yield from tikz_in_turns(drawing, title)
    return lambda tell: "\n".join(lines).encode()


@contextmanager
def _painter(device: QPaintDevice) -> Iterator[QPainter]:
    """Also where nobody wants the rest, Qt demands that a painter ends before its device does."""
    painter = QPainter(device)
    try:
        yield painter
    finally:
        painter.end()


def _buffer() -> QBuffer:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    return buffer


def _content(buffer: QBuffer) -> bytes:
    buffer.close()
    return bytes(buffer.data().data())


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
