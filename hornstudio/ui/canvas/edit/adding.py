"""New modules: from the palette, from the search, at the end of a loose wire, on a wire."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPointF, QRect

from hornstudio.engine.catalog import Catalog, catalog
from hornstudio.engine.check import Report
from hornstudio.engine.checking.obvious import JUDGES, obvious_wires
from hornstudio.engine.editing import edits
from hornstudio.engine.errors import GraphError
from hornstudio.engine.graph import EMPTY, Node, Wire, freeze
from hornstudio.engine.module import Module
from hornstudio.engine.storage.shelf import OFFERED, offered, with_kept
from hornstudio.ui.canvas.edit import placement, splicing, wiring
from hornstudio.ui.canvas.overlay.choice import Choice
from hornstudio.ui.canvas.overlay.preference import preference
from hornstudio.ui.canvas.overlay.search_popup import Fit, Params
from hornstudio.ui.canvas.paint.look import Side
from hornstudio.ui.canvas.paint.reading import port_type
from hornstudio.ui.search.ranking import Ranking
from hornstudio.ui.words.translate import tr, tr_engine

if TYPE_CHECKING:
    from hornstudio.ui.canvas.canvas import Canvas

Point = tuple[float, float]


class Adding:
    """Places modules on a canvas and wires them where that was meant."""

    def __init__(self, canvas: "Canvas") -> None:
        self._canvas = canvas
        self._document = canvas.document
        self._at = QPointF()
        self._wish: QPointF | None = None
        self._end = ""
        self._side: Side = "out"
        self._wire: Wire | None = None
        self._ranked: tuple[Report, tuple[str, ...], Ranking] | None = None
        canvas.popup.chosen.connect(self._on_chosen)

    def add(self, kind: str, at: Point | None = None) -> str:
        """Add a module at a place; without one, behind the selected node and wired if it fits.

        Returns the new node's id, empty for an unknown kind.
        """
        with self._brought(kind) as module:
            if module is None:
                return ""
            return self._place(module, at, "", "out") if at else self._follow(module, None)

    def add_with(self, kind: str, params: Mapping[str, Any]) -> str:
        """Add a known module with these params in the middle of what is seen; returns its id."""
        module = self._document.modules.get(kind)
        assert module is not None, kind
        center = self._canvas.view.visible_area().center()
        at = placement.near(center, self._canvas.scene.blocks.touching)
        return self._place(module, at, "", "out", params=params)

    def offered(self) -> Catalog:
        """What can be added: what the graph knows, and what is kept in the user's palette."""
        return offered(self._document.graph, self._document.modules)

    @contextmanager
    def _brought(self, kind: str) -> Iterator[Module | None]:
        """The module of a kind; one that is only kept so far comes along in the same undo step."""
        document = self._document
        known, name = document.modules.get(kind), kind.removeprefix(OFFERED)
        if known is not None:
            yield known
            return
        try:
            graph, own = with_kept(document.graph, name)
        except GraphError:  # neither kept
            yield None
            return
        title = tr("Add {module}", module=graph.groups[own].title or own)
        document.undo_stack.beginMacro(title)
        try:
            document.edit(title, graph)
            yield document.modules.get(own)
        finally:
            document.undo_stack.endMacro()

    def _follow(self, module: Module, wish: QPointF | None, params: Params = EMPTY) -> str:
        """Add a module behind the one selected node, and wire what has one obvious source.

        wish: where the middle of its header should be; it gives way to nodes that are there, and
        where a wire would lead back to it.
        """
        chosen = self._document.selection
        wire = self._first_fit(chosen[0], module, params)[0] if len(chosen) == 1 else None
        end = wire.source if wire else ""
        touching = self._canvas.scene.blocks.touching
        at = placement.held_at(wish) if wish else None
        is_behind = len(chosen) == 1
        if at and is_behind and self._is_before(at, chosen[0], wire, module):
            at = None
        if at is None or placement.covers(at, touching):
            center = wish or self._canvas.view.visible_area().center()
            at = self._place_beside(chosen[0], module) if is_behind else None
            at = at or placement.near(center, touching)
        return self._place(module, at, end, "out", fills_ports=is_behind, params=params)

    def _is_before(self, at: Point, node_id: str, wire: Wire | None, module: Module) -> bool:
        """Whether a place is left of the node whose output a module there would take."""
        source = node_id if wire else self._loss() if module.role == "optimizer" else ""
        return bool(source) and at[0] < self._canvas.scene.nodes[source].body.right()

    def _loss(self) -> str:
        """The first loss; "" without any."""
        facts = self._document.report.facts.items()
        return next((i for i, known in facts if known.module.role == "loss"), "")

    def _place_beside(self, node_id: str, module: Module) -> Point:
        """Right of a node; a judge stands below another judge, an optimizer right of a loss."""
        report, touching = self._document.report, self._canvas.scene.blocks.touching
        role = report.facts[node_id].module.role
        if module.role in JUDGES and role in JUDGES:
            return placement.below(self._canvas.scene.nodes[node_id].body, touching)
        if module.role == "optimizer" and role != "loss":
            node_id = self._loss() or node_id
        return placement.right_of(self._canvas.scene.nodes[node_id].body, touching)

    def _first_fit(self, node_id: str, module: Module, params: Params) -> tuple[Wire | None, str]:
        """The wire from the first output of a node that the module can follow, and the shape that
        results."""
        report = self._document.report
        for port in report.facts[node_id].module.outputs:
            end = f"{node_id}.{port.name}"
            wire, result = wiring.try_module(report, end, "out", module, params)
            if wire:
                return wire, result
        return None, ""

    def drop(self, kind: str, at: QPointF, wire: Wire | None = None) -> None:
        """Add a module that was let go over the canvas, or over a wire that takes it."""
        with self._brought(kind) as module:
            if module is None:
                return
            if wire is not None:
                self._insert(wire, module, at)
            else:
                # The pointer holds the node by the middle of its header, as its picture does.
                self._place(module, placement.held_at(at), "", "out")
        self._canvas.view.setFocus()

    def _insert(self, wire: Wire, module: Module, at: QPointF, params: Params = EMPTY) -> None:
        graph, node_id = splicing.with_module(self._canvas.scene, wire, module, at, params)
        self._note_use(module)
        self._document.edit(tr("Insert {module}", module=tr_engine(module.title)), graph)
        self._canvas.scene.choose_wires(())
        self._document.select([node_id])
        self._canvas.sight.reveal(node_id)

    def _place(
        self,
        module: Module,
        at: Point,
        end: str,
        side: Side,
        fills_ports: bool = False,
        params: Params = EMPTY,
    ) -> str:
        """Add a node, wired to `end` where there is one, as one step; select it."""
        graph = self._document.graph
        node_id = graph.new_id(module.kind)
        added = edits.add_node(graph, node_id, Node(module.kind, freeze(params), at=at))
        if end:
            wire, _ = wiring.try_module(self._document.report, end, side, module, params)
            if wire:
                added = wiring.draw_wire(added, wiring.for_node(wire, node_id))
        for wire in obvious_wires(added, node_id, catalog()) if fills_ports else ():
            added = wiring.draw_wire(added, wire)
        self._note_use(module)
        self._document.edit(tr("Add {module}", module=tr_engine(module.title)), added)
        self._canvas.scene.choose_wires(())
        self._document.select([node_id])
        self._canvas.sight.reveal(node_id)
        return node_id

    def _note_use(self, module: Module) -> None:
        self._canvas.uses[module.kind] = self._canvas.uses.get(module.kind, 0) + 1

    def ask(self, at: QPointF, end: str = "", side: Side = "out") -> None:
        """Search at a point; `end` is what a loose wire hangs on.

        Without one, the choice is going to follow the one selected node, if any.
        """
        self._at, self._end, self._side, self._wire = at, end, side, None
        self._wish = at
        chosen, beside = self._document.selection, QRect()
        if end:
            fit, takes = self._fit_at(end, side), self._takes(end, side)
        elif len(chosen) == 1:
            fit = self._fit_behind(chosen[0])
            takes = tr("follows {port}", port=chosen[0])
            beside = self._in_window(chosen[0])
        else:
            fit, takes = (_anything if self._document.graph.nodes else _data_first), ""
        self._canvas.popup.modules = self.offered()
        self._canvas.popup.ask(self._canvas.to_window(at), fit, takes, beside)
        self._canvas.view.hold_wire(end, side, at)

    def _in_window(self, node_id: str) -> QRect:
        """What a node covers of the canvas, in pixels."""
        body, at = self._canvas.scene.nodes[node_id].body, self._canvas.to_window
        return QRect(at(body.topLeft()), at(body.bottomRight()))

    def _fit_at(self, end: str, side: Side) -> Fit:
        report = self._document.report

        def fit(module: Module, params: Params) -> Choice | None:
            wire, result = wiring.try_module(report, end, side, module, params)
            if wire is None:
                return None
            return Choice(module, result, fitness=wiring.fitness(report, wire, module))

        return fit

    def _fit_behind(self, node_id: str) -> Callable[[Module, Params], Choice]:
        """Everything may be added; what can be wired to the node comes first."""
        report = self._document.report

        def fit(module: Module, params: Params) -> Choice:
            wire, result = self._first_fit(node_id, module, params)
            if wire is None:
                return Choice(module, result, is_wired=False)
            return Choice(module, result, fitness=1 + wiring.fitness(report, wire, module))

        return fit

    def ranking(self) -> Ranking:
        """What stands first in a search for what `add` is going to add."""
        report, chosen = self._document.report, self._document.selection
        # Each letter of a search asks for it; to try all modules takes longer than to find them.
        if self._ranked is None or self._ranked[0] is not report or self._ranked[1] != chosen:
            fits: Iterable[Choice] = ()
            if len(chosen) == 1:
                fit = self._fit_behind(chosen[0])
                fits = (fit(module, EMPTY) for module in self._document.modules.nodes())
            self._ranked = (report, chosen, preference(fits, self._canvas.uses))
        return self._ranked[2]

    def ask_insert(self, wire: Wire, at: QPointF) -> None:
        """Search for a module to put into a wire."""
        self._at, self._end, self._wire = at, "", wire
        report = self._document.report

        def fit(module: Module, params: Params) -> Choice | None:
            trial, result = wiring.try_module(report, wire.source, "out", module, params)
            if trial is None or not wiring.fits_into(report, wire, module):
                return None
            return Choice(module, result, fitness=wiring.fitness(report, trial, module))

        takes = self._takes(wire.source, "out")
        self._canvas.popup.modules = self.offered()
        self._canvas.popup.ask(self._canvas.to_window(at), fit, takes)

    def _takes(self, end: str, side: Side) -> str:
        """What a module must take or give, in words."""
        if not end:
            return ""
        if side == "in":
            return tr("goes into {port}", port=end)
        spec = self._document.report.spec(end)
        if spec is None:
            return tr("follows {port}", port=end)
        kind = port_type(spec)
        if kind == "label":
            return tr("takes labels")
        if kind == "scalar":
            return tr("takes a loss")
        return tr("takes {shape}", shape=str(spec))

    def _on_chosen(self, choice: Choice, goes_on: bool) -> None:
        self._canvas.view.drop_held_wire()
        self._canvas.view.setFocus()
        with self._brought(choice.module.kind) as module:
            if module is None:
                return
            self._add_chosen(module, choice.params)
        if goes_on:
            self._ask_next()

    def _add_chosen(self, module: Module, params: Params) -> None:
        """Put it where the search was opened."""
        if self._wire and self._wire in self._document.graph.wires:
            self._insert(self._wire, module, self._at, params)
        elif self._end.partition(".")[0] in self._document.graph.nodes:
            at = placement.at_port(self._at, "in" if self._side == "out" else "out")
            at = placement.aside(at, self._canvas.scene.blocks.touching)
            self._place(module, at, self._end, self._side, fills_ports=True, params=params)
        else:
            self._follow(module, self._wish, params)

    def _ask_next(self) -> None:
        """Search for what is to follow the module that has just come, where it is going to be."""
        (node_id,) = self._document.selection
        body = self._canvas.scene.nodes[node_id].body
        self.ask(QPointF(*placement.right_of(body, self._canvas.scene.blocks.touching)))
        self._wish = None  # there is no better place than right of it, whatever stands around


def _anything(module: Module, params: Params) -> Choice:
    return Choice(module)


def _data_first(module: Module, params: Params) -> Choice:
    """On an empty canvas; every network begins with data."""
    return Choice(module, fitness=int(module.role == "data"))
