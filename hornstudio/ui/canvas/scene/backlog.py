"""What a scene may do a little later: looks out of view, and wires of a network just opened."""

from collections.abc import Collection, Iterable
from itertools import islice
from time import perf_counter
from typing import Protocol, TypeVar

from PySide6.QtCore import QRectF, QTimer

from hornstudio.engine.graph import Wire

T = TypeVar("T")

MANY = 150
"""So many wires are laid at once; of more, some have a passing way first."""
LOOKS = 40
"""So many nodes and wires get another look at once; of more, those out of view wait."""
_SLICE = 40
_FEW = 6
"""Ways, each of which may have to be searched for."""
_BUSY_S = 0.008
_FIRST_MS = 20
"""What was not put off is painted first."""
_PAUSE_MS = 1


class Follower(Protocol):
    """Who does the work."""

    def follow_late(
        self, ids: Collection[str], wires: Collection[Wire], ways: Collection[Wire]
    ) -> None:
        """Show these nodes and wires as they are now, and lay these wires well."""

    def make(self, wires: Collection[Wire]) -> None:
        """Give these wires their items, if they wait for them."""

    def wires_by(self, areas: Iterable[QRectF]) -> list[Wire]:
        """Wires that something in these areas may be in the way of, in the graph's order."""

    def is_seen(self) -> bool:
        """Whether any view shows it."""

    def can_follow(self) -> bool:
        """Whether nothing is in the hand."""


class Backlog:
    """Nodes and wires that wait for a look, and wires that wait for an item or a way.

    They follow in slices between events, so that neither an edit nor a gesture waits for them.
    """

    def __init__(self, scene: Follower) -> None:
        self._scene = scene
        self._ids: dict[str, None] = {}
        self._wires: dict[Wire, None] = {}
        self._new: dict[Wire, None] = {}
        self._ways: dict[Wire, None] = {}
        self._areas: list[QRectF] = []
        self._is_fresh = False
        self._timer = QTimer()
        self._timer.timeout.connect(self._on_time)

    def __bool__(self) -> bool:
        return bool(self._ids or self._wires or self._new or self._ways or self._areas)

    def put(self, ids: Iterable[str], wires: Iterable[Wire]) -> None:
        """These may look otherwise by now."""
        self._ids |= dict.fromkeys(ids)
        self._wires |= dict.fromkeys(wires)
        self._wake()

    def put_new(self, wires: Iterable[Wire]) -> None:
        """These have no item yet."""
        self._new |= dict.fromkeys(wires)
        self._wake()

    def put_ways(self, wires: Iterable[Wire]) -> None:
        """These have a passing way."""
        self._ways |= dict.fromkeys(wires)
        self._wake()

    def put_areas(self, areas: Iterable[QRectF]) -> None:
        """Something came to these places, or left them."""
        self._areas += areas
        self._wake()

    def take(self, ids: Collection[str], wires: Collection[Wire]) -> None:
        """These are being done otherwise."""
        for node_id in ids if self._ids else ():
            self._ids.pop(node_id, None)
        for wire in wires if self._wires else ():
            self._wires.pop(wire, None)

    def wait(self) -> None:
        """Let what has just changed be painted first."""
        self._wake()

    def finish(self) -> None:
        """Do all now."""
        while self:
            self._step()
        self._timer.stop()

    def _wake(self) -> None:
        if self:
            self._is_fresh = True
            self._timer.start(0)

    def _on_time(self) -> None:
        if not self._scene.is_seen():  # a window that is closed may leave a backlog
            self._timer.stop()
            return
        if self._is_fresh:
            # Counted from when the edit is done, which itself may take that long.
            self._is_fresh = False
            self._timer.start(_FIRST_MS)
            return
        if not self._scene.can_follow():
            return
        self._timer.setInterval(_PAUSE_MS)
        until = perf_counter() + _BUSY_S
        while self and perf_counter() < until:
            self._step()
        if not self:
            self._timer.stop()

    def _step(self) -> None:
        """The next few: looks first, because ways depend on them."""
        ids, wires = _some(self._ids), _some(self._wires)
        if ids or wires:
            self._scene.follow_late(ids, wires, [])
        elif self._new:
            self._scene.make(_some(self._new, _FEW))
        elif self._areas:
            areas, self._areas = self._areas[:_SLICE], self._areas[_SLICE:]
            self.put_ways(self._scene.wires_by(areas))
        else:
            self._scene.follow_late([], [], _some(self._ways, _FEW))


def _some(waiting: dict[T, None], most: int = _SLICE) -> list[T]:
    """Take out the first few."""
    found = list(islice(waiting, most))
    for each in found:
        del waiting[each]
    return found
