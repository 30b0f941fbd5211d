"""The scene in batches: thousands of blocks or lines of one colour cost one call."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QLineF, QRectF

from hornstudio.ui.canvas.paint.wire import wire_ink
from hornstudio.ui.theme import current

if TYPE_CHECKING:
    from hornstudio.ui.canvas.paint.look import WireLook
    from hornstudio.ui.canvas.scene.node_item import NodeItem


class Line(Protocol):
    """A wire, or what stands for it."""

    look: "WireLook"
    node_ids: tuple[str, str]

    def lines_now(self) -> list[QLineF]:
        """Where it is shown, from corner to corner."""


class Batch:
    """Blocks by shade, lines by rgb, outlines by the name of a colour; in px of the canvas."""

    def __init__(self, nodes: Iterable["NodeItem"], wires: Iterable["Line"]) -> None:
        self.blocks: defaultdict[str, list[QRectF]] = defaultdict(list)
        self.outlines: defaultdict[str, list[QRectF]] = defaultdict(list)
        self.lines: defaultdict[int, list[QLineF]] = defaultdict(list)
        for item in nodes:
            look = item.look
            if look.is_absent:
                self.outlines["node.border"].append(item.body)
                continue
            self.blocks[look.shade].append(item.body)
            if look.status == "error":
                self.outlines["error.default"].append(item.body)
        self._add_lines(wires)

    def _add_lines(self, wires: Iterable["Line"]) -> None:
        inks: dict[tuple[str, str], list[QLineF]] = {}
        for wire in wires:
            look = wire.look
            lines = inks.get((look.type, look.status))
            if lines is None:
                lines = self.lines[wire_ink(look).rgb()]
                inks[look.type, look.status] = lines
            lines += wire.lines_now()


def marks(nodes: Iterable["NodeItem"], wires: Iterable["Line"]) -> Batch:
    """What shows that these are selected; it lies on their blocks and lines."""
    made = Batch((), ())
    made.outlines["selection.outline"] = [n.body for n in nodes if n.look.status != "error"]
    ink = current().color("selection.outline").rgb()
    made.lines[ink] = [line for wire in wires for line in wire.lines_now()]
    return made


class Batches:
    """A batch of what lies still, gathered again only after it has changed; and of what moves."""

    def __init__(self) -> None:
        self._state: tuple[int, str, Collection[str]] | None = None
        self._still = Batch((), ())

    def still(
        self,
        nodes: dict[str, "NodeItem"],
        wires: Iterable["Line"],
        revision: int,
        moving: frozenset[str],
    ) -> Batch:
        """All nodes but those that move, and all wires but theirs."""
        state = (revision, current().scheme, moving)
        if state != self._state:
            if moving:
                wires = [w for w in wires if moving.isdisjoint(w.node_ids)]
            self._still = Batch([n for i, n in nodes.items() if i not in moving], wires)
            self._state = state
        return self._still

    def blocks(self, nodes: dict[str, "NodeItem"], revision: int, moving: frozenset[str]) -> Batch:
        """All nodes but those that move; the wires only where they are known already."""
        if self._state == (revision, current().scheme, moving):
            return self._still
        return Batch([n for i, n in nodes.items() if i not in moving], ())
