"""Networks as small pictures; the latest are kept, because every window shows the same ones."""

from collections import OrderedDict
from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QPainter, QPixmap

from hornstudio.engine.graph import Graph
from hornstudio.engine.storage.glance import Glance
from hornstudio.ui.theme import current, font
from hornstudio.ui.words.translate import tr

Drawn = Graph | Glance
"""What a picture can be made of."""
GraphPainter = Callable[[QPainter, Drawn, QRectF], None]
"""Draws a graph small, into a rectangle."""

_DOT_PITCH_PX = 20
_KEPT = 24
_known: OrderedDict[tuple[object, ...], tuple[Drawn, QPixmap]] = OrderedDict()


def picture_of(
    graph: Drawn | None, paint_graph: GraphPainter, size: QSizeF, ratio: float
) -> QPixmap:
    """A graph on the canvas' colour; words where it is None. ratio: device pixels a pixel."""
    if graph is None:
        return _draw(None, paint_graph, size, ratio)
    key = (id(graph), paint_graph, size.width(), size.height(), ratio, current().scheme)
    if key in _known:
        _known.move_to_end(key)
    else:
        _known[key] = (graph, _draw(graph, paint_graph, size, ratio))
        if len(_known) > _KEPT:
            _known.popitem(last=False)
    return _known[key][1]


def _draw(graph: Drawn | None, paint_graph: GraphPainter, size: QSizeF, ratio: float) -> QPixmap:
    room = QRectF(0, 0, size.width(), size.height())

    def paint(painter: QPainter) -> None:
        if graph is None:
            painter.setPen(current().color("text.muted"))
            painter.setFont(font("small"))
            painter.drawText(room, Qt.AlignmentFlag.AlignCenter, tr("no picture"))
        elif isinstance(graph, Glance) or graph.nodes:
            paint_graph(painter, graph, room)

    return on_dots(paint, room, size, ratio)


def on_dots(
    paint: Callable[[QPainter], object], room: QRectF, size: QSizeF, ratio: float
) -> QPixmap:
    """A picture of the canvas' colour and dots with something on it. room: where the dots are."""
    made = QPixmap((size * ratio).toSize())
    made.setDevicePixelRatio(ratio)
    made.fill(current().color("bg.canvas"))
    painter = QPainter(made)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    _paint_dots(painter, room)
    paint(painter)
    painter.end()
    return made


def _paint_dots(painter: QPainter, room: QRectF) -> None:
    """The dots of the canvas."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(current().color("grid.dot"))
    for x in range(_DOT_PITCH_PX // 2, int(room.width()), _DOT_PITCH_PX):
        for y in range(_DOT_PITCH_PX // 2, int(room.height()), _DOT_PITCH_PX):
            painter.drawEllipse(QPointF(x, y), 0.8, 0.8)
