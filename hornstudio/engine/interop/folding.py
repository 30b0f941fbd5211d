"""Models within a model as composites: what was laid open for reading is folded up again.

Folding must not change what the graph computes. It is compared with the graph laid open, node by
node and wire by wire; whatever does not come out the same stays laid open.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from hornstudio.engine.catalog import Catalog
from hornstudio.engine.composite.flatten import flatten
from hornstudio.engine.composite.grouping import free_kind
from hornstudio.engine.errors import GraphError
from hornstudio.engine.graph import PORT_IN, PORT_OUT, Graph, Group, Node, Wire, freeze
from hornstudio.engine.interop.naming import id_of
from hornstudio.engine.module import Module, no_arrays


@dataclass(frozen=True, slots=True)
class Part:
    """One call of a model within a model.

    place: names of the models around it, and its own. nodes: from which to which of all nodes.
    prefix: before their ids. inputs: names of what it takes. given, ends: ports that feed it, and
    those that it gives.
    """

    place: tuple[str, ...]
    nodes: tuple[int, int]
    prefix: str
    inputs: tuple[str, ...]
    given: tuple[str, ...]
    ends: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Folded:
    """The graph, and by the id of every node laid open that which it has when unfolded again."""

    graph: Graph
    names: Mapping[str, str]


def folded(graph: Graph, parts: Sequence[Part], ids: Sequence[str], modules: Catalog) -> Folded:
    """Fold all calls up. ids: of the nodes that the parts count by."""
    as_it_is = Folded(graph, {i: i for i in graph.nodes})
    if not parts:
        return as_it_is
    folding = _Folding(graph, modules)
    try:
        for part in parts:  # those within others come first
            folding.fold(part, ids[slice(*part.nodes)])
        flat = flatten(folding.graph)
    except GraphError:
        return as_it_is
    found = {place: i for i, place in flat.places.items()}
    names = {old: found.get(tuple(path), "") for old, path in folding.paths.items()}
    return Folded(folding.graph, names) if _is_same(graph, flat.graph, names, modules) else as_it_is


def _is_same(old: Graph, new: Graph, names: Mapping[str, str], modules: Catalog) -> bool:
    """Whether two graphs differ in the names of nodes only."""

    def renamed(end: str) -> str:
        node, _, port = end.partition(".")
        return f"{names[node]}.{port}"

    if sorted(names.values()) != sorted(new.nodes):
        return False
    for node_id, node in old:
        other_id = names[node_id]
        other = new.nodes[other_id]
        if replace(node, at=other.at, weights_of=other.weights_of) != other:
            return False
        is_same_owner = names[old.weights_owner(node_id)] == new.weights_owner(other_id)
        if not is_same_owner and _can_own(modules.get(node.kind)):
            return False
        here = [Wire(renamed(w.source), renamed(w.target)) for w in old.wires_into(node_id)]
        if not _are_same_inputs(here, new.wires_into(other_id)):
            return False
    return True


def _can_own(module: Module | None) -> bool:
    return module is None or module.weights is not no_arrays or module.state is not no_arrays


def _are_same_inputs(here: list[Wire], there: list[Wire]) -> bool:
    """Whether the same flows into each port, in the same order."""
    ports = {w.target for w in (*here, *there)}
    return all(
        [w.source for w in here if w.target == p] == [w.source for w in there if w.target == p]
        for p in ports
    )


@dataclass
class _Folding:
    """A graph of which more and more is folded up. paths: where each node lies by now."""

    graph: Graph
    modules: Catalog
    paths: dict[str, list[str]] = field(default_factory=dict)
    _ports: dict[str, str] = field(default_factory=dict)
    _uses: dict[tuple[str, ...], str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.paths = {i: [i] for i in self.graph.nodes}

    def fold(self, part: Part, ids: Sequence[str]) -> None:
        """Put a use of a composite in the place of nodes. Raises: GraphError."""
        members = list(dict.fromkeys(self.paths[i][0] for i in ids))
        if not members:
            return
        names = self._names(part, members)
        given = [self._port(port) for port in part.given]
        ends = [self._port(port) for port in part.ends]
        body, exits = self._body(part, names, given, ends)
        use = self.graph.new_id(part.prefix.removesuffix("_"))
        first = self._uses.setdefault(part.place, use)
        kind = self._kind(part, body, first if first != use else "")
        self._replace(names, use, Node(kind, weights_of=first if first != use else ""), kind, body)
        self._wire(part, names, use, given, exits)
        for path in self.paths.values():
            if path[0] in names:
                path[0] = names[path[0]]
                path.insert(0, use)
        self._ports |= {end: f"{use}.{port}" for end, port in exits.items()}

    def _port(self, port: str) -> str:
        while port in self._ports:
            port = self._ports[port]
        return port

    def _names(self, part: Part, members: list[str]) -> dict[str, str]:
        """Ids within the composite: without what told the calls apart."""
        names: dict[str, str] = {}
        for member in members:
            names[member] = Graph().new_id(member.removeprefix(part.prefix), names.values())
        return names

    def _body(
        self, part: Part, names: Mapping[str, str], given: list[str], ends: list[str]
    ) -> tuple[Graph, dict[str, str]]:
        """The composite's body, and its output ports by what they give."""
        taken = set(names.values())
        inputs = []
        for name in part.inputs:
            inputs.append(Graph().new_id(id_of(name), taken))
            taken.add(inputs[-1])
        wires = [
            Wire(self._inner_source(w, names, given, inputs), _moved(w.target, names))
            for w in self.graph.wires
            if w.target_node in names
        ]
        exits: dict[str, str] = {}
        for end in ends:
            if end.partition(".")[0] not in names:
                raise GraphError("{end} only passes through", end=end)
            if end not in exits:
                exits[end] = Graph().new_id("output", taken)
                taken.add(exits[end])
                wires.append(Wire(_moved(end, names), f"{exits[end]}.input"))
        nodes = {port: Node(PORT_IN) for port in inputs}
        for member, name in names.items():
            node = self.graph.nodes[member]
            nodes[name] = replace(node, weights_of=names.get(node.weights_of, ""))
        nodes |= {port: Node(PORT_OUT) for port in exits.values()}
        return Graph(nodes=freeze(nodes), wires=tuple(wires)), exits

    def _inner_source(
        self, wire: Wire, names: Mapping[str, str], given: list[str], inputs: list[str]
    ) -> str:
        if wire.source_node in names:
            return _moved(wire.source, names)
        if given.count(wire.source) != 1:
            raise GraphError("{end} comes from elsewhere", end=wire.source)
        return f"{inputs[given.index(wire.source)]}.output"

    def _kind(self, part: Part, body: Graph, first: str) -> str:
        """The kind of the first call where this one is the same, else one of its own."""
        known = self.graph.nodes[first].kind if first in self.graph.nodes else ""
        if known and self.graph.groups[known].body == body:
            return known
        return free_kind(self.graph, id_of(part.place[-1]), self.modules)

    def _replace(
        self, names: Mapping[str, str], use: str, node: Node, kind: str, body: Graph
    ) -> None:
        first, nodes = next(iter(names)), {}
        for node_id, other in self.graph:
            if node_id == first:
                nodes[use] = node
            if node_id not in names:
                nodes[node_id] = other
        groups = dict(self.graph.groups)
        groups.setdefault(kind, Group(body=body))
        self.graph = replace(self.graph, nodes=freeze(nodes), groups=freeze(groups))

    def _wire(
        self,
        part: Part,
        names: Mapping[str, str],
        use: str,
        given: list[str],
        exits: Mapping[str, str],
    ) -> None:
        wires = []
        for wire in self.graph.wires:
            if wire.source_node in names and wire.target_node in names:
                continue
            if wire.source_node in names:
                if wire.source not in exits:
                    raise GraphError("{end} leaves the model", end=wire.source)
                wires.append(Wire(f"{use}.{exits[wire.source]}", wire.target))
            elif wire.target_node not in names:
                wires.append(wire)
        ports = self.graph.groups[self.graph.nodes[use].kind].ports(PORT_IN)
        wires += [Wire(source, f"{use}.{port}") for source, port in zip(given, ports, strict=True)]
        self.graph = replace(self.graph, wires=tuple(wires))


def _moved(end: str, names: Mapping[str, str]) -> str:
    node, _, port = end.partition(".")
    return f"{names[node]}.{port}"
