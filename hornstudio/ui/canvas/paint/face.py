"""Type on the canvas: the faces that nodes use, their widths, and drawing a line of text."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache, lru_cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QPaintEngine,
    QPainter,
    QPainterPath,
    QTextLayout,
)

from hornstudio.ui.canvas.paint.lettering import Lettering
from hornstudio.ui.theme import font, mono

LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
CENTER = Qt.AlignmentFlag.AlignCenter
AT_END, IN_MIDDLE = Qt.TextElideMode.ElideRight, Qt.TextElideMode.ElideMiddle
_letterings: list[Lettering] = []


@cache
def face(name: str) -> QFont:
    """The font of a role, such as `title`, `shape` or `note`."""
    return {
        "title": lambda: font("nodeTitle"),
        "body": lambda: font("body"),
        "tight": lambda: font("nodeLabel", "semibold"),
        "label": lambda: font("nodeLabel"),
        "shape": lambda: mono("shape"),
        "note": lambda: font("micro"),
        "strong": lambda: font("micro", "semibold"),
        "number": lambda: mono("micro", "medium"),
        "distant": lambda: font("title"),
        "distant number": lambda: mono("title"),
        "far": lambda: font("heading"),
        "far number": lambda: mono("heading"),
    }[name]()


@cache
def _metrics(name: str) -> QFontMetricsF:
    return QFontMetricsF(face(name))


@lru_cache(maxsize=8192)
def width(text: str, name: str) -> float:
    """Width of a line of text in px at 100 %."""
    return _metrics(name).horizontalAdvance(text)


@lru_cache(maxsize=8192)
def elide(text: str, name: str, room: float, mode: Qt.TextElideMode = AT_END) -> str:
    """The text, or what is left of it around an ellipsis where it is wider than `room` px."""
    if width(text, name) <= room:
        return text
    return _metrics(name).elidedText(text, mode, max(0.0, room))


def draw(
    painter: QPainter,
    rect: QRectF,
    text: str,
    name: str,
    ink: QColor,
    align: Qt.AlignmentFlag = LEFT,
) -> None:
    """Draw one line into a rectangle, shortened where it does not fit; into SVG as curves."""
    text = elide(text, name, rect.width())
    if painter.paintEngine().type() is QPaintEngine.Type.SVG:
        _draw_curves(painter, _start(rect, text, name, align), text, name, ink)
        return
    painter.setFont(face(name))
    painter.setPen(ink)
    painter.drawText(rect, int(align), text)


def draw_lines(painter: QPainter, room: QRectF, text: str, name: str, ink: QColor) -> None:
    """Draw a text that is broken where it is wider than its room, from its top left."""
    if painter.paintEngine().type() is not QPaintEngine.Type.SVG:
        painter.setFont(face(name))
        painter.setPen(ink)
        flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop
        painter.drawText(room, int(flags) | int(Qt.TextFlag.TextWordWrap), text)
        return
    down = room.top()
    for line, ascent, height in _broken(text, name, room.width()):
        if down + height > room.bottom():
            break
        _draw_curves(painter, QPointF(room.left(), down + ascent), line, name, ink)
        down += height + _metrics(name).leading()


def _broken(text: str, name: str, room: float) -> Iterator[tuple[str, float, float]]:
    """Lines, each with its ascent and height: letters of another typeface may be taller."""
    for paragraph in text.split("\n"):
        layout = QTextLayout(paragraph, face(name))
        layout.beginLayout()
        while (line := layout.createLine()).isValid():
            line.setLineWidth(room)
            words = paragraph[line.textStart() : line.textStart() + line.textLength()]
            yield words.rstrip(), line.ascent(), line.height()
        layout.endLayout()


def _start(rect: QRectF, text: str, name: str, align: Qt.AlignmentFlag) -> QPointF:
    """Where the base line begins."""
    metrics = _metrics(name)
    spare = rect.width() - width(text, name)
    across = {RIGHT: spare, CENTER: spare / 2}.get(align, 0.0)
    down = (rect.height() + metrics.ascent() - metrics.descent()) / 2
    return QPointF(rect.left() + across, rect.top() + down)


def _draw_curves(painter: QPainter, at: QPointF, text: str, name: str, ink: QColor) -> None:
    if _letterings and text.strip():
        _letterings[-1].draw(painter, at, (text, name), ink)
    else:
        painter.fillPath(outline(text, name).translated(at), ink)


def outline(text: str, name: str) -> QPainterPath:
    """The curves of a line of text whose base line begins at the origin."""
    path = QPainterPath()
    path.addText(QPointF(), face(name), text)
    return path


@contextmanager
def lettering(letters: Lettering) -> Iterator[None]:
    """Meanwhile words that come again in an SVG are marks, to be spelled when it is whole."""
    _letterings.append(letters)
    try:
        yield
    finally:
        _letterings.pop()
