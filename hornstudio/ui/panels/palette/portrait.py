"""A picture of the node that a module would become, to drag along."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPen, QPixmap

from hornstudio.engine.module import Module
from hornstudio.ui.category import category_icon
from hornstudio.ui.theme import current, font, paint_icon
from hornstudio.ui.words.translate import tr_engine

_PORT_PX = 9


def portrait(module: Module, ratio: float) -> QPixmap:
    """The node's header and one row of ports. ratio: device pixels a pixel."""
    theme = current()
    width, height = theme.px("node.width"), theme.px("node.header") + theme.px("node.row")
    margin = _PORT_PX
    picture = QPixmap(round((width + 2 * margin) * ratio), round((height + 2) * ratio))
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    body = QRectF(margin + 0.5, 0.5, width - 1, height - 1)
    _paint_body(painter, body, module.category)
    _paint_header(painter, body, module)
    _paint_ports(painter, body, module)
    painter.end()
    return picture


def _paint_body(painter: QPainter, body: QRectF, category: str) -> None:
    theme = current()
    outline = QPainterPath()
    outline.addRoundedRect(body, theme.px("node.radius"), theme.px("node.radius"))
    painter.fillPath(outline, theme.color("node.body"))
    painter.save()
    painter.setClipPath(outline)
    header = QRectF(body.left(), body.top(), body.width(), theme.px("node.header"))
    painter.fillRect(header, theme.header(category))
    painter.restore()
    painter.setPen(QPen(theme.color("selection.outline"), 1.5))
    painter.drawPath(outline)


def _paint_header(painter: QPainter, body: QRectF, module: Module) -> None:
    theme = current()
    side, header = theme.px("node.icon"), theme.px("node.header")
    place = QRectF(body.left() + 8, body.top() + (header - side) / 2, side, side)
    paint_icon(painter, place, category_icon(module.category), theme.category(module.category))
    painter.setFont(font("nodeTitle"))
    painter.setPen(theme.color("text.primary"))
    words = QRectF(place.right() + 7, body.top(), body.right() - place.right() - 15, header)
    metrics = painter.fontMetrics()
    title = metrics.elidedText(
        tr_engine(module.title), Qt.TextElideMode.ElideMiddle, int(words.width())
    )
    painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, title)


def _paint_ports(painter: QPainter, body: QRectF, module: Module) -> None:
    theme = current()
    y = theme.px("node.firstPortY")
    painter.setPen(QPen(theme.color("wire.any"), 2))
    painter.setBrush(theme.color("node.body"))
    for x, ports in ((body.left(), module.inputs), (body.right(), module.outputs)):
        if ports:
            painter.drawEllipse(QPointF(x, y), _PORT_PX / 2, _PORT_PX / 2)
