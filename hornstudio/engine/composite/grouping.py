"""Making a composite of some nodes of a graph."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field, replace

from hornstudio.engine.catalog import Catalog
from hornstudio.engine.composite.declaration import why_not_inside
from hornstudio.engine.composite.inside import rename_group
from hornstudio.engine.composite.middle import first_of, middle_of
from hornstudio.engine.editing.edits import rename_node
from hornstudio.engine.editing.frame import remove_frames
from hornstudio.engine.editing.numbering import names_of_copies
from hornstudio.engine.editing.order import topological_order
from hornstudio.engine.editing.reroute import succeeded
from hornstudio.engine.errors import GraphError
from hornstudio.engine.graph import (
    PORT_IN,
    PORT_KINDS,
    PORT_OUT,
    Graph,
    Group,
    Node,
    Point,
    Wire,
    freeze,
    is_legal_id,
)
from hornstudio.engine.layout.size import USUAL, sizes

_MARGIN = 220.0
"""Distance between the ports of a composite and its nodes, in pixels at 100 %."""
_STEP = 96.0


def free_kind(graph: Graph, wish: str, modules: Catalog) -> str:
    """A kind that neither the catalog nor the graph has yet."""
    name = wish if is_legal_id(wish) else "block"
    taken = {*graph.groups, *PORT_KINDS, *(module.kind for module in modules.nodes())}
    return names_of_copies([name], taken)[name]


def group_nodes(
    graph: Graph,
    ids: Collection[str],
    title: str,
    modules: Catalog,
    frames: Collection[int] = (),
) -> tuple[Graph, str]:
    """Make a composite of nodes and put a use of it in their place; returns the use's id too.

    Whatever was wired across its border is wired through its ports. frames: places of those that
    go inside with the nodes. Raises: GraphError.
    """
    chosen = [i for i in graph.nodes if i in set(ids)]
    _refuse(graph, chosen, modules)
    kind = free_kind(graph, identifier(title), modules)
    use = graph.new_id(kind)
    parts = _Parts(graph, set(chosen), modules, use)
    parts.split()
    place = _place(graph, chosen, modules)
    nodes: dict[str, Node] = {}
    for node_id, node in graph:
        if node_id == chosen[0]:
            nodes[use] = Node(kind, at=place)
        if node_id not in parts.chosen:
            nodes[node_id] = node
    held = tuple(raw for number, raw in enumerate(graph.frames) if number in frames)
    group = Group(title, replace(parts.body(), frames=held))
    groups = freeze({**graph.groups, kind: group})
    made = replace(graph, nodes=freeze(nodes), wires=tuple(parts.outer), groups=groups)
    made = remove_frames(made, frames) if held else made
    made = succeeded(graph, made, parts.across)
    _, ring = topological_order(made)
    if ring and not topological_order(graph)[1]:
        between = " → ".join(i for i in ring if i != use)
        raise GraphError(
            "the wires go out of the selection and back into it through {between}; select that too",
            between=between,
        )
    return made, use


def name_group(graph: Graph, use: str, title: str, modules: Catalog) -> tuple[Graph, str]:
    """Give a composite with one use another title, and both of them the names that follow from it.

    Returns the new id of the use too.
    """
    old = graph.node(use).kind
    new = identifier(title)
    if new == old:
        return rename_group(graph, old, old, title), use
    new = free_kind(graph, new, modules)
    graph = rename_group(graph, old, new, title)
    new_use = graph.new_id(new)
    return rename_node(graph, use, new_use), new_use


def _place(graph: Graph, chosen: Collection[str], modules: Catalog) -> Point:
    """The middle of nodes; where that lies on another node, the place of the first as one reads."""
    places = [graph.nodes[i].at for i in chosen]
    left, top = middle_of(places)
    others = replace(graph, nodes={i: n for i, n in graph if i not in chosen}, wires=())
    for node_id, (width, height) in sizes(others, modules).items():
        x, y = graph.nodes[node_id].at
        if x - USUAL[0] < left < x + width and y - USUAL[1] < top < y + height:
            return first_of(places)
    return left, top


def identifier(title: str) -> str:
    """A kind from a title: `Residual block` gives `residual_block`."""
    word = "_".join("".join(c if c.isalnum() else " " for c in title.casefold()).split())
    return word if is_legal_id(word) else "block"


def _refuse(graph: Graph, chosen: list[str], modules: Catalog) -> None:
    if not chosen:
        raise GraphError("nothing is selected; select the modules that are to be one composite")
    for node_id in chosen:
        node = graph.nodes[node_id]
        module = modules.get(node.kind)
        if node.kind in PORT_KINDS:
            raise GraphError("{node} is a port of the composite; leave it out", node=node_id)
        if module is not None and module.role != "layer":
            reason = why_not_inside(module)
            raise GraphError("{node} {reason}; leave it out", node=node_id, reason=reason)
    within = set(chosen)
    for node_id, node in graph:
        if node.weights_of in graph.nodes and (node_id in within) != (node.weights_of in within):
            raise GraphError(
                "{node} shares the weights of {owner}; select both or neither of them",
                node=node_id,
                owner=node.weights_of,
            )


@dataclass
class _Parts:
    """Wires of a graph told apart: those inside, those outside, and the ports between."""

    graph: Graph
    chosen: set[str]
    modules: Catalog
    use: str
    inner: list[Wire] = field(default_factory=list)
    outer: list[Wire] = field(default_factory=list)
    entries: dict[str, str] = field(default_factory=dict)  # port by what it takes
    exits: dict[str, str] = field(default_factory=dict)  # port by what it gives
    across: list[tuple[Wire, Wire]] = field(default_factory=list)  # over the border; outside of it

    def split(self) -> None:
        for wire in self.graph.wires:
            starts, ends = wire.source_node in self.chosen, wire.target_node in self.chosen
            if starts and ends:
                self.inner.append(wire)
            elif ends:
                self._enter(wire)
            elif starts:
                self._leave(wire)
            else:
                self.outer.append(wire)
        self._open_ports()

    def _enter(self, wire: Wire) -> None:
        if wire.source not in self.entries:
            port = self.entries[wire.source] = self._name("input")
            self.outer.append(Wire(wire.source, f"{self.use}.{port}"))
        self.across.append((wire, Wire(wire.source, f"{self.use}.{self.entries[wire.source]}")))
        self.inner.append(Wire(f"{self.entries[wire.source]}.output", wire.target))

    def _leave(self, wire: Wire) -> None:
        port = self._exit(wire.source)
        self.outer.append(Wire(f"{self.use}.{port}", wire.target))
        self.across.append((wire, self.outer[-1]))

    def _exit(self, end: str) -> str:
        if end not in self.exits:
            port = self.exits[end] = self._name("output")
            self.inner.append(Wire(end, f"{port}.input"))
        return self.exits[end]

    def _open_ports(self) -> None:
        """Ports for what still waits for a wire, and for the ends that nothing takes yet."""
        for node_id in [i for i in self.graph.nodes if i in self.chosen]:
            module = self.modules.get(self.graph.nodes[node_id].kind)
            if module is None:
                continue
            for port in module.inputs:
                if not port.optional and not self.graph.wires_into(node_id, port.name):
                    end = f"{node_id}.{port.name}"
                    self.entries[end] = self._name("input")
                    self.inner.append(Wire(f"{self.entries[end]}.output", end))
            if module.outputs and not self.graph.wires_from(node_id):
                self._exit(f"{node_id}.{module.outputs[0].name}")

    def _name(self, wish: str) -> str:
        taken = self.chosen | set(self.entries.values()) | set(self.exits.values())
        return Graph().new_id(wish, taken)

    def body(self) -> Graph:
        nodes = {i: node for i, node in self.graph if i in self.chosen}
        middle = sum(node.at[1] for node in nodes.values()) / len(nodes)
        left = min(node.at[0] for node in nodes.values()) - _MARGIN
        right = max(node.at[0] for node in nodes.values()) + _MARGIN
        entries = dict(_ports(PORT_IN, list(self.entries.values()), left, middle))
        exits = dict(_ports(PORT_OUT, list(self.exits.values()), right, middle))
        inner, points = tuple(self.inner), self.graph.reroutes
        return Graph(nodes=freeze(entries | nodes | exits), wires=inner, reroutes=points)


def _ports(kind: str, names: list[str], x: float, y: float) -> Iterator[tuple[str, Node]]:
    """One below the other, around a height."""
    for place, name in enumerate(names):
        down = _STEP * (place - (len(names) - 1) / 2)
        yield name, Node(kind, at=(round(x, 2), round(y + down, 2)))
