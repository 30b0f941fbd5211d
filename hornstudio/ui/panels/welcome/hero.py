"""The gate of horn: the two horns of the mark, and four wires that pass between them."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QLinearGradient, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from hornstudio.ui.theme import current

WIDTH_PX, HEIGHT_PX = 496, 168
_SCALE = 8.2  # px for one unit of the mark's 24-unit grid
_WIRE_PX = 1.6
_GLYPH_PX = 11.0

# Kind of port, y at the left end, in the gate, at the right end.
_WIRES = (
    ("image", 22, 61, 36),
    ("sequence", 50, 71, 66),
    ("vector", 110, 91, 96),
    ("label", 138, 101, 126),
)


class Hero(QWidget):
    """A drawing; it says nothing that the words beside it do not say."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        current().changed.connect(self.update)

    def sizeHint(self) -> QSize:
        """Its one size."""
        return QSize(WIDTH_PX, HEIGHT_PX)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Wires first: the horns stand before them."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for port, left, gate, right in _WIRES:
            self._paint_wire(painter, port, left, gate, right)
        self._paint_horns(painter)

    def _paint_wire(
        self, painter: QPainter, port: str, left: float, gate: float, right: float
    ) -> None:
        start, end = QPointF(12, left), QPointF(WIDTH_PX - 12, right)
        near, far = QPointF(190, gate), QPointF(306, gate)
        path = QPainterPath(start)
        path.cubicTo(start + QPointF(90, 0), near - QPointF(80, 0), near)
        path.lineTo(far)
        path.cubicTo(far + QPointF(80, 0), end - QPointF(70, (right - gate) * 0.35), end)
        ink = current().wire(port)
        pale = QColor(ink)
        pale.setAlphaF(0.75)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(pale, _WIRE_PX))
        painter.drawPath(path)
        for point in (start, end):
            _paint_glyph(painter, port, point, ink)

    def _paint_horns(self, painter: QPainter) -> None:
        theme = current()
        fill = QLinearGradient(0, 2.5, 0, 21.5)
        fill.setColorAt(0, theme.color("brand.horn"))
        fill.setColorAt(1, theme.color("brand.hornDeep"))
        painter.save()
        painter.translate(WIDTH_PX / 2 - 12 * _SCALE, HEIGHT_PX - 2 - 21.5 * _SCALE)
        painter.scale(_SCALE, _SCALE)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(fill)
        left = _horn()
        painter.drawPath(left)
        painter.translate(24, 0)
        painter.scale(-1, 1)
        painter.drawPath(left)
        painter.restore()


def _horn() -> QPainterPath:
    """The left horn of resources/icons/brand-mark.svg."""
    horn = QPainterPath(QPointF(4.3, 21.5))
    horn.cubicTo(5.7, 15.2, 5.3, 8.2, 2.4, 2.5)
    horn.cubicTo(7.7, 6.4, 9.8, 14.2, 8.7, 21.5)
    horn.closeSubpath()
    return horn


def _paint_glyph(painter: QPainter, port: str, at: QPointF, ink: QColor) -> None:
    """Disc, disc with a bar, ring or diamond, on a rim of the ground."""
    ground = current().color("bg.app")
    half = _GLYPH_PX / 2
    painter.setPen(QPen(ground, 3))
    painter.setBrush(ink)
    if port == "label":
        painter.save()
        painter.translate(at)
        painter.rotate(45)
        painter.drawRect(QRectF(-5.4, -5.4, 10.8, 10.8))
        painter.restore()
        return
    painter.drawEllipse(at, half + 1, half + 1)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ground)
    if port == "sequence":
        painter.drawRect(QRectF(at.x() - 3, at.y() - 1, 6, 2))
    elif port == "vector":
        painter.drawEllipse(at, 1.8, 1.8)
