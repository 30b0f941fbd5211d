"""A wire that is not there yet, drawn dashed."""

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPen

from hornstudio.ui.canvas.paint.look import Side
from hornstudio.ui.canvas.paint.port import paint_port
from hornstudio.ui.canvas.way.curve import curve
from hornstudio.ui.theme import current


@dataclass(frozen=True)
class LooseWire:
    """A wire with one end in the air. side: what its fixed end is."""

    anchor: QPointF
    to: QPointF
    side: Side
    kind: str

    def path(self) -> QPainterPath:
        """From output to input, whichever end is fixed."""
        ends = (self.anchor, self.to) if self.side == "out" else (self.to, self.anchor)
        return curve(*ends)

    def bounds(self) -> QRectF:
        """What it covers, its end included."""
        return self.path().controlPointRect().adjusted(-20, -20, 20, 20)

    def paint(self, painter: QPainter) -> None:
        """Draw it dashed."""
        theme = current()
        stroke = theme.number("wire.dragging")
        pen = QPen(theme.wire(self.kind), stroke, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap)
        on, off = theme.number("wire.dash.0"), theme.number("wire.dash.1")
        pen.setDashPattern([on / stroke, off / stroke])
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(self.path())
        paint_port(painter, self.to, self.kind, is_linked=True)
