"""Copying, cutting, pasting and duplicating what is selected, with or without what comes in."""

from collections.abc import Collection, Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF

from hornstudio.engine.editing import edits
from hornstudio.engine.editing.frame import paste_frames, remove_frames
from hornstudio.engine.errors import FileError
from hornstudio.engine.graph import Graph, Wire, with_nodes
from hornstudio.ui.canvas.edit import clipboard, placement, selection
from hornstudio.ui.words.translate import fill, tr, tr_engine

if TYPE_CHECKING:
    from hornstudio.ui.canvas.canvas import Canvas

_OFFSET = 24


class Copying:
    """Each copy lies a little further aside than the one before; each is one undo step."""

    def __init__(self, canvas: "Canvas") -> None:
        self._canvas = canvas
        self._document = canvas.document
        self._pasted: tuple[str, int] = ("", 0)
        self._owners: tuple[str, object, dict[str, str]] = ("", None, {})

    def copy(self) -> None:
        """Copy the selected nodes as text, with the frames around them."""
        ids, frames = self._canvas.framing.taken()
        if ids or frames:
            clipboard.copy(self._document.graph, ids, frames)
            text, nodes = clipboard.text(), self._document.graph.nodes
            self._pasted = (text, 0)
            self._owners = (text, self._place, {i: nodes[i].weights_of for i in ids})

    @property
    def _place(self) -> object:
        """The network, and where in it: what other places call by the same name is another."""
        return self._document.undo_stack, getattr(self._document, "trail", ())

    def _with_owners(self, part: Graph, text: str) -> Graph:
        """A part that was copied here shares weights as it did; its text cannot say with whom."""
        copied, place, owners = self._owners
        if (copied, place) != (text, self._place):
            return part
        nodes = {i: replace(n, weights_of=owners.get(i, "")) for i, n in part}
        return with_nodes(part, nodes)

    def cut(self) -> None:
        """Copy the selected nodes and delete them, with the frames around them."""
        ids, frames = self._canvas.framing.taken()
        if ids or frames:
            self.copy()
            what = self._named(ids, tr("Cut {node}"), tr("Cut {count} modules"), tr("Cut frame"))
            graph = edits.remove_nodes(self._document.graph, ids)
            self._document.edit(what, remove_frames(graph, frames))
            self._pasted = (clipboard.text(), -1)

    def _named(self, ids: Collection[str], one: str, many: str, none: str) -> str:
        """Name of a step on some nodes, or on a frame without any."""
        if len(ids) == 1:
            return fill(one, node=selection.title_of(self._document.graph, next(iter(ids))))
        return fill(many, count=len(ids)) if ids else none

    def paste(self, *, is_wired: bool = False) -> None:
        """Add what the clipboard holds and select it; refuse other text in words.

        is_wired: what came into the copied nodes comes into the copies too, from the same nodes.
        """
        part, refusal = clipboard.pasteable()
        if part is None:
            self._canvas.advice.notice(refusal)
        else:
            text = clipboard.text()
            self._paste(self._with_owners(part, text), text, is_wired=is_wired)

    def drop(self, text: str, at: QPointF) -> None:
        """Add what the text of a network holds that was let go there; refuse it in words."""
        try:
            part = clipboard.part_of(text)
        except FileError as error:
            reason = tr_engine((error.problems or (error.text,))[0])
            words = tr("The text that was dropped is no network: {reason}", reason=reason)
            self._canvas.advice.notice(words)
            return
        if part.nodes or part.frames:
            self._put(part, placement.shift_to(part, at), part.wires)
        else:
            self._canvas.advice.notice(tr("The network that was dropped has no modules."))
        self._canvas.view.setFocus()

    def paste_wired(self) -> None:
        """Paste, wired to what came into the copied nodes."""
        self.paste(is_wired=True)

    def _paste(self, part: Graph, text: str, *, is_wired: bool) -> None:
        times = self._pasted[1] + 1 if self._pasted[0] == text else 1
        self._pasted = (text, times)
        area = self._canvas.view.visible_area()
        offset = placement.shift_into(part, area, _OFFSET * times)
        if times and not self._stands_here(part):
            bodies = [item.body for item in self._canvas.scene.nodes.values()]
            offset = placement.shift_clear(part, offset, bodies)
        wires = self._takeable(part, clipboard.wires_into(part)) if is_wired else part.wires
        self._put(part, offset, wires)

    def _stands_here(self, part: Graph) -> bool:
        """Whether an original is here, of which a copy may lie a little aside."""
        nodes = self._document.graph.nodes
        return any(i in nodes and (nodes[i].kind, nodes[i].at) == (n.kind, n.at) for i, n in part)

    def _put(self, part: Graph, offset: tuple[float, float], wires: Iterable[Wire]) -> None:
        """Add a part; on an empty canvas all of it is brought into view."""
        is_first = not (self._document.graph.nodes or self._document.graph.frames)
        graph, ids = edits.paste(self._document.graph, part, offset, wires)
        graph = paste_frames(graph, part, offset)
        count = len(ids)
        if not ids:
            what = tr("Paste frame")
        elif count == 1:
            title = selection.title_of(graph, next(iter(ids.values())))
            what = tr("Paste {node}", node=title)
        else:
            what = tr("Paste {count} modules", count=count)
        self._add(what, graph, ids.values())
        if is_first:
            self._canvas.sight.fit_all()

    def _add(self, what: str, graph: Graph, ids: Iterable[str]) -> None:
        """Carry it out, and select what is new: the nodes, or frames that hold none."""
        before = len(self._document.graph.frames)
        self._document.edit(what, graph)
        self._canvas.framing.choose(*range(before, len(graph.frames)))
        self._document.select(came := tuple(ids))
        self._canvas.sight.reveal_all(came)

    def duplicate(self, *, is_wired: bool = False) -> None:
        """Add a copy of the selection a little aside, and select it."""
        chosen, frames = self._canvas.framing.taken()
        if not chosen and not frames:
            return
        graph = self._document.graph
        part = edits.extract(graph, chosen)
        held = replace(part, frames=tuple(graph.frames[i] for i in frames))
        into = edits.wires_into(graph, chosen) if is_wired else part.wires
        made, ids = edits.paste(graph, part, (_OFFSET, _OFFSET), into)
        names = (tr("Duplicate {node}"), tr("Duplicate {count} modules"), tr("Duplicate frame"))
        made = paste_frames(made, held, (_OFFSET, _OFFSET))
        self._add(self._named(chosen, *names), made, ids.values())

    def duplicate_wired(self) -> None:
        """Duplicate, wired to what comes into the selection."""
        self.duplicate(is_wired=True)

    def _takeable(self, part: Graph, wires: Iterable[Wire]) -> list[Wire]:
        """Wires from within the part, and from outputs that nodes of this graph have."""
        facts = self._document.report.facts
        outputs = {f"{i}.{port.name}" for i, f in facts.items() for port in f.module.outputs}
        return [w for w in wires if w.source_node in part.nodes or w.source in outputs]
