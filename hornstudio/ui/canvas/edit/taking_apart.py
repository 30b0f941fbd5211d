"""Composites taken apart on the canvas: what the selected uses hold comes in their place."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSizeF

from hornstudio.engine.composite.ungrouping import (
    open_fans,
    ungroup,
    with_sharing,
    without_sharing,
)
from hornstudio.engine.editing import edits
from hornstudio.engine.editing.sharing import sharers_beside
from hornstudio.engine.errors import GraphError
from hornstudio.engine.graph import Graph, Point
from hornstudio.engine.layout.size import sizes
from hornstudio.ui.canvas import geometry
from hornstudio.ui.canvas.edit import placement, selection
from hornstudio.ui.canvas.edit.sharing_question import ask_who_shares
from hornstudio.ui.words.translate import sentence, tr

if TYPE_CHECKING:
    from hornstudio.ui.canvas.canvas import Canvas


class TakingApart:
    """Ungroups uses of composites, with those that share weights with them where that is wished."""

    def __init__(self, canvas: "Canvas") -> None:
        self._canvas = canvas
        self._document = canvas.document

    def ungroup(self) -> None:
        """Put what the selected uses hold in their place."""
        self._canvas.naming.editor.finish()
        document, graph = self._document, self._document.graph
        uses = [i for i in document.selection if graph.nodes[i].kind in graph.groups]
        if not uses:
            self._canvas.advice.notice(tr("Select a composite, to take it apart."))
            return
        if others := sharers_beside(graph, uses):
            answer = ask_who_shares(self._canvas, graph, uses, others)
            if not answer:
                return
            uses += others if answer == "all" else []
        self._take_apart(graph, uses)

    def _take_apart(self, graph: Graph, uses: Sequence[str]) -> None:
        """In one step. Uses that share weights go on sharing with each other."""
        document, before = self._document, graph
        found: dict[str, list[str]] = {}
        graph, owners = without_sharing(graph, uses)
        try:
            for use in uses:
                opened, found[use] = ungroup(graph, use)
                graph = self._with_room(opened, graph.nodes[use].at, use, found[use])
        except GraphError as error:
            self._canvas.advice.notice(sentence(error.text))
            return
        graph = with_sharing(graph, owners, found)
        names = (tr("Ungroup {node}"), tr("Ungroup {count} composites"))
        document.edit(selection.counted(document, *names, uses), graph)
        document.select(came := [node_id for ids in found.values() for node_id in ids])
        self._canvas.sight.reveal_all(came)
        self._say_what_is_open(before, uses)

    def _say_what_is_open(self, before: Graph, uses: Sequence[str]) -> None:
        """What an input that was not wired led to is open, and was one place to wire before."""
        fans = ((use, *fan) for use in uses for fan in open_fans(before, use).items())
        for use, port, ends in fans:
            words = tr(
                "{port} of {node} was not wired; the {count} ports that it led to are open now, "
                "each by itself.",
                port=port,
                node=selection.title_of(before, use),
                count=len(ends),
            )
            self._canvas.advice.notice(words)
            return

    def _with_room(self, graph: Graph, at: Point, use: str, ids: Sequence[str]) -> Graph:
        """The graph in which what is under the nodes that come out of a use has made way."""
        drawn, room = self._canvas.scene.nodes, sizes(graph, self._document.modules)

        def body(node_id: str) -> QRectF:
            is_new = node_id in ids or node_id not in drawn
            size = QSizeF(*room[node_id]) if is_new else drawn[node_id].body.size()
            return QRectF(QPointF(*graph.nodes[node_id].at), size)

        held = QRectF(QPointF(*at), drawn[use].body.size())
        others = {i: body(i) for i in graph.nodes if i not in ids}
        found = [body(i) for i in ids]
        area = geometry.union(found)
        near = [other for other in others.values() if other.intersects(area)]
        if not any(mine.intersects(other) for mine in found for other in near):
            return graph
        return edits.move_nodes(graph, placement.give_way(held, area, others))
