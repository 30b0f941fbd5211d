"""The view while the wheel turns: its last picture, larger or smaller, and what comes in around.

Drawing all nodes and wires in every notch is too slow; what rests is drawn well again.
"""

from time import perf_counter
from typing import NamedTuple

from PySide6.QtCore import QRect, QRectF
from PySide6.QtGui import QPainter, QPaintEvent, QPixmap, QRegion, QTransform

from hornstudio.ui.canvas.paint.region import blank
from hornstudio.ui.canvas.pane import Pane
from hornstudio.ui.theme import current

_COARSEST = 2.0
"""How much larger or smaller a picture may be shown; beyond, all is drawn anew."""
_SMOOTH_S = 0.005
"""So long it may take to enlarge the picture smoothly; else its pixels are repeated till it rests.

A frame has 0.016 s, and takes some half of it on a slow machine without that.
"""


class _Shot(NamedTuple):
    """What the window showed, and where it stood."""

    pixmap: QPixmap
    transform: QTransform


class Zooming:
    """Keeps two pictures of a turn of the wheel: the first, which is sharpest, and the latest."""

    def __init__(self, pane: Pane) -> None:
        self._pane = pane
        self._state: object = None
        self._scale = 0.0
        self._first: _Shot | None = None
        self._latest: _Shot | None = None
        self._is_slow = False

    def paint(self, event: QPaintEvent) -> bool:
        """Paint a frame of zooming; False where it is none, and nothing is painted."""
        transform, former = self._pane.viewportTransform(), self._scale
        self._scale = transform.m11()
        # Painted twice at one scale, it has changed otherwise, such as in what lies upon nodes.
        if not (self._scale != former and self._pane.is_zooming and self._is_all(event)):
            self.forget()
            return False
        state = self._now()
        if state != self._state:
            self.forget()
            self._state = state
        shot, change = self._nearest(transform)
        if shot is None or self._covers(change):
            shot = shot or self._drawn(transform)
            self._show(shot, change)
            return True
        self._latest = self._widened(shot, transform)
        self._show(self._latest, QTransform())
        return True

    def _is_all(self, event: QPaintEvent) -> bool:
        return (QRegion(self._pane.viewport().rect()) - event.region()).isEmpty()

    def leave(self) -> None:
        """The graph is seen from afar now, where it is painted otherwise."""
        self._scale = 0.0

    def forget(self) -> None:
        """Let the pictures go."""
        self._state = self._first = self._latest = None
        self._is_slow = False

    def _now(self) -> object:
        pane, port = self._pane, self._pane.viewport()
        scene = pane.canvas_scene
        size = (port.size(), port.devicePixelRatioF())
        return (scene.revision, scene.painting.changes, current().scheme, size)

    def _nearest(self, transform: QTransform) -> tuple[_Shot | None, QTransform]:
        """The picture to start from, and the way from it to what is to be seen."""
        for shot in (self._first, self._latest):
            if shot is None:
                continue
            change = shot.transform.inverted()[0] * transform
            is_near = 1 / _COARSEST <= change.m11() <= _COARSEST
            if is_near and (shot is self._latest or self._latest is None or self._covers(change)):
                return shot, change
        return None, QTransform()

    def _covers(self, change: QTransform) -> bool:
        whole = QRectF(self._pane.viewport().rect())
        return change.mapRect(whole).adjusted(-1, -1, 1, 1).contains(whole)

    def _drawn(self, transform: QTransform) -> _Shot:
        """The first picture: everything is drawn."""
        made = blank(self._pane)
        painter = QPainter(made)
        self._draw(painter, self._pane.viewport().rect())
        painter.end()
        self._first = _Shot(made, QTransform(transform))
        return self._first

    def _widened(self, shot: _Shot, transform: QTransform) -> _Shot:
        """A smaller picture, and around it what has come into view."""
        made = blank(self._pane)
        painter = QPainter(made)
        change = shot.transform.inverted()[0] * transform
        _stretch(painter, shot, change)
        whole = self._pane.viewport().rect()
        inner = change.mapRect(QRectF(whole)).toRect().adjusted(1, 1, -1, -1)
        for rect in list(QRegion(whole) - inner):  # type: ignore[call-overload]
            self._draw(painter, rect)
        painter.end()
        return _Shot(made, QTransform(transform))

    def _draw(self, painter: QPainter, rect: QRect) -> None:
        self._pane.render(painter, QRectF(rect), rect)

    def _show(self, shot: _Shot, change: QTransform) -> None:
        painter = QPainter(self._pane.viewport())
        whole = QRectF(self._pane.viewport().rect())
        if not change.mapRect(whole).adjusted(1, 1, -1, -1).contains(whole):
            # A picture that ends a pixel early, by rounding, would let the former frame through.
            painter.fillRect(whole, current().color("bg.canvas"))
        start = perf_counter()
        _stretch(painter, shot, change, is_smooth=not self._is_slow)
        self._is_slow = self._is_slow or perf_counter() - start > _SMOOTH_S


def _stretch(painter: QPainter, shot: _Shot, change: QTransform, *, is_smooth: bool = True) -> None:
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, is_smooth)
    painter.setTransform(change)
    painter.drawPixmap(0, 0, shot.pixmap)
    painter.restore()
