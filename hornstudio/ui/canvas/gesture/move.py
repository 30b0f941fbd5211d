"""Moving nodes."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, Qt

from hornstudio.engine import edits
from hornstudio.ui.canvas import geometry
from hornstudio.ui.canvas.edit import selection
from hornstudio.ui.canvas.gesture.gesture import ADDING, Gesture
from hornstudio.ui.translate import tr

if TYPE_CHECKING:
    from hornstudio.ui.canvas.view import View


class Move(Gesture):
    """A press on a node: a click selects, a drag moves all that is selected."""

    def __init__(
        self, view: "View", at: QPointF, node_id: str, modifiers: Qt.KeyboardModifier
    ) -> None:
        super().__init__(view, at)
        self.node_id = node_id
        self._before = self.document.selection
        self._step: QPointF | None = None
        self._was_chosen = node_id in self._before
        if modifiers & ADDING:
            rest = [i for i in self._before if i != node_id]
            self.document.select(rest if self._was_chosen else [*self._before, node_id])
        elif not self._was_chosen:
            self.document.select([node_id])
            self.scene.choose_wires(())

    def move(self, at: QPointF, modifiers: Qt.KeyboardModifier) -> None:
        """Show the selection where it would land, on the snap grid."""
        if not self.press_moved(at) or self.node_id not in self.document.selection:
            return
        self.view.viewport().setCursor(Qt.CursorShape.SizeAllCursor)
        # The grabbed node meets the grid, and the others keep their places around it.
        grabbed = self.document.graph.nodes[self.node_id].at
        offset = at - self.start
        x, y = geometry.snap_point(grabbed[0] + offset.x(), grabbed[1] + offset.y())
        step = QPointF(x - grabbed[0], y - grabbed[1])
        if step != self._step:
            self._step = step
            self.scene.drag_nodes(set(self.document.selection), step)

    def finish(self, at: QPointF, modifiers: Qt.KeyboardModifier) -> None:
        """Move for good, as one step; a click on one of several selects it alone."""
        if self._step is None:
            if self._was_chosen and not modifiers & ADDING:
                self.document.select([self.node_id])
                self.scene.choose_wires(())
            return
        self.scene.settle(relay=self._step.isNull())
        nodes, (dx, dy) = self.document.graph.nodes, self._step.toTuple()
        places = {i: (nodes[i].at[0] + dx, nodes[i].at[1] + dy) for i in self.document.selection}
        what = selection.counted(self.document, tr("Move {node}"), tr("Move {count} nodes"))
        self.document.edit(what, edits.move_nodes(self.document.graph, places))

    def cancel(self) -> None:
        """Put everything back."""
        if self._step is not None:
            self.scene.settle()
        self.document.select(self._before)
