"""What a view does while it stands still, so that the next gesture finds it ready.

Pictures of nodes around the view, and squares of what lies at its edges, are drawn before they are
wanted, and the memory that pictures of the whole window took during a gesture goes back to the
system. While the view moves, the squares that it comes to are drawn between two frames.
"""

from time import perf_counter

from PySide6.QtCore import QPoint, QPointF, QRectF, QTimer

from hornstudio.engine.train.steps.memory.heap import give_back
from hornstudio.ui.canvas.paint.node import COMPACT_FROM
from hornstudio.ui.canvas.paint.picture import FINEST
from hornstudio.ui.canvas.pane import Pane
from hornstudio.ui.canvas.scene.node_item import NodeItem
from hornstudio.ui.canvas.scene.tiles import Place, Tiles

PAUSE_MS, _SLICE_S = 1, 0.008
"""Between slices of drawing, and how long one takes."""
_STILL_MS = 150
_SPARE_S, _SQUARES_S = 0.005, 0.002
"""A frame that took longer leaves no time for squares before the next one; what they may take."""
_LIFE_MS = 5_000
"""So long squares are kept of a view that nobody moves."""
_BESIDE = 0.4
"""So much of the view's width and height is looked ahead on each side."""
_SHARE = 0.5
"""Of the room for pictures: the rest stays for those of other scales and states."""


def draw_some(
    waiting: list[NodeItem], scale: float, ratio: float, until: float | None = None
) -> None:
    """Draw pictures of the last ones for a moment, and take them from the list."""
    until = perf_counter() + _SLICE_S if until is None else until
    while waiting:
        waiting.pop().prepare(scale, ratio)
        if perf_counter() >= until:
            break


class Ahead:
    """Looks around a view that has been still for a moment, and draws what may come into it."""

    def __init__(self, pane: Pane, tiles: Tiles) -> None:
        self._pane = pane
        self._tiles = tiles
        self._waiting: list[NodeItem] | None = None
        self._bare: list[Place] | None = None
        self._way = QPoint()
        self._seen: int | None = None
        self._is_visited = False
        self._timer = QTimer(pane, singleShot=True)
        self._timer.timeout.connect(self._on_time)
        self._next = QTimer(pane, singleShot=True, interval=0)
        self._next.timeout.connect(self._draw_next)
        self._life = QTimer(pane, singleShot=True, interval=_LIFE_MS)
        self._life.timeout.connect(self._let_go)

    def wait(self) -> None:
        """The view shows something else now: look around it once it is still again."""
        self._waiting = self._bare = None
        self._timer.start(_STILL_MS)
        self._life.stop()

    def see(self, *, has_moved: bool) -> None:
        """A frame is painted now. Squares pay where somebody looks around in the same network."""
        revision = self._pane.canvas_scene.revision
        self._is_visited = revision == self._seen and (has_moved or self._is_visited)
        self._seen = revision

    def move(self, step: QPoint) -> None:
        """The view has moved on over the sheet, by pixels of the window."""
        self.wait()
        self._way = QPoint(_sign(step.x()), _sign(step.y()))

    def follow(self, frame_s: float) -> None:
        """A frame of a move has been painted, in so many seconds."""
        if frame_s < _SPARE_S:
            self._next.start()

    def _draw_next(self) -> None:
        """What the view comes to next: pictures of nodes, then the square that they are in."""
        if not self._pane.isVisible():  # hidden in the midst of a move, it keeps nothing
            return
        until = perf_counter() + _SQUARES_S
        for place in reversed(self._tiles.around(self._way) if self._tiles.can_serve() else []):
            waiting = self._tiles.nodes_in(place)
            draw_some(waiting, self._pane.zoom, self._pane.viewport().devicePixelRatioF(), until)
            if not waiting:
                self._tiles.draw(place)
            if perf_counter() >= until:
                self._next.start()
                break

    def _on_time(self) -> None:
        pane, ratio = self._pane, self._pane.viewport().devicePixelRatioF()
        is_near = pane.zoom >= COMPACT_FROM and pane.zoom * ratio <= FINEST
        if pane.is_zooming or pane.canvas_scene.moving or not pane.isVisible():
            self._waiting = self._bare = None
            return
        self._tiles.own_up()
        if not self._draw_square():
            if self._waiting is None:
                self._waiting = self._around(ratio) if is_near else []
            draw_some(self._waiting, pane.zoom, ratio)
        if self._bare or self._waiting or self._waiting is None:
            self._timer.start(PAUSE_MS)
        else:
            give_back()
            self._life.start()

    def _let_go(self) -> None:
        """Nobody has moved the view for long: memory is better used elsewhere."""
        self._is_visited = False
        self._tiles.forget()
        give_back()

    def _draw_square(self) -> bool:
        """Draw one of those at the edges of the view; whether there was one."""
        if not (self._is_visited and self._tiles.can_serve()):
            self._bare = None
            return False
        if self._bare is None:
            self._bare = self._tiles.around()
        if self._bare:
            self._tiles.draw(self._bare.pop())
            return True
        return False

    def _around(self, ratio: float) -> list[NodeItem]:
        """Nodes whose pictures there is room for, those nearest to the middle of the view last."""
        seen = self._pane.visible_area()
        aside, above = _BESIDE * seen.width(), _BESIDE * seen.height()
        area, middle = seen.adjusted(-aside, -above, aside, above), seen.center()
        found = [i for i in self._pane.canvas_scene.items_in(area) if isinstance(i, NodeItem)]
        found.sort(key=lambda item: _apart(item, middle, seen))
        left = _SHARE * self._pane.canvas_scene.painting.pictures.room_bytes
        taken = 0
        for item in found:
            left -= item.picture_bytes(self._pane.zoom, ratio)
            if left < 0:
                break
            taken += 1
        return found[:taken][::-1]


def _apart(item: NodeItem, middle: QPointF, seen: QRectF) -> float:
    """How far out of the middle, in shares of the view."""
    away = item.body.center() - middle
    return max(abs(away.x()) / seen.width(), abs(away.y()) / seen.height())


def _sign(number: int) -> int:
    return (number > 0) - (number < 0)
