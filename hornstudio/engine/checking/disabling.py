"""Disabled nodes, and what depends on them alone: left out, as if they had been deleted.

A node is left out where it is disabled, or where a port that needs a wire has only wires from
what is left out. An optimizer stays, and says that it has nothing to lower. Inside a composite it
is the same; what then leaves none of its ports counts as left out where the composite is used.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from operator import attrgetter

from hornstudio.engine.catalog import Catalog, catalog
from hornstudio.engine.composite.scope import scope
from hornstudio.engine.editing.sharing import sharing_among
from hornstudio.engine.graph import EMPTY, PORT_KINDS, Graph, Group, Wire, freeze, with_nodes
from hornstudio.engine.nesting import inner_first, nesting_faults

_KEPT = 16


@dataclass(frozen=True, slots=True)
class Live:
    """What is left of a graph. absent: ids of what is left out, each with the node to blame."""

    graph: Graph
    absent: Mapping[str, str] = field(default_factory=dict)


def living(graph: Graph, modules: Catalog | None = None) -> Graph:
    """The graph without what is left out: the very same where nothing is."""
    return live_part(graph, scope(graph, modules or catalog())).graph


def live_part(graph: Graph, modules: Catalog) -> Live:
    """What is left of a graph, and what is not. modules: the scope of the graph."""
    groups, dead = _live_groups(graph.groups, modules)
    if groups is graph.groups and not _has_disabled(graph):
        return Live(graph)
    return _Walk(replace(graph, groups=groups), modules, dead).run()


def _has_disabled(graph: Graph) -> bool:
    return any(map(attrgetter("disabled"), graph.nodes.values()))


Dead = Mapping[str, frozenset[str]]
"""Names of the ports of composites that nothing leaves, or goes into, by kind."""
_known: list[tuple[Mapping[str, Group], Mapping[str, Group], Dead]] = []


def _live_groups(groups: Mapping[str, Group], modules: Catalog) -> tuple[Mapping[str, Group], Dead]:
    """Composites with what is left of their bodies; the very same where all of it is."""
    if not any(_has_disabled(group.body) for group in groups.values()):
        return groups, EMPTY
    for known, left, dead in _known:
        if known is groups:
            return left, dead
    if any(True for _ in nesting_faults(Graph(groups=groups))):
        return groups, EMPTY  # they cannot be unfolded, and the check says so
    found, lost = dict(groups), dict[str, frozenset[str]]()
    for kind in inner_first(groups):
        live = _Walk(groups[kind].body, modules, lost).run()
        if live.graph is not groups[kind].body:
            params = tuple(e for e in groups[kind].params if e.node not in live.absent)
            found[kind] = replace(groups[kind], body=live.graph, params=params)
            nodes = groups[kind].body.nodes
            lost[kind] = frozenset(i for i in live.absent if nodes[i].kind in PORT_KINDS)
    # Kept, because who asks next must find the same composites, declared already.
    _known.insert(0, (groups, freeze(found), lost))
    del _known[_KEPT:]
    return _known[0][1:]


class _Walk:
    """One search through a graph for what depends on what is left out."""

    def __init__(self, graph: Graph, modules: Catalog, dead: Dead) -> None:
        self.graph = graph
        self.modules = modules
        self.dead = dead
        self.absent = {i: i for i, node in graph if node.disabled}

    def run(self) -> Live:
        uses = [i for i, node in self.graph if node.kind in self.dead and i not in self.absent]
        for use in uses:
            if self._is_silent(use):
                self.absent[use] = use
        waiting = [*self.absent]
        waiting += [i for use in uses for i in self._behind(use, use)]
        while waiting:
            waiting += self._behind(waiting[-1], self.absent[waiting.pop()])
        return Live(self._left(), freeze(self.absent)) if self._is_less else Live(self.graph)

    @property
    def _is_less(self) -> bool:
        return bool(self.absent or any(node.kind in self.dead for _, node in self.graph))

    def _behind(self, node_id: str, cause: str) -> list[str]:
        """Nodes that are left out because a node, or one of its ports, is."""
        found = []
        for wire in self.graph.wires_from(node_id):
            target = wire.target_node
            if target in self.graph.nodes and target not in self.absent and self._starves(target):
                self.absent[target] = cause
                found.append(target)
        return found

    def _starves(self, node_id: str) -> bool:
        """Whether a port that needs a wire has only wires that bring nothing."""
        module = self.modules.get(self.graph.nodes[node_id].kind)
        if module is not None and module.role == "optimizer":
            return False
        needed = {p.name for p in module.inputs if not p.optional} if module else None
        ports: dict[str, bool] = {}
        for wire in self.graph.wires_into(node_id):
            if needed is None or wire.target_port in needed:
                ports[wire.target_port] = ports.get(wire.target_port, True) and self._is_cut(wire)
        return any(ports.values())

    def _is_cut(self, wire: Wire) -> bool:
        return wire.source_node in self.absent or self._is_dead(wire.source_node, wire.source_port)

    def _is_dead(self, node_id: str, port: str) -> bool:
        node = self.graph.nodes.get(node_id)
        return node is not None and port in self.dead.get(node.kind, ())

    def _is_silent(self, use: str) -> bool:
        """Whether nothing comes out of a use of a composite any more."""
        node = self.graph.nodes[use]
        module = self.modules.get(node.kind)
        names = [p.name for p in module.outputs] if module else []
        return bool(names) and self.dead[node.kind].issuperset(names)

    def _left(self) -> Graph:
        """The graph without what is left out; who shared weights with that share on."""
        nodes = sharing_among(self.graph, self.graph.nodes.keys() - self.absent)
        wires = tuple(w for w in self.graph.wires if self._stays(w))
        return replace(with_nodes(self.graph, nodes), wires=wires)

    def _stays(self, wire: Wire) -> bool:
        return not (
            self._is_cut(wire)
            or wire.target_node in self.absent
            or self._is_dead(wire.target_node, wire.target_port)
        )
