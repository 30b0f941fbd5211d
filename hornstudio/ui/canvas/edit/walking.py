"""Going along wires by key: from module to module, and from wire to wire."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt

from hornstudio.engine.graph import Wire
from hornstudio.ui.canvas.edit import selection
from hornstudio.ui.words.translate import tr

if TYPE_CHECKING:
    from hornstudio.ui.canvas.canvas import Canvas

_AROUND_PX = 40.0


class Walking:
    """Where keys lead from what is selected on a canvas: a module, or a wire."""

    def __init__(self, canvas: "Canvas") -> None:
        self._canvas = canvas
        self._document = canvas.document
        self._round: tuple[Wire, ...] = ()

    def slots(self) -> dict[str, Callable[[], object]]:
        """What actions do, by their ids."""
        return {"next_wire": self.next_wire}

    def keys(self) -> dict[tuple[Qt.Key, Qt.KeyboardModifier], Callable[[], object]]:
        """The same by key, where no window has them as actions."""
        return {(Qt.Key.Key_W, Qt.KeyboardModifier.ShiftModifier): self.next_wire}

    def go(self, direction: str) -> None:
        """To a module along a wire (`left`, `right`) or beside it (`up`, `down`).

        From a wire: to the modules at its ends, and to the wires before it and behind it.
        """
        wire = self._wire()
        if wire is None:
            self._canvas.walk(selection.neighbour(self._document, direction))
        elif direction in ("left", "right"):
            self._canvas.walk(wire.source_node if direction == "left" else wire.target_node)
            self._canvas.scene.choose_wires(())
        else:
            self._step(1 if direction == "down" else -1)

    def next_wire(self) -> None:
        """Select the next wire of the selected modules; with nothing selected, of the network."""
        self._step(1)

    def _wire(self) -> Wire | None:
        """The one that is selected, and nothing else."""
        chosen = self._canvas.scene.chosen_wires
        is_alone = len(chosen) == 1 and not self._document.selection
        return next(iter(chosen)) if is_alone else None

    def _step(self, step: int) -> None:
        graph, wire = self._document.graph, self._wire()
        if wire is None:
            ids = self._document.selection
            of_each = (w for i in ids for w in (*graph.wires_into(i), *graph.wires_from(i)))
            self._round = tuple(dict.fromkeys(of_each)) if ids else graph.wires
        elif wire not in self._round or not set(self._round) <= set(graph.wires):
            self._round = graph.wires
        if not self._round:
            self._canvas.advice.notice(tr("There is no wire here yet. W wires the module by keys."))
            return
        place = self._round.index(wire) + step if wire else 0
        self._choose(self._round[place % len(self._round)])

    def _choose(self, wire: Wire) -> None:
        scene, view = self._canvas.scene, self._canvas.view
        scene.choose_wires({wire})  # first: a moment with nothing selected would be told
        scene.frames.choose(())
        scene.reroutes.choose(())
        self._document.select(())
        around = QRectF(0, 0, 2 * _AROUND_PX, 2 * _AROUND_PX)
        around.moveCenter(scene.wires[wire].middle)
        view.ensureVisible(around, 40, 60)
