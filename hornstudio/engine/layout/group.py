"""Layout of a graph with frames: what a frame holds stays together, and is laid out within it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from hornstudio.engine.catalog import catalog
from hornstudio.engine.graph import Graph, Node, Wire, with_nodes
from hornstudio.engine.layout.arrange import Direction, arrange
from hornstudio.engine.layout.size import PORT, USUAL, Levels, Size, levels, sizes
from hornstudio.engine.layout.spot import Point, up


@dataclass(frozen=True)
class Framed:
    """Places of nodes, and a rectangle (x, y, width, height) for each frame that holds any."""

    places: dict[str, Point]
    frames: dict[int, tuple[float, float, float, float]]


@dataclass
class _Group:
    """A frame that has become one node: what it holds, where that is in it, and its size."""

    places: dict[str, Point]
    size: Size


def arrange_framed(
    graph: Graph,
    held: Mapping[int, Collection[str]],
    room: Mapping[str, Size] | None = None,
    ends: Levels | None = None,
    direction: Direction = "right",
    border: tuple[float, float] = (24.0, 48.0),
) -> Framed:
    """Lay out a graph whose frames, the inner before the outer, hold these nodes.

    border: room at the sides and the foot of a frame, and at its head.
    """
    modules = catalog()
    size = dict(sizes(graph, modules) if room is None else room)
    size = {i: size.get(i, USUAL) for i in graph.nodes}
    level = dict(levels(graph, modules) if ends is None else ends)
    groups: dict[str, _Group] = {}
    inside: dict[str, str] = {}
    for number, ids in held.items():
        members = {_outermost(i, inside) for i in ids if i in graph.nodes or i in inside}
        if not members:
            continue
        name = f"#{number}"
        part = _part(graph, members)
        within = arrange(part, size, level, direction)
        groups[name] = _group(within, size, border)
        graph, level = _as_one(graph, level, members, name, groups[name].places)
        size[name] = groups[name].size
        inside |= dict.fromkeys(members, name)
    places = arrange(graph, size, level, direction)
    for name in reversed(list(groups)):
        x, y = places[name]
        places |= {i: (x + dx, y + dy) for i, (dx, dy) in groups[name].places.items()}
    frames = {int(n[1:]): (*places[n], *group.size) for n, group in groups.items()}
    return Framed({i: at for i, at in places.items() if i not in groups}, frames)


def _outermost(node: str, inside: Mapping[str, str]) -> str:
    while node in inside:
        node = inside[node]
    return node


def _part(graph: Graph, members: Collection[str]) -> Graph:
    nodes = {i: n for i, n in graph if i in members}
    wires = [w for w in graph.wires if w.source_node in members and w.target_node in members]
    return Graph(nodes=nodes, wires=tuple(wires))


def _group(within: Mapping[str, Point], size: Mapping[str, Size], border: Size) -> _Group:
    side, head = border
    places = {i: (x + side, y + head) for i, (x, y) in within.items()}
    right = max(x + size[i][0] for i, (x, _) in places.items())
    foot = max(y + size[i][1] for i, (_, y) in places.items())
    return _Group(places, (up(right + side), up(foot + side)))


def _as_one(
    graph: Graph,
    level: Levels,
    members: Collection[str],
    name: str,
    places: Mapping[str, Point],
) -> tuple[Graph, dict[Wire, tuple[float, float]]]:
    """The graph in which one node stands for several, its ports where theirs are."""
    nodes: dict[str, Node] = {}
    for node_id, node in graph:
        nodes.setdefault(name if node_id in members else node_id, node)
    nodes[name] = Node("")
    wires: dict[Wire, tuple[float, float]] = {}
    for wire in graph.wires:
        starts, ends = wire.source_node in members, wire.target_node in members
        if starts and ends:
            continue
        out, into = level.get(wire, (PORT, PORT))
        source = f"{name}.{wire.source}" if starts else wire.source
        target = f"{name}.{wire.target}" if ends else wire.target
        out += places[wire.source_node][1] if starts else 0.0
        into += places[wire.target_node][1] if ends else 0.0
        wires[Wire(source, target)] = (out, into)
    return replace(with_nodes(graph, nodes), wires=tuple(wires)), wires
