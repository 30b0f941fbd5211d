"""A network as a picture with its name; a click, Enter or Space opens it."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QFont,
    QFontMetrics,
    QKeyEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QTextLayout,
)
from PySide6.QtWidgets import QAbstractButton, QWidget

from hornstudio.ui.panels.welcome.drawn import Drawn, GraphPainter, picture_of
from hornstudio.ui.theme import current, font

_HEAD_PX, _LINE_PX = 42, 16
_PAD_PX = 14
_ROUND_PX = 10


class Card(QAbstractButton):
    """A button with a picture above two lines of words.

    title and line stand at the left, `aside` at the right of the title; the line may run over
    several `lines`. A graph of None is a file without a picture: `line` then says why.
    """

    def __init__(
        self,
        title: str,
        line: str,
        graph: Drawn | None,
        paint_graph: GraphPainter,
        aside: str = "",
        lines: int = 1,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.title = title
        self.words_px = _HEAD_PX + _LINE_PX
        self._paint_graph = paint_graph
        self._lines = lines
        self.tell(line, aside, graph)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(title)
        self.setToolTip(title)
        current().changed.connect(self.update)

    def tell(self, line: str, aside: str, graph: Drawn | None) -> None:
        """Say and show something else below the same title."""
        self.line, self.aside, self.graph = line, aside, graph
        self.setAccessibleDescription(" · ".join(part for part in (line, aside) if part))
        self.update()

    def sizeHint(self) -> QSize:
        """Whoever lays cards out decides; this is a middling one."""
        return QSize(320, 200)

    def words_px_at(self, width: int) -> int:
        """Height that the words take in a card of that width."""
        lines = _wrap(self.line, font("small", tabular=True), width - 2 * _PAD_PX, self._lines)
        return _HEAD_PX + max(len(lines), 1) * _LINE_PX

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens, as it does in lists."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Frame, picture, words."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme = current()
        outline = QPainterPath()
        outline.addRoundedRect(
            QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), _ROUND_PX, _ROUND_PX
        )
        is_lit = self.underMouse() or self.isDown()
        painter.fillPath(outline, theme.color("bg.raised" if self.isDown() else "bg.panel"))
        picture = QRectF(0, 0, self.width(), self.height() - self.words_px)
        painter.save()
        painter.setClipPath(outline)
        ratio = self.devicePixelRatioF()
        drawn = picture_of(self.graph, self._paint_graph, picture.size(), ratio)
        painter.drawPixmap(QPointF(0, 0), drawn)
        painter.setPen(theme.color("border.default"))
        painter.drawLine(picture.bottomLeft(), picture.bottomRight())
        painter.restore()
        self._paint_words(painter, picture.bottom())
        painter.setPen(QPen(theme.color("border.control" if is_lit else "border.default"), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(outline)

    def _paint_words(self, painter: QPainter, top: float) -> None:
        theme = current()
        room = QRectF(_PAD_PX, top + 9, self.width() - 2 * _PAD_PX, 20)
        small = font("small", tabular=True)
        aside_width = QFontMetrics(small).horizontalAdvance(self.aside)
        painter.setPen(theme.color("text.muted"))
        painter.setFont(small)
        painter.drawText(room, _RIGHT, self.aside)
        bold = font("body", "semibold")
        painter.setPen(theme.color("text.primary"))
        painter.setFont(bold)
        painter.drawText(room, _LEFT, _cut(self.title, bold, room.width() - aside_width - 8))
        painter.setPen(theme.color("text.secondary"))
        painter.setFont(small)
        below = QRectF(room.x(), room.bottom() + 1, room.width(), self.words_px)
        for text in _wrap(self.line, small, room.width(), self._lines):
            painter.drawText(below.topLeft() + QPointF(0, QFontMetrics(small).ascent()), text)
            below.translate(0, _LINE_PX)


def _cut(text: str, face: QFont, width: float) -> str:
    return QFontMetrics(face).elidedText(text, Qt.TextElideMode.ElideRight, int(width))


def _wrap(text: str, face: QFont, width: float, most: int) -> list[str]:
    """`text` in at most that many lines, the last one cut where it is too long."""
    layout = QTextLayout(text, face)
    layout.beginLayout()
    lines: list[str] = []
    while len(lines) < most and (line := layout.createLine()).isValid():
        line.setLineWidth(width)
        start = line.textStart()
        is_last = len(lines) == most - 1
        words = text[start:] if is_last else text[start : start + line.textLength()]
        lines.append(_cut(words.strip(), face, width))
    layout.endLayout()
    return lines


_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
