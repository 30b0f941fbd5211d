"""What all items of a scene share while they are painted."""

from collections.abc import Callable

from PySide6.QtCore import QRectF
from PySide6.QtWidgets import QGraphicsItem

from hornstudio.ui.canvas.geometry import Box
from hornstudio.ui.canvas.paint.look import PortLook, Side
from hornstudio.ui.canvas.paint.picture import NodePictures

MANY_STALE = 24
"""So many wires that changed are drawn anew one by one; of more, all are."""
Hint = Callable[[str, Side, PortLook], bool | None]
"""While a wire is dragged: whether a port can take it; None for the port that it hangs on."""


class Painting:
    """How, and what of it has changed.

    is_hurried: while zooming, or moving many nodes: kept pictures are scaled instead of drawn
    anew, wires have hard edges; what rests is painted well.
    hint: which ports can take the wire that is dragged; None while there is none. kind: type of
    what it carries.
    shows_shapes: whether wires tell the shape that flows while they are at rest, too.
    changes: how often a node came to look otherwise.
    exposed: left, top, right and bottom of what is being painted, in px of the canvas; None where
    that is not known.
    stale, stale_nodes: where wires and nodes have come to look otherwise, for who keeps a picture
    of them. watch: told of each of them at once.
    on_leave: told before an item goes, or stands elsewhere.
    """

    def __init__(self) -> None:
        self.pictures = NodePictures()
        self.is_hurried = False
        self.shows_shapes = False
        self.hint: Hint | None = None
        self.kind = "any"
        self.changes = 0
        self.exposed: Box | None = None
        self.stale: list[QRectF] = []
        self.stale_nodes: list[QRectF] = []
        self.watch: Callable[[QGraphicsItem], object] | None = None
        self.on_leave: Callable[[], object] = lambda: None

    def note(self, item: QGraphicsItem) -> None:
        """A wire looks otherwise now, or will; of so many that all is stale, no more is noted."""
        if len(self.stale) <= MANY_STALE:
            self.stale.append(item.sceneBoundingRect())
        if self.watch is not None:
            self.watch(item)

    def leave(self, item: QGraphicsItem) -> None:
        """A wire is about to stand elsewhere, or to be of another size."""
        self.on_leave()
        self.note(item)

    def note_node(self, item: QGraphicsItem) -> None:
        """The same of a node."""
        self.changes += 1
        if len(self.stale_nodes) <= MANY_STALE:
            self.stale_nodes.append(item.sceneBoundingRect())
        if self.watch is not None:
            self.watch(item)
