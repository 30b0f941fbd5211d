"""The level of the document that is on the canvas: the graph itself, or a composite's body.

To canvas, inspector and palette a level is a document like any other, so that everything that can
be done to a graph can be done inside a composite. Its edits are edits of the whole document.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from PySide6.QtCore import Signal

from hornstudio.engine.check import Report, check
from hornstudio.engine.composite.declaration import Specs, with_values
from hornstudio.engine.composite.inside import body_of, trail_of, with_body
from hornstudio.engine.errors import GraphError
from hornstudio.engine.graph import Graph
from hornstudio.engine.problem import Problem
from hornstudio.engine.text import Text
from hornstudio.ui.document import Document, is_only_moved

Trail = tuple[str, ...]


class Level(Document):
    """A part of a document; `trail` names the uses of composites that lead there from the top.

    moved()         another level is shown; `graph_changed` has been sent
    refused(text)   an edit that cannot be made, and why
    """

    moved = Signal()
    refused = Signal(Text)

    def __init__(self, root: Document) -> None:
        super().__init__(undo_stack=root.undo_stack)
        self.root = root
        self.graph, self.report = root.graph, root.report
        self.trail: Trail = ()
        self._checked: Report | None = None
        root.modified_changed.connect(self.modified_changed)
        root.switched.connect(self._on_switched)
        root.graph_changed.connect(self._on_root_changed)
        root.selection_changed.connect(self._on_root_selection_changed)
        root.opened.connect(self._on_opened)
        root.kept_changed.connect(self._on_kept_changed)
        root.place_requested.connect(self._on_place_requested)
        self.selection = root.selection
        self.selection_changed.connect(self._note_selection)

    @property
    def is_inside(self) -> bool:
        """Whether a composite's body is shown."""
        return bool(self.trail)

    @property
    def name(self) -> str:
        """What a person calls what is shown; at the top, the whole network with its number."""
        return super().name if self.trail else self.root.name

    def steps(self) -> list[tuple[Trail, str]]:
        """The levels from the top to this one: the trail of each, and its name."""
        found: list[tuple[Trail, str]] = [((), self.root.name)]
        graph = holder = self.root.graph
        for place, (use, kind) in enumerate(trail_of(graph, self.trail)):
            title = holder.nodes[use].title or graph.groups[kind].title or kind
            found.append((self.trail[: place + 1], title))
            holder = graph.groups[kind].body
        return found

    def edit(self, what: str, graph: Graph, merge: str = "", trail: Trail | None = None) -> None:
        """Replace what is shown by an edited graph, as one undo step of the document.

        It is done at this level, whatever `trail` says.
        """
        if graph is self.graph or graph == self.graph:
            return
        if not self.trail:
            self.root.edit(what, graph, merge, trail=())
            return
        try:
            made = with_body(self.root.graph, graph)
        except GraphError as error:
            self.refused.emit(error.text)
            return
        self.edit_whole(what, made, f"{merge}@{'/'.join(self.trail)}" if merge else "")

    def edit_whole(self, what: str, graph: Graph, merge: str = "") -> None:
        """Replace the whole document's graph from here, where undoing leads back to."""
        self.root.edit(what, graph, merge, trail=self.trail)

    def select(self, ids: Iterable[str]) -> None:
        """Select these nodes of the level and no others."""
        if self.trail:
            super().select(ids)
        else:
            self.root.select(ids)

    def enter(self, use: str) -> bool:
        """Show the inside of a use of a composite; whether it is one."""
        if use not in self.graph.nodes or self.graph.nodes[use].kind not in self.graph.groups:
            return False
        self.go((*self.trail, use))
        return True

    def leave(self) -> None:
        """Show what is around, with the use selected that was open."""
        if self.trail:
            use = self.trail[-1]
            self.go(self.trail[:-1])
            self.select([use])

    def go(self, trail: Sequence[str]) -> None:
        """Show another level, as far down as its trail still leads."""
        wanted = tuple(use for use, _ in trail_of(self.root.graph, trail))
        if wanted == self.trail:
            return
        self.root.select(())
        self.trail, self._checked = wanted, None
        self.selection = ()
        self._renew()
        self.selection_changed.emit(())
        self.moved.emit()

    def _renew(self) -> None:
        old = self.graph
        self.report = self._report()
        self.graph = self.report.graph
        before = self.selection
        chosen = before if self.trail else self.root.selection
        self.selection = tuple(i for i in chosen if i in self.graph.nodes)
        self.graph_changed.emit(old, self.graph)
        if self.selection != before:
            self.selection_changed.emit(self.selection)

    def _report(self) -> Report:
        """The report on this level, with what the uses that lead here are given and set to."""
        report, root = self.root.report, self.root.graph
        steps = trail_of(root, self.trail)
        for place, (use, _) in enumerate(steps):
            before = self._checked if place == len(steps) - 1 else None
            report = report_inside(report, use, before)
        if not steps:
            return report
        self._checked = report
        return replace(report, graph=body_of(root, steps[-1][1]))

    def _on_root_changed(self, old: Graph, new: Graph) -> None:
        edited_at = self.root.edited_at
        trail = self.trail if edited_at is None else edited_at
        wanted = tuple(use for use, _ in trail_of(new, trail))
        chosen = self.root.chosen_again
        if wanted == self.trail:
            former = self.graph.nodes
            self._renew()
            if self.trail and not former.keys() >= set(chosen):
                self.select(chosen)
            return
        self.trail, self._checked = wanted, None
        self.selection = ()
        self._renew()
        self.selection_changed.emit(self.selection)
        self.moved.emit()
        if self.trail:
            self.select(chosen)

    def _on_root_selection_changed(self, ids: Trail) -> None:
        if not self.trail and ids != self.selection:
            self.selection = ids
            self.selection_changed.emit(ids)

    def _note_selection(self, ids: Trail) -> None:
        """The steps of the history ask the document what is selected inside."""
        self.root.chosen_inside = (self.trail, ids)

    def _on_opened(self) -> None:
        self.go(())
        self.opened.emit()

    def _follow_history(self) -> None:
        """The whole document tells whether it is saved."""

    def _on_switched(self) -> None:
        self.undo_stack = self.root.undo_stack
        self.switched.emit()

    def _on_kept_changed(self) -> None:
        self.kept_changed.emit()

    def _on_place_requested(self, problem: Problem) -> None:
        """Problems are told at the top, at the use that holds them."""
        self.go(())
        self.place_requested.emit(problem)


def report_inside(report: Report, use: str, before: Report | None = None) -> Report:
    """The report on the body of a use, with what it is given and set to. before: an earlier one."""
    node, groups = report.graph.nodes[use], report.graph.groups
    body = body_of(report.graph, node.kind)
    body = replace(body, nodes=with_values(groups[node.kind], node.params).nodes)
    given = _given(report, use)
    if before and before.given == given and is_only_moved(before.graph, body):
        return replace(before, graph=body)
    return check(body, before=before, given=given)


def _given(report: Report, use: str) -> Specs:
    """What comes into each port of a use."""
    inputs = report.facts[use].inputs
    return {port: specs[0] if specs else None for port, specs in inputs.items()}
