"""Selecting with a rubber band."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from hornstudio.ui.canvas.gesture.gesture import ADDING, Gesture
from hornstudio.ui.theme import current

if TYPE_CHECKING:
    from hornstudio.ui.canvas.view import View


class Marquee(Gesture):
    """A drag from an empty place: Shift adds to the selection, Ctrl takes from it.

    A mere click there selects nothing.
    """

    def __init__(self, view: "View", at: QPointF, modifiers: Qt.KeyboardModifier) -> None:
        super().__init__(view, at)
        self._before = self.document.selection
        self._kept = self._before if modifiers & ADDING else ()
        self._takes = bool(modifiers & Qt.KeyboardModifier.ControlModifier)
        self._rect = QRectF()
        self._points = self.scene.reroutes.chosen
        self._kept_points = self._points if modifiers & ADDING else ()

    def move(self, at: QPointF, modifiers: Qt.KeyboardModifier) -> None:
        """Select what the band touches."""
        if not self.press_moved(at):
            return
        # Drawn straight up, down or across, a band has no area, but it touches what it crosses.
        pixel = 1 / self.view.zoom
        self._rect = QRectF(self.start, at).normalized().adjusted(0, 0, pixel, pixel)
        found = self.scene.nodes_in(self._rect)
        points = self.scene.reroutes.inside(self._rect)
        if self._takes:
            self.document.select(i for i in self._kept if i not in set(found))
            self.scene.reroutes.choose(p for p in self._kept_points if p not in set(points))
        else:
            self.document.select((*self._kept, *found))
            self.scene.reroutes.choose((*self._kept_points, *points))

    def finish(self, at: QPointF, modifiers: Qt.KeyboardModifier) -> None:
        """Keep the selection; a click clears it."""
        if not self.is_drag:
            self.document.select(self._kept)
            self.scene.reroutes.choose(self._kept_points)
        if not modifiers & ADDING:
            self.scene.choose_wires(())

    def cancel(self) -> None:
        """Select what was selected before."""
        self.document.select(self._before)
        self.scene.reroutes.choose(self._points)

    def paint(self, painter: QPainter) -> None:
        """Draw the band."""
        if self._rect.isNull():
            return
        pen = QPen(current().color("selection.outline"), 1)
        pen.setCosmetic(True)
        painter.setPen(pen)
        painter.setBrush(current().color("selection.marquee"))
        painter.drawRect(self._rect)

    def bounds(self) -> tuple[QRectF, ...]:
        """The band."""
        return (self._rect,)
