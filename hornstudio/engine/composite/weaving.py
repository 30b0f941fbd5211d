"""Wires around a use of a composite and wires inside it, in one row as they were drawn."""

from collections.abc import Callable, Iterable, Iterator, Sequence

from hornstudio.engine.graph import Wire

Placed = tuple[bool, Wire]
"""Whether a wire is inside, and the wire."""


def woven(
    outer: Sequence[Wire], inner: Sequence[Wire], use: str, rank: Callable[[Placed], int]
) -> Iterator[Placed]:
    """All wires, those outside and those inside each in their order.

    A wire that crosses the border is a wire on both sides of it, which tells where both rows meet.
    Between such places the one of the lower rank goes first.
    """
    outer_done = inner_done = 0
    for here, there in [*_meetings(outer, inner, use), (len(outer), len(inner))]:
        yield from _merged(outer[outer_done:here], inner[inner_done:there], rank)
        yield from ((False, wire) for wire in outer[here : here + 1])
        yield from ((True, wire) for wire in inner[there : there + 1])
        outer_done, inner_done = here + 1, there + 1


def _meetings(outer: Sequence[Wire], inner: Sequence[Wire], use: str) -> Iterator[tuple[int, int]]:
    """Places in both rows of the first wire outside and inside at a port, in ascending order."""
    entering = _first_places(wire.source_node for wire in inner)
    leaving = _first_places(wire.target_node for wire in inner)
    seen: set[str] = set()
    last = -1
    for place, wire in enumerate(outer):
        ports = [entering.get(wire.target_port)] if wire.target_node == use else []
        if wire.source_node == use and wire.source_port not in seen:
            seen.add(wire.source_port)
            ports.append(leaving.get(wire.source_port))
        found = next((p for p in ports if p is not None and p > last), None)
        if found is not None:
            last = found
            yield place, found


def _first_places(ids: Iterable[str]) -> dict[str, int]:
    places: dict[str, int] = {}
    for place, node_id in enumerate(ids):
        places.setdefault(node_id, place)
    return places


def _merged(
    outer: Sequence[Wire], inner: Sequence[Wire], rank: Callable[[Placed], int]
) -> Iterator[Placed]:
    others = [(True, wire) for wire in inner]
    for wire in outer:
        while others and rank(others[0]) < rank((False, wire)):
            yield others.pop(0)
        yield False, wire
    yield from others
