"""A network as a picture with its name; a click, Enter or Space opens it."""

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QFont,
    QFontMetrics,
    QKeyEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QPixmap,
    QTextLayout,
)
from PySide6.QtWidgets import QAbstractButton, QWidget

from hornstudio.engine.graph import Graph
from hornstudio.engine.storage.glance import Glance
from hornstudio.ui.theme import current, font
from hornstudio.ui.words.translate import tr

Drawn = Graph | Glance
"""What a picture can be made of."""
GraphPainter = Callable[[QPainter, Drawn, QRectF], None]
"""Draws a graph small, into a rectangle."""

_HEAD_PX, _LINE_PX = 42, 16
_PAD_PX = 14
_ROUND_PX = 10
_DOT_PITCH_PX = 20


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
        self._picture = QPixmap()
        self._picture_of: tuple[object, ...] = ()
        self.tell(line, aside, graph)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(title)
        self.setToolTip(title)
        current().changed.connect(self.update)

    def tell(self, line: str, aside: str, graph: Drawn | None) -> None:
        """Say and show something else below the same title."""
        self.line, self.aside, self.graph = line, aside, graph
        self._picture_of = ()
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
        painter.drawPixmap(QPointF(0, 0), self._picture_for(picture))
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

    def _picture_for(self, room: QRectF) -> QPixmap:
        """The picture, drawn anew only where its size or the theme has changed."""
        ratio = self.devicePixelRatioF()
        key = (room.width(), room.height(), ratio, current().scheme, id(self.graph))
        if key != self._picture_of:
            self._picture = self._draw(room, ratio)
            self._picture_of = key
        return self._picture

    def _draw(self, room: QRectF, ratio: float) -> QPixmap:
        made = QPixmap((room.size() * ratio).toSize())
        made.setDevicePixelRatio(ratio)
        made.fill(current().color("bg.canvas"))
        painter = QPainter(made)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_dots(painter, room)
        if self.graph is None:
            painter.setPen(current().color("text.muted"))
            painter.setFont(font("small"))
            painter.drawText(room, Qt.AlignmentFlag.AlignCenter, tr("no picture"))
        elif isinstance(self.graph, Glance) or self.graph.nodes:
            self._paint_graph(painter, self.graph, room)
        painter.end()
        return made


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


def paint_dots(painter: QPainter, room: QRectF) -> None:
    """The dots of the canvas."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(current().color("grid.dot"))
    for x in range(_DOT_PITCH_PX // 2, int(room.width()), _DOT_PITCH_PX):
        for y in range(_DOT_PITCH_PX // 2, int(room.height()), _DOT_PITCH_PX):
            painter.drawEllipse(QPointF(x, y), 0.8, 0.8)


_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
