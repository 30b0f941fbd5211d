"""Nodes that glide to their new places, and the view with them, so that the eye can follow."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QEasingCurve, QPointF, QVariantAnimation

from hornstudio.ui.canvas.sheet import Standing, snapped
from hornstudio.ui.theme import current

if TYPE_CHECKING:
    from hornstudio.ui.canvas.view import View

MOST = 300
"""Nodes that can be drawn in motion quickly; more of them jump."""


class Glide:
    """Shows nodes on the way; the document is at the end of it all the time.

    Somebody who pans or zooms on the way has the view from then on.
    """

    def __init__(self, view: "View") -> None:
        self._view = view
        self._starts: dict[str, QPointF] = {}
        self._start = self._goal = self._last = view.standing
        self._animation = QVariantAnimation(view)
        self._animation.setStartValue(0.0)
        self._animation.setEndValue(1.0)
        self._animation.setEasingCurve(QEasingCurve.Type.OutCubic)
        self._animation.valueChanged.connect(self._on_moved)
        self._animation.finished.connect(self.stop)
        view.pressed.connect(self.stop)
        view.document.graph_changed.connect(lambda *_: self.stop())

    def start(self, places: Mapping[str, QPointF], standing: Standing | None = None) -> None:
        """Let nodes come from where they were to where the document has them.

        standing: where the view was; it comes from there to where it is.
        """
        self.stop()
        here = self._view.canvas_scene.nodes
        moved = {i: at for i, at in places.items() if i in here and here[i].pos() != at}
        duration_ms = current().ms("motion.base")
        if not moved or len(moved) > MOST or not duration_ms:
            return
        self._starts = moved
        self._goal = self._view.standing
        self._start = self._last = self._goal if standing is None else standing
        self._view.stand(self._start)
        self._animation.setDuration(duration_ms)
        self._animation.start()

    def stop(self) -> None:
        """Show all nodes where they belong, and what they were brought into view for."""
        self._animation.stop()
        if self._starts:
            self._starts = {}
            self._stand(self._goal)
            self._view.canvas_scene.settle()

    @property
    def is_on(self) -> bool:
        """Whether nodes are on their way."""
        return bool(self._starts)

    def _on_moved(self, share: float) -> None:
        nodes = self._view.document.graph.nodes
        places = {i: at + (QPointF(*nodes[i].at) - at) * share for i, at in self._starts.items()}
        if places:
            self._view.canvas_scene.place_nodes(places)
            self._stand(between(self._start, self._goal, share))

    def _stand(self, standing: Standing) -> None:
        """Take the view along, unless somebody else has moved it."""
        if self._last == self._view.standing:
            self._view.stand(standing)
            self._last = self._view.standing


def between(start: Standing, goal: Standing, share: float) -> Standing:
    """On the straight way from one to the other: what both show moves straight on the screen."""
    scale = snapped(start[0] * (goal[0] / start[0]) ** share)
    if goal[0] != start[0]:
        share = (scale - start[0]) / (goal[0] - start[0])
    across, down = (round(start[i] + (goal[i] - start[i]) * share) for i in (1, 2))
    return scale, across, down
