"""Pictures of graphs: small ones of coloured blocks for cards, and whole ones of any size."""

from collections.abc import Mapping

from PySide6.QtCore import QLineF, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPen, QTransform

from hornstudio.engine.check import check
from hornstudio.engine.graph import Graph, Wire
from hornstudio.engine.storage.glance import Glance, places_of
from hornstudio.ui.canvas import geometry
from hornstudio.ui.canvas.paint.batch import Batch
from hornstudio.ui.canvas.paint.grid import paint_grid
from hornstudio.ui.canvas.paint.look import NodeLook, WireLook
from hornstudio.ui.canvas.paint.overview import paint_batch
from hornstudio.ui.canvas.paint.reading import node_looks, wire_looks
from hornstudio.ui.canvas.paint.wire import wire_ink
from hornstudio.ui.canvas.scene.scene import Scene
from hornstudio.ui.canvas.way.blocks import BlockGrid
from hornstudio.ui.canvas.way.lanes import Lanes
from hornstudio.ui.canvas.way.route import Way, ends_of, route
from hornstudio.ui.theme import current, mix

_MARGIN_PX = 16.0
_LARGEST = 0.42
_LEAST_HEADER_PX = 6.0
_MANY = 100
"""Nodes so small on a card that their looks, and ways around them, are not worth the time."""


def render_graph(graph: Graph, size: QSize, ratio: float = 1.0) -> QImage:
    """Picture of a graph as the canvas shows it, whole, on the canvas' ground.

    size: in px; ratio: device pixels a px. Needs a QGuiApplication, but no window.
    """
    image = QImage(size * ratio, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(ratio)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    scene = Scene(check(graph))
    area = scene.bounds().adjusted(-40, -40, 40, 40)
    scale = _scale(area, QRectF(0, 0, size.width(), size.height()), 1.0)
    shown = QRectF(0, 0, size.width() / scale, size.height() / scale)
    shown.moveCenter(area.center())
    painter.save()
    painter.scale(scale, scale)
    painter.translate(-shown.topLeft())
    paint_grid(painter, shown, scale)
    painter.restore()
    scene.render(painter, QRectF(0, 0, size.width(), size.height()), shown)
    painter.end()
    return image


def paint_graph(painter: QPainter, graph: Graph | Glance, rect: QRectF) -> None:
    """Draw a graph small into a rectangle: tinted nodes and wires, no text."""
    if isinstance(graph, Glance):
        _paint_from_afar(painter, graph, rect)
        return
    if not graph.nodes:
        return
    if len(graph.nodes) > _MANY:
        _paint_from_afar(painter, places_of(graph), rect)
        return
    report = check(graph)
    looks = node_looks(report, {})
    bodies = {i: looks[i].rect.translated(QPointF(*n.at)) for i, n in graph}
    ways = _ways(graph, looks, bodies, wire_looks(report))
    area = geometry.union([*bodies.values(), *(w.path.boundingRect() for _, w in ways)])
    inner = rect.adjusted(_MARGIN_PX, _MARGIN_PX, -_MARGIN_PX, -_MARGIN_PX)
    scale = _scale(area, inner, _LARGEST)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setClipRect(rect, Qt.ClipOperation.IntersectClip)
    shift = inner.center() - area.center() * scale
    to_card = QTransform(scale, 0, 0, scale, shift.x(), shift.y())
    for look, way in ways:
        _paint_way(painter, to_card.map(way.path), wire_ink(look))
    for node_id, body in bodies.items():
        _paint_block(painter, looks[node_id], to_card.mapRect(body))
    painter.restore()


def _paint_from_afar(painter: QPainter, glance: Glance, rect: QRectF) -> None:
    """Blocks, and straight lines between them: nothing has to be worked out for it."""
    if not glance.modules:
        return
    width, height = current().number("node.width"), geometry.node_height(1, True, True)
    lefts, tops, batch = [], [], Batch((), ())
    for category, corners in glance.blocks.items():
        xs, ys = corners[::2], corners[1::2]
        batch.blocks[category] = [QRectF(x, y, width, height) for x, y in zip(xs, ys, strict=True)]
        lefts += xs
        tops += ys
    ends = (glance.wires[place::4] for place in range(4))
    batch.lines[current().wire("any").rgb()] = [
        QLineF(x1 + width, y1 + height / 2, x2, y2 + height / 2)
        for x1, y1, x2, y2 in zip(*ends, strict=True)
    ]
    far = QPointF(max(lefts) + width, max(tops) + height)
    area = QRectF(QPointF(min(lefts), min(tops)), far)
    inner = rect.adjusted(_MARGIN_PX, _MARGIN_PX, -_MARGIN_PX, -_MARGIN_PX)
    scale = _scale(area, inner, _LARGEST)
    painter.save()
    painter.setClipRect(rect, Qt.ClipOperation.IntersectClip)
    painter.translate(inner.center())
    painter.scale(scale, scale)
    painter.translate(-area.center())
    paint_batch(painter, batch, plain=True)
    painter.restore()


def _ways(
    graph: Graph,
    looks: Mapping[str, NodeLook],
    bodies: Mapping[str, QRectF],
    wires: Mapping[Wire, WireLook],
) -> list[tuple[WireLook, Way]]:
    blocks, lanes = BlockGrid(), Lanes()
    for node_id, body in bodies.items():
        blocks.put(node_id, body)
    ways = []
    for wire, look in wires.items():
        if wire.source_node in looks and wire.target_node in looks:
            places = [(looks[i], bodies[i]) for i in (wire.source_node, wire.target_node)]
            ends = ends_of(graph, wire, places[0], places[1], is_branch=False)
            way = route(ends, blocks.touching, lanes)
            lanes.put(wire, way.points)
            ways.append((look, way))
    return ways


def _scale(area: QRectF, room: QRectF, most: float) -> float:
    if area.isEmpty() or room.isEmpty():
        return most
    return min(room.width() / area.width(), room.height() / area.height(), most)


def _paint_way(painter: QPainter, path: QPainterPath, ink: QColor) -> None:
    painter.setPen(QPen(ink, 1.2))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPath(path)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ink)
    for share in (0.0, 1.0):
        painter.drawEllipse(path.pointAtPercent(share), 1.8, 1.8)


def _paint_block(painter: QPainter, look: NodeLook, box: QRectF) -> None:
    """A body with a tinted header and a line for each row that has room."""
    theme = current()
    radius = min(3.0, box.height() / 4)
    whole = QPainterPath()
    whole.addRoundedRect(box, radius, radius)
    painter.fillPath(whole, theme.color("node.body"))
    header = min(max(box.height() * 0.3, _LEAST_HEADER_PX), box.height())
    painter.save()
    painter.setClipRect(
        QRectF(box.left(), box.top(), box.width(), header), Qt.ClipOperation.IntersectClip
    )
    painter.fillPath(whole, theme.block(look.shade))
    painter.restore()
    ink = mix(theme.color("text.muted"), theme.color("node.body"), 0.45)
    painter.setPen(QPen(ink, 1))
    y = box.top() + header + 4
    while y < box.bottom() - 2.5 and box.width() > 10:
        painter.drawLine(QPointF(box.left() + 4, y), QPointF(box.center().x() + 2, y))
        y += 4.5
    painter.setPen(QPen(theme.color("node.border"), 1))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(box, radius, radius)
