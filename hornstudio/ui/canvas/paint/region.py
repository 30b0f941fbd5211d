"""Parts of a window that are to be painted, what is painted there, and pictures with such parts."""

from collections.abc import Callable, Iterable

from PySide6.QtCore import QPointF, QRect, QRectF
from PySide6.QtGui import QPainter, QPixmap, QRegion
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem

from hornstudio.ui.canvas.geometry import edges
from hornstudio.ui.canvas.paint.grid import paint_grid
from hornstudio.ui.canvas.pane import Pane

WASTE_PX = 20_000


def few_rects(region: QRegion, waste_px: int = WASTE_PX) -> list[QRect]:
    """Rectangles that cover a region, joined where that wastes no more than so many pixels."""
    if region.rectCount() == 1:
        return [region.boundingRect()]
    found: list[QRect] = []
    for rect in list(region):  # type: ignore[call-overload]
        joined = [(r, r.united(rect)) for r in found]
        cheap = [(r, u) for r, u in joined if _area(u) <= _area(r) + _area(rect) + waste_px]
        if cheap:
            found[found.index(cheap[0][0])] = cheap[0][1]
        else:
            found.append(QRect(rect))
    return found


def _area(rect: QRect) -> int:
    return rect.width() * rect.height()


def blank(pane: Pane) -> QPixmap:
    """A picture of the viewport's size with nothing in it yet."""
    port = pane.viewport()
    made = QPixmap(port.size() * port.devicePixelRatioF())
    made.setDevicePixelRatio(port.devicePixelRatioF())
    return made


def region_of(pane: Pane, areas: Iterable[QRectF]) -> QRegion:
    """Where areas of the canvas are seen, in px of the viewport and also beyond it."""
    to_port, region = pane.viewportTransform(), QRegion()
    for area in areas:
        region += to_port.mapRect(area).toAlignedRect().adjusted(-2, -2, 2, 2)
    return region


def places_of(pane: Pane, areas: Iterable[QRectF]) -> list[QRect]:
    """Parts of the viewport where areas of the canvas are seen."""
    return few_rects(region_of(pane, areas) & pane.viewport().rect())


def area_of(pane: Pane, rect: QRect) -> QRectF:
    """What is seen of the canvas in a part of the viewport."""
    return pane.viewportTransform().inverted()[0].mapRect(QRectF(rect))


def paint_items(painter: QPainter, items: Iterable[QGraphicsItem]) -> None:
    """Draw items in their order, each at its place; the painter is in px of the canvas."""
    option = QStyleOptionGraphicsItem()
    for item in items:
        painter.setOpacity(item.opacity())
        painter.translate(item.pos())
        item.paint(painter, option)
        painter.translate(-item.pos())
    painter.setOpacity(1.0)


def paint_sheet(
    pane: Pane,
    painter: QPainter,
    area: QRectF,
    shows: Callable[[QGraphicsItem], bool] = lambda item: True,
) -> None:
    """Draw the ground, and on it what is to be shown of wires, nodes and frames.

    The painter is in px of the canvas, and clips.
    """
    painting = pane.canvas_scene.painting
    painter.setRenderHints(pane.renderHints())
    paint_grid(painter, area, pane.zoom)
    painting.exposed = edges(area)
    paint_items(painter, filter(shows, reversed(pane.canvas_scene.items_in(area))))
    painting.exposed = None


def copy_part(painter: QPainter, picture: QPixmap, rect: QRect) -> None:
    """Draw the part of a picture that belongs there; the painter is in px of the viewport."""
    ratio = picture.devicePixelRatioF()
    part = (rect.x() * ratio, rect.y() * ratio, rect.width() * ratio, rect.height() * ratio)
    painter.drawPixmap(QPointF(rect.topLeft()), picture, QRectF(*part))
