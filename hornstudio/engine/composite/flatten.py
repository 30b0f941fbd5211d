"""Unfolding: a graph with composites to the same graph without any.

A node `conv` inside the use `block_1` becomes `block_1__conv`, which is a Python identifier and
names its weights in checkpoints and its lines in generated code.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from hornstudio.engine.composite.declaration import with_values
from hornstudio.engine.errors import GraphError
from hornstudio.engine.graph import (
    EMPTY,
    PORT_IN,
    PORT_KINDS,
    PORT_OUT,
    Graph,
    Group,
    Node,
    Wire,
    freeze,
)
from hornstudio.engine.nesting import nesting_faults

_JUNCTION = PORT_OUT
"""Kind of what is left of a port, and of a bypassed use, until its wires are led past it."""


@dataclass(frozen=True, slots=True)
class Flat:
    """A graph without composites. `places`: where each node came from: its use, the use within
    that, and so on, and last its id there.
    """

    graph: Graph
    places: Mapping[str, tuple[str, ...]]

    def ids_of(self, use: str) -> list[str]:
        """Ids of all nodes that a use at the top came to."""
        return [i for i, place in self.places.items() if place[0] == use]


def flatten(graph: Graph) -> Flat:
    """Unfold every use. Raises: GraphError when there is no end to it."""
    for kind, reason in nesting_faults(graph):
        raise GraphError("{kind}: {reason}", kind=kind or graph.name, reason=reason)
    places: dict[str, tuple[str, ...]] = {i: (i,) for i in graph.nodes}
    if not any(_is_use(node, graph) for _, node in graph):
        return Flat(replace(graph, groups=EMPTY) if graph.groups else graph, places)
    while any(_is_use(node, graph) for _, node in graph):
        graph, places = _Pass(graph, places).run()
    graph = _past_junctions(graph)
    kept = {i: places[i] for i in graph.nodes}
    return Flat(replace(graph, groups=EMPTY), kept)


def _is_use(node: Node, graph: Graph) -> bool:
    return node.kind in graph.groups


class _Pass:
    """Every use opened by one level; ports become junctions."""

    def __init__(self, graph: Graph, places: Mapping[str, tuple[str, ...]]) -> None:
        self.graph = graph
        self.places = places
        self.names = self._name_all()

    def run(self) -> tuple[Graph, dict[str, tuple[str, ...]]]:
        nodes: dict[str, Node] = {}
        places: dict[str, tuple[str, ...]] = {}
        wires = [Wire(self._outer(w.source), self._outer(w.target)) for w in self.graph.wires]
        for node_id, node in self.graph:
            place = self.places[node_id]
            if not _is_use(node, self.graph):
                nodes[node_id], places[node_id] = node, place
            elif self._passes(node_id):
                nodes[node_id], places[node_id] = Node(_JUNCTION), place
            else:
                for inner, opened in self._open(node_id, node):
                    name = self.names[node_id, inner]
                    nodes[name], places[name] = opened, (*place, inner)
                wires += self._inner_wires(node_id, node)
        return replace(self.graph, nodes=freeze(nodes), wires=tuple(wires)), places

    def _name_all(self) -> dict[tuple[str, str], str]:
        taken = set(self.graph.nodes)
        names: dict[tuple[str, str], str] = {}
        for use, node in self.graph:
            for inner in (
                self.graph.groups[node.kind].body.nodes if _is_use(node, self.graph) else ()
            ):
                name = f"{use}__{inner}"
                while name in taken:
                    name += "_"
                taken.add(name)
                names[use, inner] = name
        return names

    def _group(self, use: str) -> Group:
        return self.graph.groups[self.graph.nodes[use].kind]

    def _passes(self, use: str) -> bool:
        """Whether data passes a use by: it is bypassed, with one port on each side."""
        group = self._group(use)
        sides = (group.ports(PORT_IN), group.ports(PORT_OUT))
        return self.graph.nodes[use].bypassed and all(len(side) == 1 for side in sides)

    def _outer(self, end: str) -> str:
        """The end of a wire at this level, on the port's junction where it is at a use."""
        use, _, port = end.partition(".")
        if use not in self.graph.nodes or not _is_use(self.graph.nodes[use], self.graph):
            return end
        group = self._group(use)
        into = port in group.ports(PORT_IN)
        if self._passes(use):
            return f"{use}.{'input' if into else 'output'}"
        return f"{self.names.get((use, port), use)}.{'input' if into else 'output'}"

    def _open(self, use: str, node: Node) -> Iterator[tuple[str, Node]]:
        group = self._group(use)
        owner = self._owner(use)
        for inner, opened in with_values(group, node.params):
            if opened.kind in PORT_KINDS:
                yield inner, Node(_JUNCTION)
                continue
            shared = opened.weights_of
            if shared in group.body.nodes:
                weights_of = self.names[use, shared]
            else:
                weights_of = self.names[owner, inner] if owner != use else ""
            at = (node.at[0] + opened.at[0], node.at[1] + opened.at[1])
            frozen = node.frozen or opened.frozen
            yield inner, replace(opened, weights_of=weights_of, frozen=frozen, at=at)

    def _owner(self, use: str) -> str:
        """The use whose weights these are: the first in use of all that share them."""
        graph, kind = self.graph, self.graph.nodes[use].kind
        owner = graph.weights_owner(use)
        if graph.nodes[owner].kind != kind:
            return use
        if not self._passes(owner):
            return owner
        sharers = (i for i, n in graph if n.kind == kind and graph.weights_owner(i) == owner)
        return next((i for i in sharers if not self._passes(i)), use)

    def _inner_wires(self, use: str, node: Node) -> Iterator[Wire]:
        for wire in self.graph.groups[node.kind].body.wires:
            yield Wire(self._inner(use, wire.source), self._inner(use, wire.target))

    def _inner(self, use: str, end: str) -> str:
        inner, _, port = end.partition(".")
        return f"{self.names.get((use, inner), inner)}.{port}"


def _past_junctions(graph: Graph) -> Graph:
    """Lead wires past junctions; nothing flows from one that nothing flows into."""
    feeds: dict[str, str] = {}
    for wire in graph.wires:
        if _is_junction(graph, wire.target):
            feeds.setdefault(wire.target_node, wire.source)
    wires = []
    for wire in graph.wires:
        source = _origin(graph, wire.source, feeds)
        if source and not _is_junction(graph, wire.target):
            wires.append(Wire(source, wire.target))
    nodes = {i: node for i, node in graph if node.kind not in PORT_KINDS}
    return replace(graph, nodes=freeze(nodes), wires=tuple(wires))


def _is_junction(graph: Graph, end: str) -> bool:
    node: Any = graph.nodes.get(end.partition(".")[0])
    return node is not None and node.kind in PORT_KINDS


def _origin(graph: Graph, end: str, feeds: Mapping[str, str]) -> str:
    seen: set[str] = set()
    while _is_junction(graph, end):
        node = end.partition(".")[0]
        if node in seen or node not in feeds:
            return ""
        seen.add(node)
        end = feeds[node]
    return end
