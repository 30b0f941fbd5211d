"""Scrolling by itself while something is dragged to the edge of the window."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QTimer
from PySide6.QtGui import QGuiApplication

if TYPE_CHECKING:
    from hornstudio.ui.canvas.view import View

_EDGE_PX = 28
_TICK_MS = 16
_FASTEST_PX = 18.0


class EdgeScroll:
    """Runs while a gesture holds something near the edge; the nearer, the faster."""

    def __init__(self, view: "View") -> None:
        self._view = view
        self._timer = QTimer(view, interval=_TICK_MS)
        self._timer.timeout.connect(self._on_tick)

    def follow(self) -> None:
        """The pointer has moved."""
        is_wanted = self._view.gesture is not None and self._view.gesture.is_drag
        if is_wanted and not self._speed().isNull():
            if not self._timer.isActive():
                self._timer.start()
        else:
            self._timer.stop()

    def stop(self) -> None:
        """The gesture is over."""
        self._timer.stop()

    def _speed(self) -> QPointF:
        room = self._view.viewport().rect()
        at = self._view.pointer
        return QPointF(
            _push(at.x(), room.width()),
            _push(at.y(), room.height()),
        )

    def _on_tick(self) -> None:
        speed = self._speed()
        if self._view.gesture is None or speed.isNull():
            self._timer.stop()
            return
        self._view.pan_by(speed.x(), speed.y())
        at = self._view.to_scene(QPointF(self._view.pointer))
        self._view.gesture.move(at, QGuiApplication.queryKeyboardModifiers())
        self._view.repaint_gesture()


def _push(at: int, room: int) -> float:
    """Pixels a tick that the sheet moves, away from the edge that is near."""
    if room < 4 * _EDGE_PX:
        return 0.0
    if at < _EDGE_PX:
        return _FASTEST_PX * min(1.0, (_EDGE_PX - at) / _EDGE_PX)
    if at > room - _EDGE_PX:
        return -_FASTEST_PX * min(1.0, (at - room + _EDGE_PX) / _EDGE_PX)
    return 0.0
