"""The base of all gestures."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QKeyEvent, QPainter

if TYPE_CHECKING:
    from hornstudio.ui.canvas.view import View

DRAG_FROM_PX = 4.0
"""How far the pointer goes before a click becomes a drag."""
ADDING = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.ControlModifier


class Gesture:
    """From a press to a release. Points are in px of the canvas.

    Nothing of the document changes before `finish`; after `cancel` nothing has changed. The graph
    may be another one by then, in which wires and nodes are gone.
    """

    cursor: Qt.CursorShape | None = None
    has_button = True
    """Whether a mouse button is held as long as it lasts."""

    def __init__(self, view: "View", at: QPointF) -> None:
        self.view = view
        self.scene = view.canvas_scene
        self.document = view.document
        self.start = at
        self.is_drag = False

    def press_moved(self, at: QPointF) -> bool:
        """Whether the pointer has gone far enough to mean a drag."""
        if not self.is_drag:
            away = (at - self.start) * self.view.zoom
            self.is_drag = abs(away.x()) + abs(away.y()) >= DRAG_FROM_PX
        return self.is_drag

    def move(self, at: QPointF, modifiers: Qt.KeyboardModifier) -> None:
        """Follow the pointer."""

    def key(self, event: QKeyEvent) -> bool:
        """Whether a key means something while this lasts; it is done then. Esc calls it off."""
        return False

    def finish(self, at: QPointF, modifiers: Qt.KeyboardModifier) -> None:
        """Carry out what was meant."""

    def followed_by(self) -> "Gesture | None":
        """After `finish`: what goes on without a button held, until the next click; or None."""
        return None

    def cancel(self) -> None:
        """Leave everything as it was before the press."""

    def paint(self, painter: QPainter) -> None:
        """Draw on top of the scene."""

    def bounds(self) -> tuple[QRectF, ...]:
        """Rectangles that `paint` covers, apart where there is much between them."""
        return ()
