"""What rows of lists are drawn of: a ground, and lines of words that are cut where they must be."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter

from hornstudio.ui.theme import current

LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


def paint_ground(painter: QPainter, box: QRectF, tone: str) -> None:
    """Fill a row with a tone of the theme, round at the corners."""
    corner = current().number("radius.sm")
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(current().color(tone))
    painter.drawRoundedRect(box, corner, corner)


def paint_line(
    painter: QPainter,
    room: QRectF,
    words: str,
    face: QFont,
    ink: str,
    side: Qt.AlignmentFlag = LEFT,
) -> float:
    """Write one line, shortened where it does not fit. Returns its width in pixels."""
    metrics = QFontMetricsF(face)
    shown = metrics.elidedText(words, Qt.TextElideMode.ElideRight, max(0.0, room.width()))
    painter.setFont(face)
    painter.setPen(current().color(ink))
    painter.drawText(room, int(side), shown)
    return metrics.horizontalAdvance(shown)
