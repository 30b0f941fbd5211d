"""The graph from afar: one batch of blocks a colour, one of lines a colour."""

from collections import defaultdict
from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from hornstudio.ui.canvas.paint.wire import wire_ink
from hornstudio.ui.theme import current

if TYPE_CHECKING:
    from hornstudio.ui.canvas.scene import Scene


class Overview:
    """Batches of the whole scene, gathered again only after it has changed."""

    def __init__(self, scene: "Scene") -> None:
        self._scene = scene
        self._gathered: tuple[int, str] = (-1, "")
        self._blocks: dict[str, list[QRectF]] = {}
        self._lines: dict[int, list[QLineF]] = {}
        self._outlines: dict[str, list[QRectF]] = {}

    def paint(self, painter: QPainter, scale: float) -> None:
        """Draw blocks and lines; the painter is in px of the canvas."""
        state = (self._scene.revision, current().scheme)
        if state != self._gathered:
            self._gather()
            self._gathered = state
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        for rgb, lines in self._lines.items():
            painter.setPen(_hair(rgb, 1.0))
            painter.drawLines(lines)
        for category, rects in self._blocks.items():
            painter.setPen(_hair(current().category(category).rgb(), 1.0))
            painter.setBrush(current().block(category))
            painter.drawRects(rects)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for path, rects in self._outlines.items():
            painter.setPen(_hair(current().color(path).rgb(), 2.0))
            painter.drawRects(rects)

    def _gather(self) -> None:
        blocks: defaultdict[str, list[QRectF]] = defaultdict(list)
        outlines: defaultdict[str, list[QRectF]] = defaultdict(list)
        lines: defaultdict[int, list[QLineF]] = defaultdict(list)
        for item in self._scene.nodes.values():
            blocks[item.look.category].append(item.body)
            if item.look.status == "error":
                outlines["error.default"].append(item.body)
            elif item.is_chosen:
                outlines["selection.outline"].append(item.body)
        for wire in self._scene.wires.values():
            points = wire.way.points
            ink = current().color("selection.outline") if wire.is_chosen else wire_ink(wire.look)
            pairs = pairwise(points)
            lines[ink.rgb()] += [QLineF(a, b) for a, b in pairs]
        self._blocks, self._lines, self._outlines = blocks, lines, outlines


def _hair(rgb: int, width: float) -> QPen:
    pen = QPen(QColor.fromRgb(rgb), width)
    pen.setCosmetic(True)
    return pen
