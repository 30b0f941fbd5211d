"""Type on the canvas: the faces that nodes use, their widths, and drawing a line of text."""

from functools import cache, lru_cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPaintEngine, QPainter, QPainterPath

from hornstudio.ui.theme import font, mono

LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
CENTER = Qt.AlignmentFlag.AlignCenter
AT_END, IN_MIDDLE = Qt.TextElideMode.ElideRight, Qt.TextElideMode.ElideMiddle


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
        painter.fillPath(_curves(rect, text, name, align), ink)
        return
    painter.setFont(face(name))
    painter.setPen(ink)
    painter.drawText(rect, int(align), text)


def _curves(rect: QRectF, text: str, name: str, align: Qt.AlignmentFlag) -> QPainterPath:
    metrics = _metrics(name)
    spare = rect.width() - width(text, name)
    across = {RIGHT: spare, CENTER: spare / 2}.get(align, 0.0)
    down = (rect.height() + metrics.ascent() - metrics.descent()) / 2
    outline = QPainterPath()
    outline.addText(QPointF(rect.left() + across, rect.top() + down), face(name), text)
    return outline
