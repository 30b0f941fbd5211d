"""Edits: functions from a graph to a graph. They keep ids and orders, and refuse with a reason.

They know nothing of kinds; whether shapes fit is `check`'s to say.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from typing import Any

from hornstudio.engine.editing import reroute
from hornstudio.engine.editing.numbering import names_of_copies
from hornstudio.engine.editing.sharing import sharing_among
from hornstudio.engine.errors import GraphError
from hornstudio.engine.graph import (
    EMPTY,
    Graph,
    Group,
    Node,
    Point,
    Training,
    Wire,
    freeze,
    is_legal_id,
    with_nodes,
)
from hornstudio.engine.nesting import inner_first, reached_kinds

ATTRIBUTES = ("frozen", "bypassed", "disabled", "over_time", "weights_of", "title", "note")
"""What `set_attribute` sets."""


def add_node(graph: Graph, node_id: str, node: Node) -> Graph:
    """Add a node behind the others. Raises: GraphError when the id is taken or not legal."""
    if node_id in graph.nodes:
        raise GraphError("there is already a node {node}", node=node_id)
    if not is_legal_id(node_id):
        raise GraphError("{node!r} cannot be a node id; need a Python identifier", node=node_id)
    node = replace(node, at=_rounded(node.at))
    return with_nodes(graph, {**graph.nodes, node_id: node})


def _rounded(at: Point) -> Point:
    """To a hundredth of a pixel: finer places tell nobody anything and swell the file."""
    return (round(at[0], 2), round(at[1], 2))


def remove_nodes(graph: Graph, ids: Collection[str]) -> Graph:
    """Take nodes away, with their wires.

    Nodes that shared the weights of one that is gone share with whom that one shared, or with
    each other.
    """
    gone = set(ids)
    kept = sharing_among(graph, graph.nodes.keys() - gone)
    wires = tuple(w for w in graph.wires if not {w.source_node, w.target_node} & gone)
    return replace(with_nodes(graph, kept), wires=wires)


def move_nodes(graph: Graph, places: Mapping[str, Point]) -> Graph:
    """Put nodes elsewhere; the points of wires between nodes that make one step go along."""
    moved = {i: replace(graph.node(i), at=_rounded(at)) for i, at in places.items()}
    return reroute.carried(graph, with_nodes(graph, {**graph.nodes, **moved}))


def shift(
    graph: Graph, ids: Collection[str], places: Collection[reroute.Place], step: Point
) -> Graph:
    """Put nodes and reroute points a step away; no point goes twice."""
    moved = {i: (graph.nodes[i].at[0] + step[0], graph.nodes[i].at[1] + step[1]) for i in ids}
    if moved:
        graph = move_nodes(graph, moved)
    rest = reroute.loose(places, moved)
    return reroute.shift_points(graph, rest, step) if rest else graph


def set_param(graph: Graph, node_id: str, param: str, value: Any) -> Graph:
    """Set one param to a JSON value."""
    node = graph.node(node_id)
    return _change(graph, node_id, params=freeze({**node.params, param: value}))


def reset_param(graph: Graph, node_id: str, param: str) -> Graph:
    """Return one param to its kind's default."""
    params = {name: value for name, value in graph.node(node_id).params.items() if name != param}
    return _change(graph, node_id, params=freeze(params))


def set_params(graph: Graph, param: str, values: Mapping[str, Any]) -> Graph:
    """Set one param of several nodes. values: JSON by node."""
    changed = {
        i: replace(graph.node(i), params=freeze({**graph.node(i).params, param: value}))
        for i, value in values.items()
    }
    return with_nodes(graph, {**graph.nodes, **changed})


def reset_params(graph: Graph, param: str, ids: Iterable[str]) -> Graph:
    """Return one param of several nodes to the default of each."""
    changed = {}
    for node_id in ids:
        node = graph.node(node_id)
        rest = {name: value for name, value in node.params.items() if name != param}
        changed[node_id] = replace(node, params=freeze(rest))
    return with_nodes(graph, {**graph.nodes, **changed})


def set_extra(graph: Graph, ids: Collection[str], name: str, value: Any) -> Graph:
    """Set an attribute that versions which do not know it carry along; None takes it away."""
    changed = {}
    for node_id in ids:
        node = graph.node(node_id)
        rest = {key: held for key, held in node.extra.items() if key != name}
        extra = rest if value is None else {**rest, name: value}
        changed[node_id] = replace(node, extra=freeze(extra))
    return with_nodes(graph, {**graph.nodes, **changed})


def set_attribute(graph: Graph, node_id: str, attribute: str, value: Any) -> Graph:
    """Set one of `ATTRIBUTES`. Raises: GraphError."""
    if attribute not in ATTRIBUTES:
        raise GraphError("{attribute} is not an attribute of a node", attribute=attribute)
    if attribute == "weights_of" and value:
        _refuse_bad_owner(graph, node_id, value)
    return _change(graph, node_id, **{attribute: value})


def _refuse_bad_owner(graph: Graph, node_id: str, owner: str) -> None:
    if graph.node(owner).kind != graph.node(node_id).kind:
        raise GraphError(
            "{node} is {kind}, {owner} is {owner_kind}; only modules of one kind share weights",
            node=node_id,
            kind=graph.nodes[node_id].kind,
            owner=owner,
            owner_kind=graph.nodes[owner].kind,
        )
    if node_id in graph.weights_owners(owner):
        raise GraphError("{node} cannot share its weights with itself", node=node_id)


def _change(graph: Graph, node_id: str, **attributes: Any) -> Graph:
    node = replace(graph.node(node_id), **attributes)
    return with_nodes(graph, {**graph.nodes, node_id: node})


def rename_node(graph: Graph, old: str, new: str) -> Graph:
    """Give a node another id, everywhere, in its place. Raises: GraphError."""
    if old == new:
        return graph
    if new in graph.nodes:
        raise GraphError("there is already a node {node}", node=new)
    if not is_legal_id(new):
        raise GraphError(
            "{node!r} cannot be a name; need a letter or _ first, then letters, digits or _",
            node=new,
        )
    graph.node(old)
    nodes = {new if i == old else i: _with_owner(n, old, new) for i, n in graph.nodes.items()}
    wires = tuple(Wire(_end(w.source, old, new), _end(w.target, old, new)) for w in graph.wires)
    reroutes = reroute.renamed(graph, lambda end: _end(end, old, new))
    return replace(with_nodes(graph, nodes), wires=wires, reroutes=reroutes)


def _with_owner(node: Node, old: str, new: str) -> Node:
    return replace(node, weights_of=new) if node.weights_of == old else node


def _end(end: str, old: str, new: str) -> str:
    node, _, port = end.partition(".")
    return f"{new}.{port}" if node == old else end


def replace_kind(graph: Graph, node_id: str, kind: str, params: Mapping[str, Any]) -> Graph:
    """Turn a node into another kind, in its place."""
    return _change(graph, node_id, kind=kind, params=freeze(params))


def connect(graph: Graph, wire: Wire, *, many: bool = False, index: int | None = None) -> Graph:
    """Add a wire. Into a port that takes one wire it replaces the one that is there.

    index: position among all wires (behind the last where None). Raises: GraphError when the
    same wire is there already, or an end is missing.
    """
    if wire in graph.wires:
        raise GraphError("{source} is already wired to {target}", source=wire[0], target=wire[1])
    graph.node(wire.source_node)
    graph.node(wire.target_node)
    wires = list(graph.wires)
    if not many:
        place = next((i for i, w in enumerate(wires) if w.target == wire.target), None)
        if place is not None:
            wires[place] = wire
            return replace(graph, wires=tuple(wires))
    wires.insert(len(wires) if index is None else index, wire)
    return replace(graph, wires=tuple(wires))


def disconnect(graph: Graph, wires: Iterable[Wire]) -> Graph:
    """Take wires away."""
    gone = set(wires)
    return replace(graph, wires=tuple(w for w in graph.wires if w not in gone))


def insert_on_wire(
    graph: Graph, wire: Wire, node_id: str, ports: tuple[str, str], before: int | None = None
) -> Graph:
    """Lead a wire through a node that is in the graph: `ports` are its input and output.

    Both new wires take the old one's place, so that the order of inputs stays. before: how many
    of the wire's reroute points come in front of the node; None to tell by where the node is.
    Raises: GraphError when the wire or the node is not there.
    """
    at = graph.node(node_id).at
    if wire not in graph.wires:
        raise GraphError("there is no wire {source} to {target}", source=wire[0], target=wire[1])
    place = graph.wires.index(wire)
    halves = (
        Wire(wire.source, f"{node_id}.{ports[0]}"),
        Wire(f"{node_id}.{ports[1]}", wire.target),
    )
    if before is None:
        ends = (graph.nodes[wire.source_node].at, graph.nodes[wire.target_node].at)
        before = reroute.leg_of((ends[0], *graph.reroutes.get(wire, ()), ends[1]), at)
    wires = graph.wires[:place] + halves + graph.wires[place + 1 :]
    return reroute.split(graph, replace(graph, wires=wires), wire, halves, before)


def paste(
    graph: Graph, part: Graph, offset: Point = (0.0, 0.0), wires: Iterable[Wire] | None = None
) -> tuple[Graph, dict[str, str]]:
    """Add a copy of another graph's nodes and wires; returns the new ids by the old ones.

    wires: in place of the part's own; one from a node that only the graph has comes from there.

    Shared weights stay shared within the copy; a copy whose owner was left behind keeps
    sharing with it when the graph has such a node of the same kind. Composites come along; one
    that differs from the graph's own of that kind gets another one, or that under which the
    graph has it.
    """
    graph, part = with_groups(graph, part)
    ids = names_of_copies(part.nodes, graph.nodes)
    nodes = dict(graph.nodes)
    for old, node in part.nodes.items():
        owner = ids.get(node.weights_of) or _owner_left_behind(graph, node)
        at = _rounded((node.at[0] + offset[0], node.at[1] + offset[1]))
        nodes[ids[old]] = replace(node, at=at, weights_of=owner)
    added = tuple(
        Wire(_end_of_copy(w.source, ids), _end_of_copy(w.target, ids))
        for w in (part.wires if wires is None else wires)
        if w.target_node in ids and (w.source_node in ids or w.source_node in graph.nodes)
    )
    made = replace(with_nodes(graph, nodes), wires=graph.wires + added)
    return reroute.copied(made, part, lambda end: _end_of_copy(end, ids), offset), ids


def _end_of_copy(end: str, ids: Mapping[str, str]) -> str:
    node, _, port = end.partition(".")
    return f"{ids.get(node, node)}.{port}"


def wires_into(graph: Graph, ids: Collection[str]) -> tuple[Wire, ...]:
    """All wires that end at some nodes, from among them and from elsewhere, in order."""
    chosen = set(ids)
    return tuple(w for w in graph.wires if w.target_node in chosen)


def with_groups(graph: Graph, part: Graph) -> tuple[Graph, Graph]:
    """The graph with the part's composites, and the part with their kinds there."""
    if not part.groups:
        return graph, part
    kinds: dict[str, str] = {}
    added: dict[str, Group] = {}
    for kind in inner_first(part.groups):
        group = part.groups[kind]
        group = replace(group, body=_of_kinds(group.body, kinds))
        kinds[kind] = _known_as(graph, kind, group)
        if not kinds[kind]:
            taken = {*graph.groups, *(part.groups.keys() - {kind}), *added}
            kinds[kind] = names_of_copies([kind], taken)[kind]
            added[kinds[kind]] = group
    in_order = {k: added[k] for k in map(kinds.__getitem__, part.groups) if k in added}
    return replace(graph, groups=freeze({**graph.groups, **in_order})), _of_kinds(part, kinds)


def _of_kinds(graph: Graph, kinds: Mapping[str, str]) -> Graph:
    """The graph with composites under other kinds."""
    nodes = {i: replace(n, kind=kinds.get(n.kind, n.kind)) for i, n in graph}
    return with_nodes(graph, nodes)


def _known_as(graph: Graph, kind: str, group: Group) -> str:
    """The kind under which a graph has a composite, its own kind first; "" where it has not."""
    same = (k for k in (kind, *graph.groups) if graph.groups.get(k) == group)
    return next(same, "")


def _owner_left_behind(graph: Graph, node: Node) -> str:
    owner = graph.nodes.get(node.weights_of)
    return node.weights_of if owner and owner.kind == node.kind else ""


def extract(graph: Graph, ids: Collection[str]) -> Graph:
    """The part of a graph made of some nodes and the wires between them, for the clipboard."""
    chosen = {i: n for i, n in graph.nodes.items() if i in set(ids)}
    wires = tuple(w for w in graph.wires if w.source_node in chosen and w.target_node in chosen)
    kinds = reached_kinds((n.kind for n in chosen.values()), graph.groups)
    groups = freeze({k: g for k, g in graph.groups.items() if k in kinds}) if kinds else EMPTY
    return Graph(graph.name, freeze(chosen), wires, groups=groups, reroutes=graph.reroutes)


def set_training(graph: Graph, training: Training) -> Graph:
    """Change how to train."""
    return replace(graph, training=training)
