"""Composites on the canvas: made of the selection, entered and left, kept in the palette."""

from itertools import count
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from PySide6.QtCore import QPoint, QPointF

from hornstudio.engine.composite.grouping import group_nodes, name_group
from hornstudio.engine.errors import GraphError, HornError
from hornstudio.engine.graph import Graph
from hornstudio.engine.storage.shelf import give_up, keep, kept_as, place_of
from hornstudio.engine.text import Text
from hornstudio.ui.canvas.edit.kept_question import ask_what_stays
from hornstudio.ui.canvas.overlay.breadcrumb import Breadcrumb
from hornstudio.ui.document import Document
from hornstudio.ui.level import Level, Trail
from hornstudio.ui.words.translate import sentence, tr

if TYPE_CHECKING:
    from hornstudio.ui.canvas.canvas import Canvas

_MARGIN_PX = 12
Seen = dict[Trail, tuple[float, QPointF]]
"""Zoom and middle of each level that is around what is shown."""


class Composites:
    """What a canvas does with composites; a document without levels has none to enter."""

    def __init__(self, canvas: "Canvas") -> None:
        self._canvas = canvas
        self._document = canvas.document
        self.breadcrumb = Breadcrumb(canvas.view.viewport())
        self.breadcrumb.chosen.connect(self._on_step_chosen)
        self._trail: Trail = ()
        self._seen: Seen = {}
        self._numbers = count()
        self._seen_in: WeakKeyDictionary[Document, Seen] = WeakKeyDictionary()
        if isinstance(self._document, Level):
            self._document.moved.connect(self._on_moved)
            root = self._document.root
            root.leaving.connect(lambda: self._on_leaving(root.source))
            self._document.switched.connect(lambda: self._on_switched(root.source))
            self._document.refused.connect(self._refuse)
            self._document.graph_changed.connect(lambda *_: self._show_steps())
        canvas.view.pin(self.breadcrumb, QPoint(_MARGIN_PX, _MARGIN_PX))
        self._show_steps()

    def group(self) -> None:
        """Make a composite of the selected nodes, with the frames around them, and ask its name."""
        self._canvas.naming.editor.finish()
        document, title = self._document, self._free_title()
        chosen, frames = document.selection, self._canvas.framing.taken()[1]
        try:
            graph, use = group_nodes(document.graph, chosen, title, document.modules, frames)
        except GraphError as error:
            self._refuse(error.text)
            self._canvas.typing_on.expect()
            return
        number = len(document.selection)
        what = tr("Group 1 module") if number == 1 else tr("Group {count} modules", count=number)
        step = f"group {next(self._numbers)}"
        document.edit(what, graph, merge=step)
        document.select([use])
        self._ask_name(use, what, step)

    def _ask_name(self, use: str, what: str, step: str) -> None:
        """Let a new composite be named where it stands, as part of the step that made it."""
        document = self._document

        def take(title: str) -> None:
            if title and self.is_use(use):
                graph, named = name_group(document.graph, use, title, document.modules)
                document.edit(what, graph, merge=step)
                document.select([named])

        self._canvas.sight.reveal(use)
        self._canvas.naming.ask(use, take)

    def _free_title(self) -> str:
        taken = {group.title for group in self._document.graph.groups.values()}
        stem = title = tr("Block")
        number = 1
        while title in taken:
            number += 1
            title = f"{stem} {number}"
        return title

    def is_use(self, node_id: str) -> bool:
        """Whether a node is a use of a composite."""
        graph = self._document.graph
        return node_id in graph.nodes and graph.nodes[node_id].kind in graph.groups

    def enter(self, node_id: str = "") -> bool:
        """Show the inside of a use, the selected one where none is named; whether it is one."""
        self._canvas.naming.editor.finish()
        if not node_id and len(self._document.selection) == 1:
            node_id = self._document.selection[0]
        is_level = isinstance(self._document, Level)
        return is_level and self._document.enter(node_id)  # type: ignore[attr-defined]

    def leave(self) -> None:
        """Show what is around the composite that is shown."""
        self._canvas.naming.editor.finish()
        if isinstance(self._document, Level) and self._document.is_inside:
            self._document.leave()

    def is_kept(self, node_id: str) -> bool:
        """Whether the composite of a use is in the user's palette, just as it is."""
        graph = self._document.graph
        return bool(kept_as(graph, graph.nodes[node_id].kind))

    def keep(self) -> None:
        """Put the composite of the selected use into the user's palette, or take it out again."""
        chosen = self._document.selection
        if len(chosen) != 1 or not self.is_use(chosen[0]):
            self._canvas.advice.notice(tr("Select a composite, to keep it in your palette."))
            return
        try:
            self._keep(self._document.graph, self._document.graph.nodes[chosen[0]].kind)
        except HornError as error:
            self._refuse(error.text)
        self._document.kept_changed.emit()

    def _keep(self, graph: Graph, kind: str) -> None:
        title = graph.groups[kind].title or kind
        if former := kept_as(graph, kind):
            give_up(former)
            self._canvas.said.emit(tr("{title} is kept in your palette no longer", title=title))
            return
        answer = ask_what_stays(self._canvas, title) if place_of(kind).exists() else "new"
        if answer:
            path = keep(graph, kind, beside=answer == "both")
            words = tr("{title} is kept in your palette: {path}", title=title, path=str(path))
            self._canvas.said.emit(words)

    def _on_step_chosen(self, trail: Trail) -> None:
        self._canvas.naming.editor.finish()
        if isinstance(self._document, Level):
            below = self._document.trail[len(trail) :]
            self._document.go(trail)
            self._document.select(below[:1])
        self._canvas.view.setFocus()

    def _on_moved(self) -> None:
        self._show_steps()
        scene = self._canvas.scene
        for choose in (scene.choose_wires, scene.frames.choose, scene.reroutes.choose):
            choose(())
        self._look(self._document.trail if isinstance(self._document, Level) else ())

    def _on_leaving(self, document: Document) -> None:
        """Another network comes to the front: what is around in this one is kept for later."""
        self._canvas.naming.editor.finish()
        self._seen_in[document] = dict(self._seen)

    def _on_switched(self, document: Document) -> None:
        self._seen = self._seen_in.pop(document, {})

    def _look(self, trail: Trail) -> None:
        """What is around a composite is seen as it was left; of what is new, all."""
        view, seen, former = self._canvas.view, self._seen, self._trail
        seen[former] = (view.zoom, view.visible_area().center())
        around = seen.get(trail) if former[: len(trail)] == trail else None
        self._trail = trail
        self._seen = {t: at for t, at in seen.items() if t == trail[: len(t)] != trail}
        if around is None:
            self._canvas.sight.fit_all()
            return
        self._canvas.sight.look(*around)
        if not self._canvas.scene.nodes_in(view.visible_area()):  # an edit has led here
            self._canvas.sight.fit_all()

    def whole_in_view(self) -> tuple[float, QPointF]:
        """Zoom and middle of the whole network, as it was left where a composite is shown."""
        if self._trail and () in self._seen:
            return self._seen[()]
        return self._canvas.view.zoom, self._canvas.view.visible_area().center()

    def _show_steps(self) -> None:
        steps = self._document.steps() if isinstance(self._document, Level) else []
        self.breadcrumb.show_steps(steps)

    def _refuse(self, reason: Text) -> None:
        self._canvas.advice.notice(sentence(reason))
