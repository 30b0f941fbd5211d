"""A network as a small picture that only shows."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QWidget

from hornstudio.engine.graph import Graph
from hornstudio.ui.panels.welcome.drawn import GraphPainter, on_dots
from hornstudio.ui.theme import current

_ROUND_PX = 6


class Picture(QWidget):
    """Draws a graph into whatever room it has; nothing for a graph of None."""

    def __init__(
        self,
        graph: Graph | None,
        paint_graph: GraphPainter,
        size: QSize,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._graph = graph
        self._paint_graph = paint_graph
        self._size = size
        self._kept: tuple[object, QPixmap] | None = None
        self.setMinimumSize(size)
        current().changed.connect(self.update)

    def sizeHint(self) -> QSize:
        """The size that was asked for."""
        return self._size

    def paintEvent(self, event: QPaintEvent) -> None:
        """The canvas' ground, the graph, a frame."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        room, outline = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), QPainterPath()
        outline.addRoundedRect(room, _ROUND_PX, _ROUND_PX)
        painter.fillPath(outline, current().color("bg.canvas"))
        painter.save()
        painter.setClipPath(outline)
        painter.drawPixmap(QPointF(0, 0), self._drawn())
        painter.restore()
        painter.setPen(QPen(current().color("border.default"), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(outline)

    def _drawn(self) -> QPixmap:
        """Dots and graph, drawn anew only where their size or the theme has changed."""
        ratio = self.devicePixelRatioF()
        size = self.size()
        state = (size, ratio, current().scheme)
        if self._kept is None or self._kept[0] != state:
            room = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
            made = on_dots(lambda painter: self._draw(painter, room), room, size.toSizeF(), ratio)
            self._kept = (state, made)
        return self._kept[1]

    def _draw(self, painter: QPainter, room: QRectF) -> None:
        if self._graph is not None and self._graph.nodes:
            self._paint_graph(painter, self._graph, room)
