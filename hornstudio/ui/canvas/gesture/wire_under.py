"""The wire into which a node would be put, if it were let go where it is held."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSizeF
from PySide6.QtGui import QPainterPath

from hornstudio.engine.graph import Wire
from hornstudio.ui.canvas import geometry
from hornstudio.ui.canvas.scene.wire_item import WireItem
from hornstudio.ui.words.translate import tr

if TYPE_CHECKING:
    from hornstudio.ui.canvas.view import View

_SHARE = 0.5  # of a node's width, around its middle, that has to be on the wire
_ABOVE_PX = 20.0


class WireUnder:
    """Finds it, and lets it stand out while it is the one."""

    def __init__(self, view: "View") -> None:
        self._view = view
        self.line: WireItem | None = None

    def seek(self, body: QRectF, at: QPointF, fits: Callable[[Wire], bool]) -> None:
        """A node is held at a place, the pointer at a point; `fits` says which wires take it."""
        found = self._lines(body, at, fits)
        self._show(min(found, key=lambda w: _away(w, body), default=None))

    def clear(self) -> WireItem | None:
        """No node is held any more; the wire that would have taken it."""
        line = self.line
        self._show(None)
        return line

    def _lines(self, body: QRectF, at: QPointF, fits: Callable[[Wire], bool]) -> Iterator[WireItem]:
        reach = self._view.hover.wire_reach()
        core = core_of(body)
        outline = QPainterPath()
        outline.addRect(core)
        for line in self._view.canvas_scene.wires_near(core.united(around(at, reach))):
            if fits(line.wire) and (line.is_near(at, reach) or line.is_crossed_by(outline)):
                yield line

    def _show(self, line: WireItem | None) -> None:
        if line is self.line:
            return
        for item, on in ((self.line, False), (line, True)):
            if item is not None and item.scene() is self._view.canvas_scene:
                item.hover(on)
        self.line = line
        self._view.told.emit(_words(line.wire) if line else "")
        self._view.viewport().update()


def _words(wire: Wire) -> str:
    ends = {"source": wire.source_node, "target": wire.target_node}
    return tr("Let go to put it between {source} and {target}", **ends)


def around(point: QPointF, reach: float) -> QRectF:
    """The square around a point."""
    return QRectF(point.x() - reach, point.y() - reach, 2 * reach, 2 * reach)


def core_of(body: QRectF) -> QRectF:
    """The part of a node that lies on a wire, when the node is meant to be put into it."""
    size = QSizeF(body.width() * _SHARE, _ABOVE_PX + geometry.port_y(0))
    return QRectF(QPointF(body.center().x() - size.width() / 2, body.top()), size)


def _away(line: WireItem, body: QRectF) -> float:
    """How far the wire passes the line through the node's first ports."""
    middle = QPointF(body.center().x(), body.top() + geometry.port_y(0))
    return geometry.distance(line.nearest(middle), middle)
