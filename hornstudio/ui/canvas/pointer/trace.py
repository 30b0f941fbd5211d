"""The way of the data through what is under the pointer: all wires before it and behind it."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer

from hornstudio.engine.editing.order import downstream, upstream
from hornstudio.engine.graph import Graph, Wire
from hornstudio.ui.canvas.paint.node import COMPACT_FROM

if TYPE_CHECKING:
    from hornstudio.ui.canvas.view import View

_REST_MS = 160


class Trace:
    """Lets the wires of a way stand out once the pointer has rested on a node or a wire."""

    def __init__(self, view: "View") -> None:
        self._view = view
        self._wanted: tuple[str, str] | None = None
        self._shown: list[Wire] = []
        self._rest = QTimer(view, singleShot=True, interval=_REST_MS)
        self._rest.timeout.connect(self._show)
        view.document.graph_changed.connect(self._on_graph_changed)

    def follow(self, node_id: str, wire: Wire | None) -> None:
        """The pointer is on a node, on a wire, or (without both) on neither."""
        ends = (wire.source_node, wire.target_node) if wire else (node_id, node_id)
        wanted = ends if ends[0] else None
        if wanted == self._wanted:
            return
        self._wanted = wanted
        self._hide()
        if wanted and self._view.zoom >= COMPACT_FROM:
            self._rest.start()
        else:
            self._rest.stop()

    def _on_graph_changed(self, old: Graph, new: Graph) -> None:
        """The way is another one below a pointer that rests: an undo must not leave half of it."""
        if self._shown and old.wires != new.wires:
            self._hide()
            self._rest.start()

    def _show(self) -> None:
        graph = self._view.document.graph
        if self._wanted is None or not set(self._wanted) <= graph.nodes.keys():
            return
        self._shown = way_through(graph, *self._wanted)
        self._mark(True)

    def _hide(self) -> None:
        self._mark(False)
        self._shown = []

    def _mark(self, traced: bool) -> None:
        wires = self._view.canvas_scene.wires
        for wire in self._shown:
            if wire in wires:
                wires[wire].trace(traced)


def way_through(graph: Graph, first: str, last: str) -> list[Wire]:
    """Wires on which data comes to a node `first`, and those on which it goes on from `last`."""
    before, behind = {first, *upstream(graph, first)}, {last, *downstream(graph, last)}
    return [
        w
        for w in graph.wires
        if w.target_node in before
        or w.source_node in behind
        or (w.source_node, w.target_node) == (first, last)
    ]
