"""New modules: from the palette, from the search, at the end of a loose wire, on a wire."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF

from hornstudio.engine import edits
from hornstudio.engine.catalog import catalog
from hornstudio.engine.errors import GraphError
from hornstudio.engine.graph import Graph, Node, Wire
from hornstudio.engine.module import Module
from hornstudio.engine.obvious import JUDGES, obvious_wires
from hornstudio.engine.remedies import insert_module
from hornstudio.ui.canvas.edit import placement, wiring
from hornstudio.ui.canvas.overlay.search_popup import Choice
from hornstudio.ui.canvas.paint.look import Side
from hornstudio.ui.canvas.paint.reading import port_type
from hornstudio.ui.translate import tr, tr_engine

if TYPE_CHECKING:
    from hornstudio.ui.canvas.canvas import Canvas

Point = tuple[float, float]


class Adding:
    """Places modules on a canvas and wires them where that was meant."""

    def __init__(self, canvas: "Canvas") -> None:
        self._canvas = canvas
        self._document = canvas.document
        self._at = QPointF()
        self._end = ""
        self._side: Side = "out"
        self._wire: Wire | None = None
        canvas.popup.chosen.connect(self._on_chosen)

    def add(self, kind: str, at: Point | None = None) -> str:
        """Add a module; without a place, behind the selected node and wired to it if it fits.

        Then ports that have one obvious source, such as the only labels, are wired too. Returns
        the new node's id, empty for an unknown kind.
        """
        module = catalog().get(kind)
        if module is None:
            return ""
        if at is not None:
            return self._place(module, at, self._document.graph, "", "out")
        chosen = self._document.selection
        touching = self._canvas.scene.blocks.touching
        if len(chosen) != 1:
            center = self._canvas.view.visible_area().center()
            at = placement.near(center, touching)
            return self._place(module, at, self._document.graph, "", "out")
        at = self._place_beside(chosen[0], module)
        end = self._first_end(chosen[0], module)
        return self._place(module, at, self._document.graph, end, "out", fills_ports=True)

    def _place_beside(self, node_id: str, module: Module) -> Point:
        """Right of a node; a judge stands below another judge, an optimizer right of a loss."""
        report, touching = self._document.report, self._canvas.scene.blocks.touching
        role = report.facts[node_id].module.role
        if module.role in JUDGES and role in JUDGES:
            return placement.below(self._canvas.scene.nodes[node_id].body, touching)
        if module.role == "optimizer" and role != "loss":
            losses = [i for i, facts in report.facts.items() if facts.module.role == "loss"]
            node_id = losses[0] if losses else node_id
        return placement.right_of(self._canvas.scene.nodes[node_id].body, touching)

    def _first_end(self, node_id: str, module: Module) -> str:
        """The first output of a node that the module can follow; "" for none."""
        report = self._document.report
        for port in report.facts[node_id].module.outputs:
            end = f"{node_id}.{port.name}"
            if wiring.try_module(report, end, "out", module)[0]:
                return end
        return ""

    def drop(self, kind: str, at: QPointF) -> None:
        """Add a module that was let go over the canvas: on a wire, it is put into it."""
        module = catalog().get(kind)
        if module is None:
            return
        line = self._canvas.scene.wire_at(at, self._canvas.view.hover.wire_reach())
        if line and self._canvas.scene.node_at(at) is None and self._inserts(line.wire, module):
            self._insert(line.wire, module)
            return
        # The pointer holds the node by the middle of its header, as the picture under it does.
        self.add(kind, placement.held_at(at))
        self._canvas.view.setFocus()

    def _inserts(self, wire: Wire, module: Module) -> bool:
        if module.role != "layer" or not module.outputs:
            return False
        fit, _ = wiring.try_module(self._document.report, wire.source, "out", module)
        return bool(fit and fit.target_port == module.inputs[0].name)

    def _insert(self, wire: Wire, module: Module) -> None:
        known = set(self._document.graph.nodes)
        graph = insert_module(self._document.graph, wire, module.kind, catalog())
        self._document.edit(tr("Insert {module}", module=tr_engine(module.title)), graph)
        self._document.select(i for i in graph.nodes if i not in known)

    def _place(
        self,
        module: Module,
        at: Point,
        graph: Graph,
        end: str,
        side: Side,
        fills_ports: bool = False,
    ) -> str:
        """Add a node, wired to `end` where there is one, as one step; select it."""
        node_id = graph.new_id(module.kind)
        added = edits.add_node(graph, node_id, Node(module.kind, at=at))
        if end:
            wire, _ = wiring.try_module(self._document.report, end, side, module)
            if wire:
                added = wiring.draw_wire(added, wiring.for_node(wire, node_id))
        for wire in obvious_wires(added, node_id, catalog()) if fills_ports else ():
            added = wiring.draw_wire(added, wire)
        self._document.edit(tr("Add {module}", module=tr_engine(module.title)), added)
        self._canvas.scene.choose_wires(())
        self._document.select([node_id])
        self._canvas.reveal(node_id)
        return node_id

    def ask(self, at: QPointF, end: str = "", side: Side = "out") -> None:
        """Search at a point; `end` is what a loose wire hangs on."""
        self._at, self._end, self._side, self._wire = at, end, side, None
        report = self._document.report

        def fit(module: Module) -> Choice | None:
            if not end:
                return Choice(module)
            wire, result = wiring.try_module(report, end, side, module)
            return Choice(module, result) if wire else None

        self._canvas.popup.ask(self._canvas.to_window(at), fit, self._takes(end, side))
        self._canvas.view.hold_wire(end, side, at)

    def ask_insert(self, wire: Wire, at: QPointF) -> None:
        """Search for a module to put into a wire."""
        self._at, self._end, self._wire = at, "", wire
        report = self._document.report

        def fit(module: Module) -> Choice | None:
            _, result = wiring.try_module(report, wire.source, "out", module)
            return Choice(module, result) if self._inserts(wire, module) else None

        takes = self._takes(wire.source, "out")
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

    def _on_chosen(self, kind: str) -> None:
        module = catalog().get(kind)
        self._canvas.view.drop_held_wire()
        self._canvas.view.setFocus()
        if module is None:
            return
        if self._wire and self._wire in self._document.graph.wires:
            try:
                self._insert(self._wire, module)
            except GraphError as error:
                self._canvas.advice.notice(tr_engine(error.text))
            return
        graph = self._document.graph
        end = self._end if self._end.partition(".")[0] in graph.nodes else ""
        if end:
            at = placement.at_port(self._at, "in" if self._side == "out" else "out")
        else:
            at = placement.held_at(self._at)
        self._place(module, at, graph, end, self._side)
