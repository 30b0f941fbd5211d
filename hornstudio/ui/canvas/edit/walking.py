"""Going along wires by key: from module to module, and from wire to wire."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt

from hornstudio.engine.graph import Wire
from hornstudio.ui.canvas.edit import selection
from hornstudio.ui.canvas.edit.last_place import LastPlace
from hornstudio.ui.widgets.announcement import announce
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
        self._last = LastPlace(canvas)

    def slots(self) -> dict[str, Callable[[], object]]:
        """What actions do, by their ids."""
        return {"next_wire": self.next_wire}

    def keys(self) -> dict[tuple[Qt.Key, Qt.KeyboardModifier], Callable[[], object]]:
        """The same by key, where no window has them as actions."""
        return {(Qt.Key.Key_W, Qt.KeyboardModifier.ShiftModifier): self.next_wire}

    def go(self, direction: str) -> None:
        """To a module along a wire (`left`, `right`) or beside it (`up`, `down`).

        From a wire: to the modules at its ends, and to the wires before it and behind it. With
        nothing selected: on from where one was last.
        """
        wire = self._wire()
        if wire is None and (self._last.gone_wire is None or direction in ("left", "right")):
            self._go(direction)
        elif wire and direction in ("left", "right"):
            self._canvas.walk(wire.source_node if direction == "left" else wire.target_node)
            self._canvas.scene.choose_wires(())
        else:
            self._step(1 if direction == "down" else -1)

    def _go(self, direction: str) -> None:
        if not self._document.selection:
            self._canvas.walk(self._last.nearest(direction))
        elif found := selection.neighbour(self._document, direction):
            self._canvas.walk(found)
        else:
            here = selection.title_of(self._document.graph, self._document.selection[-1])
            announce(self._canvas.view, _dead_end(direction, here))

    def next_wire(self) -> None:
        """Select the next wire of the selected modules; with nothing selected, of the network."""
        self._step(1)

    def _wire(self) -> Wire | None:
        """The one that is selected, or has the selected points, and nothing else."""
        scene = self._canvas.scene
        chosen = scene.chosen_wires or {wire for wire, _ in scene.reroutes.chosen}
        is_alone = len(chosen) == 1 and not self._document.selection
        return next(iter(chosen)) if is_alone else None

    def _step(self, step: int) -> None:
        graph, wire = self._document.graph, self._wire()
        before = self._last.gone_wire
        if before in self._round and not self._document.selection:
            place = len([w for w in self._round[: self._round.index(before)] if w in graph.wires])
            self._round = tuple(w for w in self._round if w in graph.wires) or graph.wires
            place -= step < 0
        else:
            self._round = self._round_of(wire)
            place = self._round.index(wire) + step if wire else 0
        if not self._round:
            self._canvas.advice.notice(tr("There is no wire here yet. W wires the module by keys."))
            return
        self._choose(self._round[place % len(self._round)])

    def _round_of(self, wire: Wire | None) -> tuple[Wire, ...]:
        """The wires of what is selected; from a wire, those among which one came to it."""
        graph, ids = self._document.graph, self._document.selection
        if wire is not None:
            is_same = wire in self._round and set(self._round) <= set(graph.wires)
            return self._round if is_same else graph.wires
        of_each = (w for i in ids for w in (*graph.wires_into(i), *graph.wires_from(i)))
        return tuple(dict.fromkeys(of_each)) if ids else graph.wires

    def _choose(self, wire: Wire) -> None:
        scene, view = self._canvas.scene, self._canvas.view
        scene.choose_wires({wire})  # first: a moment with nothing selected would be told
        scene.frames.choose(())
        scene.reroutes.choose(())
        self._document.select(())
        around = QRectF(0, 0, 2 * _AROUND_PX, 2 * _AROUND_PX)
        around.moveCenter(scene.wires[wire].middle)
        view.ensureVisible(around, 40, 60)


def _dead_end(direction: str, node: str) -> str:
    """Why a key led nowhere from a module."""
    words = {
        "left": tr("No wire leads to {node}."),
        "right": tr("No wire leads on from {node}."),
        "up": tr("No module lies above {node}."),
        "down": tr("No module lies below {node}."),
    }
    return words[direction].format(node=node)
