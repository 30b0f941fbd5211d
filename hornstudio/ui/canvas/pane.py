"""A view of a scene: what part of it is seen, how large, and whether that is changing just now."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt, QTimer
from PySide6.QtWidgets import QGraphicsView

if TYPE_CHECKING:
    from hornstudio.ui.canvas.scene.scene import Scene

REST_MS = 120
"""So long after the wheel has turned it is taken to rest."""


class Pane(QGraphicsView):
    """What those need to know who paint a part of it."""

    def __init__(self, scene: "Scene") -> None:
        super().__init__(scene)
        self.canvas_scene = scene
        self._rest = QTimer(self, singleShot=True, interval=REST_MS)

    @property
    def zoom(self) -> float:
        """Pixels of the window a px of the canvas."""
        return self.transform().m11()

    @property
    def is_zooming(self) -> bool:
        """Whether the wheel turns, and nothing is in the hand that would be drawn anew."""
        return self._rest.isActive() and not self.canvas_scene.moving

    def show_cursor(self, shape: Qt.CursorShape) -> None:
        """Let the pointer look so; a window system is slow to hear the same again."""
        if self.viewport().cursor().shape() is not shape:
            self.viewport().setCursor(shape)

    def to_scene(self, at: QPointF) -> QPointF:
        """Point of the canvas under a point of the window, without rounding."""
        inverse, _ = self.viewportTransform().inverted()
        return inverse.map(at)

    def visible_area(self) -> QRectF:
        """The part of the canvas that is in view."""
        return QRectF(
            self.to_scene(QPointF(0, 0)),
            self.to_scene(QPointF(self.viewport().width(), self.viewport().height())),
        )
