"""A module that is being dragged over the canvas from the palette, or text from elsewhere."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPointF, QRectF, Signal
from PySide6.QtGui import QDragMoveEvent, QDropEvent

from hornstudio.engine.graph import Wire
from hornstudio.engine.storage.shelf import offered
from hornstudio.ui.canvas.edit import placement, wiring
from hornstudio.ui.canvas.gesture.wire_under import WireUnder
from hornstudio.ui.mime import KIND, kind_in, network_in, take_copy

if TYPE_CHECKING:
    from hornstudio.ui.canvas.view import View


class PaletteDrag(QObject):
    """Shows which wire would take the module.

    dropped(kind, point, wire or None)   it was let go over the canvas, or over a wire that takes it
    text_dropped(text, point)            the text of a network was let go

    text: of the network that is held, if it is one.
    """

    dropped = Signal(str, QPointF, object)
    text_dropped = Signal(str, QPointF)

    def __init__(self, view: "View") -> None:
        super().__init__(view)
        self._view = view
        self._under = WireUnder(view)
        self._fits: dict[Wire, bool] = {}
        self._kind = ""
        self.text = ""

    def come(self, event: QDragMoveEvent) -> None:
        """Something is dragged on to the canvas."""
        self.text = network_in(event.mimeData())
        self.follow(event)

    def follow(self, event: QDragMoveEvent) -> None:
        """It is held over the canvas: it may be let go there, or is nothing for it."""
        if event.mimeData().hasFormat(KIND):
            take_copy(event)
            self.move(kind_in(event.mimeData()), self._view.to_scene(event.position()))
        elif self.text:
            take_copy(event)
        else:
            event.ignore()

    def end(self, event: QDropEvent) -> None:
        """It is let go over the canvas."""
        at = self._view.to_scene(event.position())
        take_copy(event)
        if event.mimeData().hasFormat(KIND):
            self.drop(kind_in(event.mimeData()), at)
        elif self.text:
            self.text_dropped.emit(self.text, at)

    def move(self, kind: str, at: QPointF) -> None:
        """It is held over a point of the canvas."""
        if kind != self._kind:
            self._kind = kind
            self._fits = {}
        body = QRectF(QPointF(*placement.held_at(at)), placement.USUAL)
        self._under.seek(body, at, self._takes)

    def leave(self) -> None:
        """It has left the canvas, or was let go."""
        self._under.clear()
        self._kind = ""

    def drop(self, kind: str, at: QPointF) -> None:
        """It is let go over a point of the canvas."""
        self.move(kind, at)
        line = self._under.clear()
        self.leave()
        self.dropped.emit(kind, at, line.wire if line else None)

    def _takes(self, wire: Wire) -> bool:
        """Whether a wire can be led through the module; asked once a wire and drag."""
        if wire not in self._fits:
            document, report = self._view.document, self._view.document.report
            module = offered(document.graph, document.modules).get(self._kind)
            self._fits[wire] = module is not None and wiring.fits_into(report, wire, module)
        return self._fits[wire]
