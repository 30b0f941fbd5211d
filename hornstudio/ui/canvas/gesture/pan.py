"""Moving the sheet under the window."""

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QCursor

from hornstudio.ui.canvas.gesture.gesture import Gesture


class Pan(Gesture):
    """Middle button, or left button with space held."""

    cursor = Qt.CursorShape.ClosedHandCursor
    _last: QPoint | None = None

    def move(self, at: QPointF, modifiers: Qt.KeyboardModifier) -> None:
        """Scroll by what the pointer went in the window; points of the canvas slide along."""
        here = self.view.pointer
        if self._last is not None:
            step = here - self._last
            self.view.pan_by(step.x(), step.y())
        self._last = QPoint(here)

    def begin(self, here: QPoint) -> "Pan":
        """Start at a point of the window."""
        self._last = QPoint(here)
        self.view.viewport().setCursor(QCursor(Qt.CursorShape.ClosedHandCursor))
        return self
