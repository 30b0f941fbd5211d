"""Many nodes in the hand: gathered once, then painted a step away without touching each."""

from math import ceil
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtWidgets import QStyleOptionGraphicsItem

from hornstudio.ui.canvas import geometry
from hornstudio.ui.canvas.paint.batch import Batch, marks
from hornstudio.ui.canvas.scene.node_item import NodeItem
from hornstudio.ui.canvas.scene.wire_item import WireItem
from hornstudio.ui.theme import current

if TYPE_CHECKING:
    from hornstudio.ui.canvas.scene.scene import Scene

_AHEAD_PX = 256
"""How much further than the window the picture of what moves along reaches."""


class Carried:
    """Nodes with their wires. They stay where they were, hidden, until they are put down.

    inner: wires with both ends in the hand, which move along. border: those with one end there,
    which are laid anew at each step.
    """

    def __init__(self, scene: "Scene", ids: frozenset[str]) -> None:
        self._scene = scene
        self.ids = ids
        self.step = QPointF()
        self._nodes: list[NodeItem] = [scene.nodes[i] for i in scene.nodes if i in ids]
        wires: list[WireItem] = scene.wires_of(ids)
        self._inner = [w for w in wires if ids.issuperset(w.node_ids)]
        self._border = [w for w in wires if not ids.issuperset(w.node_ids)]
        self._batch = Batch(self._nodes, self._inner)
        self._marks = marks((n for n in self._nodes if n.is_chosen), ())
        boxes = (i.boundingRect().translated(i.pos()) for i in (*self._nodes, *self._inner))
        self._area = geometry.union(boxes)
        self._shot: _Shot | None = None
        for item in (*self._nodes, *wires):
            item.hide()

    def body(self, item: NodeItem) -> QRectF:
        """Where a node is shown."""
        return item.body.translated(self.step) if item.node_id in self.ids else item.body

    def move(self, step: QPointF) -> None:
        """Show all a step away from where they were."""
        before = self._covered()
        self.step = step
        for line in self._border:
            self._scene.lay_in_passing(line)
        self._scene.update(before.united(self._covered()))

    def _covered(self) -> QRectF:
        border = geometry.union(line.boundingRect() for line in self._border)
        return self._area.translated(self.step).united(border)

    def put_down(self) -> None:
        """Show all where they were."""
        for item in (*self._nodes, *self._inner, *self._border):
            item.show()

    def batches(self) -> tuple[Batch, Batch, Batch]:
        """From afar: wires to others; what moves along; and what shows that it is selected.

        The second and the third are to be painted a step away.
        """
        return Batch((), self._border), *self.along()

    def along(self) -> tuple[Batch, Batch]:
        """The last two of them."""
        return self._batch, self._marks

    def paint(self, painter: QPainter, area: QRectF) -> None:
        """Draw what is in an area; the painter is in px of the canvas."""
        option = QStyleOptionGraphicsItem()
        for line in self._border:
            if line.boundingRect().intersects(area):
                painter.setOpacity(line.opacity())
                line.paint(painter, option)
        painter.setOpacity(1.0)
        seen = area.translated(-self.step).intersected(self._area)
        if seen.isEmpty():
            return
        world, ratio = painter.worldTransform(), painter.device().devicePixelRatioF()
        shot = self._shot_of(seen, world.m11(), ratio)
        at = world.map(shot.area.topLeft() + self.step) * ratio
        painter.save()
        painter.resetTransform()
        painter.drawPixmap(QPointF(round(at.x()), round(at.y())) / ratio, shot.pixmap)
        painter.restore()

    def _shot_of(self, seen: QRectF, scale: float, ratio: float) -> "_Shot":
        """A picture that has all this, made anew where the last one has not."""
        state = (self._scene.painting.changes, current().scheme, scale, ratio)
        if self._shot is None or self._shot.state != state or not self._shot.area.contains(seen):
            room = _AHEAD_PX / scale
            area = seen.adjusted(-room, -room, room, room).intersected(self._area)
            self._shot = _Shot(self._drawn(area, scale, ratio), area, state)
        return self._shot

    def _drawn(self, area: QRectF, scale: float, ratio: float) -> QPixmap:
        made = QPixmap(ceil(area.width() * scale * ratio), ceil(area.height() * scale * ratio))
        made.setDevicePixelRatio(ratio)
        made.fill(Qt.GlobalColor.transparent)
        painter = QPainter(made)
        painter.scale(scale, scale)
        painter.translate(-area.topLeft())
        painting = self._scene.painting
        was_hurried, painting.is_hurried = painting.is_hurried, False
        self._paint_along(painter, area)
        painting.is_hurried = was_hurried
        painter.end()
        return made

    def _paint_along(self, painter: QPainter, area: QRectF) -> None:
        """Draw what moves along, where it was."""
        option = QStyleOptionGraphicsItem()
        for line in self._inner:
            if line.boundingRect().intersects(area):
                line.paint(painter, option)
        for item in self._nodes:
            if item.boundingRect().translated(item.pos()).intersects(area):
                painter.save()
                painter.translate(item.pos())
                item.paint(painter, option)
                painter.restore()


class _Shot(NamedTuple):
    """A picture of what moves along. area: what it shows of the canvas, where that was."""

    pixmap: QPixmap
    area: QRectF
    state: object
