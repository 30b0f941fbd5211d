"""Moving nodes, into wires and out of them."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter

from hornstudio.engine.check import Report
from hornstudio.engine.editing import edits
from hornstudio.engine.editing.reroute import loose
from hornstudio.engine.graph import Graph, Wire
from hornstudio.engine.splicing import TakenOut, crossing, insert, ports_on, take_out
from hornstudio.ui.canvas.edit import selection, splicing
from hornstudio.ui.canvas.gesture.gesture import ADDING, Gesture
from hornstudio.ui.canvas.gesture.guide import Guides
from hornstudio.ui.canvas.gesture.loose_wire import LooseWire
from hornstudio.ui.canvas.gesture.wire_under import WireUnder
from hornstudio.ui.words.translate import tr

if TYPE_CHECKING:
    from hornstudio.ui.canvas.view import View

_ALT = Qt.KeyboardModifier.AltModifier


class Move(Gesture):
    """A press on a node: a click selects, a drag moves all that is selected.

    With Alt, from the start or at any time, what moves is taken out of its wires. One loose node
    goes into the wire that it is let go on.
    """

    def __init__(
        self, view: "View", at: QPointF, node_id: str, modifiers: Qt.KeyboardModifier
    ) -> None:
        super().__init__(view, at)
        self.node_id = node_id
        self._before = self.document.selection
        self._step: QPointF | None = None
        self._was_chosen = node_id in self._before
        self._under = WireUnder(view)
        self._takes: dict[tuple[Wire, bool], bool] = {}
        self._taken: TakenOut | None = None
        self._healed: list[LooseWire] = []
        self._is_out = False
        self._crossed: list[Wire] = []
        self._guides: Guides | None = None
        if modifiers & ADDING:
            rest = [i for i in self._before if i != node_id]
            self.document.select(rest if self._was_chosen else [*self._before, node_id])
        elif not self._was_chosen:
            self.document.select([node_id])
            self.scene.choose_wires(())

    def move(self, at: QPointF, modifiers: Qt.KeyboardModifier) -> None:
        """Show the selection where it would land: in line with its neighbours, or on the grid.

        Ctrl lets it go past the neighbours.
        """
        if not self.press_moved(at) or self.node_id not in self.document.selection:
            return
        self.view.show_cursor(Qt.CursorShape.SizeAllCursor)
        if self._guides is None:
            # The grabbed node meets the grid, and the others keep their places around it.
            grabbed = QPointF(*self.document.graph.nodes[self.node_id].at)
            self._guides = Guides(self.view, self.document.selection, grabbed)
        snaps = self.view.has_guides and not modifiers & Qt.KeyboardModifier.ControlModifier
        step = self._guides.snap(at - self.start, to_neighbours=snaps)
        if step != self._step:
            self._step = step
            ids = set(self.document.selection)
            self.scene.reroutes.shift(loose(self.scene.reroutes.chosen, ids), step)
            self.scene.drag_nodes(ids, step)
        self._take(bool(modifiers & _ALT))
        if len(self.document.selection) == 1:
            body = self.scene.nodes[self.node_id].body
            self._under.seek(body, at, self._fits)

    @property
    def _report(self) -> Report:
        return self._taken.report if self._taken and self._is_out else self.document.report

    def _fits(self, wire: Wire) -> bool:
        key = (wire, self._is_out)
        if key not in self._takes:
            self._takes[key] = ports_on(self._report, wire, self.node_id) is not None
        return self._takes[key]

    def _take(self, out: bool) -> None:
        """Show the nodes in their wires, or out of them and the wires closed behind them."""
        if out == self._is_out:
            return
        chosen = self.document.selection
        self._is_out = out
        if out:
            self._crossed = crossing(self.document.graph, chosen)
        for wire in self._crossed:
            if wire in self.scene.wires:
                self.scene.wires[wire].dim(out)
        if self._crossed:
            words = tr("Let go to take out of the wires, which close behind it")
            self.view.told.emit(words if out else "")
        if out and self._taken is None:
            self._taken = take_out(self.document.report, chosen)
            self._healed = [self._loose(wire) for wire in self._taken.healed]
        self.view.viewport().update()

    def _loose(self, wire: Wire) -> LooseWire:
        source, target = self.scene.nodes[wire.source_node], self.scene.nodes[wire.target_node]
        row = source.look.row_of("out", wire.source_port)
        start = source.port_point("out", row)
        end = target.port_point("in", target.look.row_of("in", wire.target_port))
        return LooseWire(start, end, "out", source.look.outputs[row].type)

    def finish(self, at: QPointF, modifiers: Qt.KeyboardModifier) -> None:
        """Move for good, as one step; a click on one of several selects it alone."""
        if self._step is None:
            if self._was_chosen and not modifiers & ADDING:
                self.document.select([self.node_id])
                self.scene.choose_wires(())
            return
        self.move(at, modifiers)
        line, taken = self._under.clear(), self._taken if self._is_out else None
        what, graph = self._edited(taken, line.wire if line else None, self._step)
        self._take(False)
        self.scene.reroutes.settle()
        self.scene.settle(relay=self._step.isNull())
        self.document.edit(what, graph)
        if taken:
            self.view.taken_out.emit(taken)

    def _edited(
        self, taken: TakenOut | None, wire: Wire | None, step: QPointF
    ) -> tuple[str, Graph]:
        """Name and outcome of the step."""
        report = self._report
        inserted = None
        if wire:
            before = splicing.points_before(self.scene, wire, self.scene.nodes[self.node_id].body)
            inserted = insert(report, wire, self.node_id, before)
        if wire and inserted:
            body = self.scene.nodes[self.node_id].body
            graph = splicing.in_place(inserted, self.scene, wire, self.node_id, body)
            return selection.counted(self.document, tr("Insert {node}"), ""), graph
        names = tr("Move {node}"), tr("Move {count} modules")
        if taken and taken.report.graph != self.document.graph:
            names = tr("Take out {node}"), tr("Take out {count} modules")
        ids, places = self.document.selection, self.scene.reroutes.chosen
        graph = edits.shift(report.graph, ids, places, (step.x(), step.y()))
        return selection.counted(self.document, *names), graph

    def cancel(self) -> None:
        """Put everything back."""
        self._under.clear()
        self._take(False)
        self.scene.reroutes.settle()
        if self._step is not None:
            self.scene.settle()
        self.document.select(self._before)

    def paint(self, painter: QPainter) -> None:
        """Where wires would close, and what the nodes are in line with."""
        if self._guides and self._step is not None:
            self._guides.paint(painter)
        for line in self._healed if self._is_out else ():
            line.paint(painter)

    def bounds(self) -> tuple[QRectF, ...]:
        """The wires that would close, and the guides."""
        healed = self._healed if self._is_out else ()
        guides = self._guides.bounds() if self._guides else ()
        return (*(line.bounds() for line in healed), *guides)
