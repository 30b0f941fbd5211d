"""A ring that flashes around what was asked for."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt, QVariantAnimation
from PySide6.QtGui import QPainter, QPen

from hornstudio.ui.theme import current

if TYPE_CHECKING:
    from hornstudio.ui.canvas.view import View

_PULSES = 2
_MS = 900
_GROW_PX = 10.0


class Flash:
    """Shows a place for a moment; steady where motion is to be reduced."""

    def __init__(self, view: "View") -> None:
        self._view = view
        self.area = QRectF()
        self._phase = 1.0
        self._animation = QVariantAnimation(view)
        self._animation.setDuration(_MS)
        self._animation.setStartValue(0.0)
        self._animation.setEndValue(1.0)
        self._animation.valueChanged.connect(self._on_moved)
        self._animation.finished.connect(self._on_finished)

    def show(self, area: QRectF) -> None:
        """Flash around an area of the canvas."""
        self._repaint()
        self.area = area
        self._animation.stop()
        self._animation.start()

    def paint(self, painter: QPainter) -> None:
        """Draw the ring."""
        if self.area.isEmpty():
            return
        ink = current().color("focus.ring")
        still = current().reduced_motion
        beat = 0.0 if still else (self._phase * _PULSES) % 1.0
        ink.setAlphaF(1.0 - beat)
        painter.setPen(QPen(ink, 2.5))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        grow = 5 + beat * _GROW_PX
        corner = current().number("node.radius") + grow
        painter.drawRoundedRect(self.area.adjusted(-grow, -grow, grow, grow), corner, corner)

    def _on_moved(self, phase: float) -> None:
        self._phase = phase
        self._repaint()

    def _on_finished(self) -> None:
        self._repaint()
        self.area = QRectF()

    def _repaint(self) -> None:
        if not self.area.isEmpty():
            inside = self._view.viewportTransform().mapRect(self.area.adjusted(-20, -20, 20, 20))
            self._view.viewport().update(inside.toAlignedRect())
