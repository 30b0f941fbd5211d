"""Cutting wires with a stroke."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPainterPathStroker, QPen

from hornstudio.engine.editing import edits
from hornstudio.engine.graph import Wire
from hornstudio.ui.canvas.gesture.gesture import Gesture
from hornstudio.ui.canvas.gesture.wire import disconnect_text
from hornstudio.ui.theme import current
from hornstudio.ui.words.translate import tr

if TYPE_CHECKING:
    from hornstudio.ui.canvas.view import View

_BLADE_PX = 2.0


class Cut(Gesture):
    """A drag with the right button and Ctrl: every wire that it crosses goes, in one step."""

    cursor = Qt.CursorShape.CrossCursor

    def __init__(self, view: "View", at: QPointF) -> None:
        super().__init__(view, at)
        self._stroke = QPainterPath(at)
        self._cut: set[Wire] = set()

    def move(self, at: QPointF, modifiers: Qt.KeyboardModifier) -> None:
        """Draw on, and let what has been crossed step back."""
        if not self.press_moved(at):
            return
        blade = QPainterPath(self._stroke.currentPosition())
        blade.lineTo(at)
        self._stroke.lineTo(at)
        stroker = QPainterPathStroker()
        stroker.setWidth(_BLADE_PX)
        outline = stroker.createStroke(blade)
        for line in self.scene.wires_near(outline.boundingRect()):
            if line.wire not in self._cut and line.is_crossed_by(outline):
                self._cut.add(line.wire)
                line.dim(True)

    def finish(self, at: QPointF, modifiers: Qt.KeyboardModifier) -> None:
        """Take the crossed wires away."""
        self.move(at, modifiers)
        wires = [w for w in self.document.graph.wires if w in self._cut]
        self.cancel()
        if len(wires) == 1:
            what = disconnect_text(wires[0])
        else:
            what = tr("Cut {count} wires", count=len(wires))
        self.document.edit(what, edits.disconnect(self.document.graph, wires))

    def cancel(self) -> None:
        """Leave them as they are."""
        for wire in self._cut:
            self.scene.wires[wire].dim(False)
        self._cut = set()

    def paint(self, painter: QPainter) -> None:
        """Draw the stroke."""
        if not self.is_drag:
            return
        pen = QPen(current().color("error.default"), 1.5, Qt.PenStyle.DashLine)
        pen.setCosmetic(True)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(self._stroke)

    def bounds(self) -> tuple[QRectF, ...]:
        """The stroke."""
        return (self._stroke.controlPointRect(),)
