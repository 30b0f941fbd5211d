"""Where the keyboard was on a canvas before nothing was selected any more."""

from typing import TYPE_CHECKING

from hornstudio.engine.graph import Graph, Wire

if TYPE_CHECKING:
    from hornstudio.ui.canvas.canvas import Canvas


class LastPlace:
    """The module or the wire that was selected last, also once it is gone."""

    def __init__(self, canvas: "Canvas") -> None:
        self._canvas = canvas
        self._document = canvas.document
        self._place: str | Wire = ""
        self._graph = canvas.document.graph
        canvas.scene.wire_listeners.append(self._on_chosen)
        canvas.document.selection_changed.connect(self._on_chosen)
        canvas.document.graph_changed.connect(self._on_graph_changed)

    def _on_chosen(self, *_: object) -> None:
        ids, wires = self._document.selection, self._canvas.scene.chosen_wires
        if ids or len(wires) == 1:
            self._place = ids[-1] if ids else next(iter(wires))
            self._graph = self._document.graph

    def _on_graph_changed(self, old: Graph, new: Graph) -> None:
        """What is still there is where it is now; of what is gone, the last graph tells."""
        is_there = self._place in new.nodes or self._place in new.wires
        if is_there and old.inside == new.inside == self._graph.inside:
            self._graph = new

    @property
    def gone_wire(self) -> Wire | None:
        """The wire, where that is gone and nothing else is selected since."""
        place, graph = self._place, self._document.graph
        is_gone = isinstance(place, Wire) and place not in graph.wires
        is_here = self._graph.inside == graph.inside and not self._document.selection
        return place if is_gone and is_here else None  # type: ignore[return-value]

    def nearest(self, direction: str) -> str:
        """The module to go on from: the last one, or of what was around it the one on that side.

        The first of all where nothing was selected yet; "" without any.
        """
        graph, place = self._document.graph, self._place
        around = self._around(direction) if self._graph.inside == graph.inside else []
        near = next((i for i in (place, *around) if i in graph.nodes), "")
        return str(near) or next(iter(graph.nodes), "")

    def _around(self, direction: str) -> list[str]:
        if isinstance(self._place, Wire):
            before, behind = [self._place.source_node], [self._place.target_node]
        elif self._place in self._graph.nodes:
            before = [w.source_node for w in self._graph.wires_into(self._place)]
            behind = [w.target_node for w in self._graph.wires_from(self._place)]
        else:
            return []
        return behind + before if direction == "right" else before + behind
