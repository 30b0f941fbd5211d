"""Taking a use of a composite apart: what it holds lies among the nodes around it again."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from hornstudio.engine.catalog import catalog
from hornstudio.engine.composite.declaration import with_values
from hornstudio.engine.composite.middle import step_of
from hornstudio.engine.composite.weaving import woven
from hornstudio.engine.editing.frame import move_frames
from hornstudio.engine.editing.numbering import names_of_copies
from hornstudio.engine.editing.reroute import copied, with_points
from hornstudio.engine.editing.sharing import sharing_among
from hornstudio.engine.errors import GraphError
from hornstudio.engine.graph import (
    PORT_IN,
    PORT_KINDS,
    Graph,
    Node,
    Point,
    Wire,
    freeze,
    with_nodes,
)
from hornstudio.engine.module import no_arrays

Stretches = tuple[tuple[bool, Wire], ...]
"""Wires that were one behind the other, each with whether it was inside."""


def ungroup(graph: Graph, use: str) -> tuple[Graph, list[str]]:
    """Put what a composite holds in the place of one use; returns the new ids too.

    A composite that nothing uses any longer goes. Raises: GraphError.
    """
    node = graph.node(use)
    if node.kind not in graph.groups:
        raise GraphError("{node} is not a composite", node=use)
    _refuse_taking_apart(graph, use)
    group = graph.groups[node.kind]
    body = with_values(group, node.params)
    ids = _new_ids(graph, use, body)
    step = step_of([body.nodes[i].at for i in ids], node.at)
    nodes: dict[str, Node] = {}
    for node_id, other in graph:
        if node_id == use:
            nodes |= _placed(node, body, ids, step)
        else:
            nodes[node_id] = other
    opened = list(_opened_wires(graph, use, body, ids, list(nodes)))
    wires = tuple(wire for wire, _ in opened)
    made = replace(graph, nodes=freeze(nodes), wires=wires)
    made = _with_what_lay_there(made, body, ids, step)
    if len(set(wires)) < len(wires):
        twice = next(w for w in wires if wires.count(w) > 1)
        raise GraphError(
            "{source} would be wired twice to {target}; feed one of the ports from elsewhere",
            source=twice.source,
            target=twice.target,
        )
    made = with_points(made, _points_over_the_border(graph, body, opened, step))
    return _without_unused(made, node.kind), list(ids.values())


def open_fans(graph: Graph, use: str) -> dict[str, list[str]]:
    """Inputs of a use that nothing feeds, and that feed several ports inside: these are open when
    the use is taken apart, and nothing tells that they belonged together.
    """
    body = graph.groups[graph.nodes[use].kind].body
    fed = {wire.target_port for wire in graph.wires_into(use)}
    open_ports = (i for i, node in body if node.kind == PORT_IN and i not in fed)
    fans = {port: [wire.target for wire in body.wires_from(port)] for port in open_ports}
    return {port: ends for port, ends in fans.items() if len(ends) > 1}


def without_sharing(graph: Graph, uses: Collection[str]) -> tuple[Graph, dict[str, str]]:
    """The graph in which each of some uses has weights of its own; what else shared shares on.

    The other value is whose weights each of them had, among them; `with_sharing` is the
    counterpart.
    """
    parts = (sharing_among(graph, uses), sharing_among(graph, graph.nodes.keys() - set(uses)))
    owners = {i: node.weights_of for i, node in parts[0].items() if node.weights_of in graph.nodes}
    alone = {i: replace(node, weights_of="") for i, node in parts[0].items()}
    return with_nodes(graph, {i: alone.get(i) or parts[1][i] for i in graph.nodes}), owners


def with_sharing(
    graph: Graph, owners: Mapping[str, str], ids: Mapping[str, Sequence[str]]
) -> Graph:
    """The graph in which what came out of uses shares weights as these did.

    owners: by use. ids: by use, what came out of it, in the order of the composite.
    """
    nodes = dict(graph.nodes)
    for sharer, owner in owners.items():
        for mine, theirs in zip(ids[sharer], ids[owner], strict=True):
            node, module = nodes[mine], catalog().get(nodes[mine].kind)
            learns = module is None or module.weights is not no_arrays
            if learns and not node.weights_of:
                nodes[mine] = replace(node, weights_of=theirs)
    return with_nodes(graph, nodes)


def _with_what_lay_there(graph: Graph, body: Graph, ids: dict[str, str], step: Point) -> Graph:
    """Points of wires inside, frames and notes stay where they are among the nodes."""
    frames = move_frames(body, range(len(body.frames)), step).frames
    graph = replace(graph, frames=(*graph.frames, *frames)) if frames else graph
    if not body.reroutes:
        return graph
    inner = replace(body, wires=tuple(w for w in body.wires if _is_between(w, ids)))

    def end_outside(end: str) -> str:
        node, _, port = end.partition(".")
        return f"{ids[node]}.{port}"

    return copied(graph, inner, end_outside, step)


def _points_over_the_border(
    graph: Graph, body: Graph, opened: Iterable[tuple[Wire, Stretches]], step: Point
) -> dict[Wire, list[Point]]:
    """Points of wires that are made of others, along the way: those outside and those inside.

    Where one outside goes on to several inside, the first has its points.
    """
    rows: dict[Wire, list[Point]] = {}
    taken: set[Wire] = set()
    for made, stretches in opened:
        row: list[Point] = []
        for is_inside, wire in stretches:
            if is_inside:
                row += [(x + step[0], y + step[1]) for x, y in body.reroutes.get(wire, ())]
            elif wire not in taken:
                taken.add(wire)
                row += graph.reroutes.get(wire, ())
        if row and stretches != ((False, made),):
            rows[made] = row
    return rows


def _is_between(wire: Wire, ids: Collection[str]) -> bool:
    return wire.source_node in ids and wire.target_node in ids


def _without_unused(graph: Graph, kind: str) -> Graph:
    """The graph without a composite that nothing uses.

    Inside a composite, whose graph does not show the other uses, it stays.
    """
    if graph.inside:
        return graph
    kinds = {n.kind for n in graph.nodes.values()}
    held = {k for other, g in graph.groups.items() if other != kind for k in g.kinds}
    if kind in kinds or kind in held:
        return graph
    return replace(graph, groups=freeze({k: g for k, g in graph.groups.items() if k != kind}))


def _refuse_taking_apart(graph: Graph, use: str) -> None:
    node = graph.nodes[use]
    if node.bypassed:
        raise GraphError("{node} is bypassed; use it again before it is taken apart", node=use)
    sharer = next((i for i, n in graph if n.weights_of == use), "")
    first, second = (use, node.weights_of) if node.weights_of else (sharer, use)
    if first and second:
        raise GraphError(
            "{node} shares the weights of {owner}; give it weights of its own first",
            node=first,
            owner=second,
        )


def _new_ids(graph: Graph, use: str, body: Graph) -> dict[str, str]:
    inner = [i for i, node in body if node.kind not in PORT_KINDS]
    return names_of_copies(inner, graph.nodes.keys() - {use})


def _placed(use: Node, body: Graph, ids: dict[str, str], step: Point) -> dict[str, Node]:
    return {
        new: replace(
            body.nodes[i],
            at=_moved(body.nodes[i].at, step),
            weights_of=ids.get(body.nodes[i].weights_of, ""),
            frozen=body.nodes[i].frozen or use.frozen,
            disabled=body.nodes[i].disabled or use.disabled,
        )
        for i, new in ids.items()
    }


def _moved(at: Point, step: Point) -> Point:
    """A place a step away; without one it is the same to the last digit."""
    return (round(at[0] + step[0], 2), round(at[1] + step[1], 2)) if any(step) else at


def _opened_wires(
    graph: Graph, use: str, body: Graph, ids: dict[str, str], order: Sequence[str]
) -> Iterator[tuple[Wire, Stretches]]:
    """Wires outside and inside; each that ends at a port goes on to what it stands for.

    Beside each those that it is made of; none for one that was inside. order: of all nodes, in
    which wires are drawn where nothing else tells.
    """
    entering = {w.target_port: w for w in graph.wires_into(use)}
    border = _Border(use, body, ids, entering)
    places = {node_id: place for place, node_id in enumerate(order)}

    def rank(placed: tuple[bool, Wire]) -> int:
        is_inside, wire = placed
        node = ids.get(wire.target_node, "") if is_inside else wire.target_node
        return places.get(node, -1)

    for is_inside, wire in woven(graph.wires, body.wires, use, rank):
        if not is_inside:
            source, way = border.origin(wire)
            if wire.target_node != use and source:
                yield Wire(source, wire.target), way
        elif wire.target_node in ids:
            yield from border.inner(wire)


@dataclass(frozen=True)
class _Border:
    """Of a use of a composite. ids: new names of what it holds. entering: wires by its inputs."""

    use: str
    body: Graph
    ids: dict[str, str]
    entering: dict[str, Wire]

    def inner(self, wire: Wire) -> Iterator[tuple[Wire, Stretches]]:
        """What becomes of a wire inside that ends at a node; nothing where nothing feeds it."""
        inner, target = wire.source_node, f"{self.ids[wire.target_node]}.{wire.target_port}"
        if inner in self.ids:
            yield Wire(f"{self.ids[inner]}.{wire.source_port}", target), ()
        elif inner in self.entering:
            source, way = self.origin(self.entering[inner])
            if source:
                yield Wire(source, target), (*way, (True, wire))

    def origin(self, wire: Wire) -> tuple[str, Stretches]:
        """What gives what a wire outside brings, "" where nothing does, and all wires on the way.

        A use may also feed itself, as where it holds two rows that do not touch inside.
        """
        way: Stretches = ((False, wire),)
        seen: set[str] = set()
        while wire.source_node == self.use:
            port = wire.source_port
            inner = next(iter(self.body.wires_into(port)), None)
            if inner is None or port in seen:
                return "", way
            seen.add(port)
            way = ((True, inner), *way)
            if inner.source_node in self.ids:
                return f"{self.ids[inner.source_node]}.{inner.source_port}", way
            if inner.source_node not in self.entering:
                return "", way
            wire = self.entering[inner.source_node]
            way = ((False, wire), *way)
        return wire.source, way
