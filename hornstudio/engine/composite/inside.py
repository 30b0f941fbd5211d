"""A composite as a graph to edit, and the edited graph as the composite again.

Every edit of a graph is thereby an edit inside a composite. What the uses need to know of it
(ports that are gone or have another name, settings that are no longer there) follows by itself.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from hornstudio.engine.catalog import Catalog
from hornstudio.engine.composite.declaration import exposed_params, inner_param
from hornstudio.engine.composite.following import followed
from hornstudio.engine.errors import GraphError
from hornstudio.engine.graph import (
    EMPTY,
    PORT_IN,
    PORT_KINDS,
    PORT_OUT,
    UNNAMED,
    Exposed,
    Graph,
    Group,
    Node,
    Training,
    Wire,
    freeze,
    is_legal_id,
)
from hornstudio.engine.nesting import nesting_faults


def group_of(graph: Graph, kind: str) -> Group:
    """The composite of that kind. Raises: GraphError."""
    try:
        return graph.groups[kind]
    except KeyError:
        raise GraphError("there is no composite {kind}", kind=kind) from None


def body_of(graph: Graph, kind: str) -> Graph:
    """The body of a composite as a graph: it knows the graph's composites and training."""
    group = group_of(graph, kind)
    return replace(
        group.body,
        name=group.title or kind,
        groups=graph.groups,
        training=graph.training,
        inside=kind,
    )


def with_body(graph: Graph, body: Graph) -> Graph:
    """The graph with an edited body in the place of the composite's. Raises: GraphError."""
    kind = body.inside
    old = group_of(graph, kind)
    group = replace(
        old,
        title=body.name if body.name != (old.title or kind) else old.title,
        body=replace(body, name=UNNAMED, groups=EMPTY, training=Training(), inside=""),
    )
    renamed = _renamed(old.body, group.body)
    params, groups = followed(old, group, renamed, graph.groups, body.groups)
    group = replace(group, params=params)
    made = replace(graph, groups=freeze({**groups, kind: group}), training=body.training)
    _refuse_endless(made)
    made = _ports_followed(made, kind, old, group, renamed)
    for name in {e.name for e in old.params} - {e.name for e in group.params}:
        made = _without_setting(made, kind, name)
    return made


def _refuse_endless(graph: Graph) -> None:
    for kind, reason in nesting_faults(graph):
        raise GraphError("{kind}: {reason}", kind=kind or graph.name, reason=reason)


def _renamed(old: Graph, new: Graph) -> dict[str, str]:
    """New ids by old ones of nodes that have another id in the same place."""
    if len(old.nodes) != len(new.nodes):
        return {}
    pairs = list(zip(old.nodes, new.nodes, strict=True))
    found = {a: b for a, b in pairs if a != b}
    is_rename = len(found) == 1 and not set(found.values()) & set(old.nodes)
    return found if is_rename else {}


def _ports_followed(
    graph: Graph, kind: str, old: Group, new: Group, renamed: Mapping[str, str]
) -> Graph:
    """Wires at the uses, everywhere, on the ports of today."""
    sides = ((PORT_IN, "target"), (PORT_OUT, "source"))
    gone = {side: set(old.ports(k)) - set(new.ports(k)) for k, side in sides}
    if not any(gone.values()):
        return graph

    def follow(part: Graph) -> Graph:
        uses = {i for i, node in part if node.kind == kind}
        wires = tuple(w for wire in part.wires for w in _moved(wire, uses, gone, renamed))
        return part if wires == part.wires else replace(part, wires=wires)

    groups = {k: replace(g, body=follow(g.body)) for k, g in graph.groups.items()}
    return replace(follow(graph), groups=freeze(groups))


def _moved(
    wire: Wire, uses: set[str], gone: Mapping[str, set[str]], renamed: Mapping[str, str]
) -> list[Wire]:
    source, target = wire
    if wire.source_node in uses and wire.source_port in gone["source"]:
        port = renamed.get(wire.source_port)
        source = f"{wire.source_node}.{port}" if port else ""
    if wire.target_node in uses and wire.target_port in gone["target"]:
        port = renamed.get(wire.target_port)
        target = f"{wire.target_node}.{port}" if port else ""
    return [Wire(source, target)] if source and target else []


def rename_group(graph: Graph, old: str, new: str, title: str = "") -> Graph:
    """Give a composite another kind, everywhere, in its place. Raises: GraphError."""
    group = group_of(graph, old)
    if new != old and (new in graph.groups or new in PORT_KINDS):
        raise GraphError("there is already a composite {kind}", kind=new)
    if not is_legal_id(new):
        raise GraphError(
            "{node!r} cannot be a name; need a letter or _ first, then letters, digits or _",
            node=new,
        )

    def follow(part: Graph) -> Graph:
        nodes = {i: replace(n, kind=new) if n.kind == old else n for i, n in part}
        return replace(part, nodes=freeze(nodes))

    groups = {
        new if k == old else k: replace(g, body=follow(g.body)) for k, g in graph.groups.items()
    }
    groups[new] = replace(groups[new], title=title or group.title)
    inside = new if graph.inside == old else graph.inside
    return replace(follow(graph), groups=freeze(groups), inside=inside)


def expose(
    graph: Graph, kind: str, node: str, param: str, modules: Catalog, name: str = ""
) -> Graph:
    """Make a param of a node inside a setting of the composite.

    name: of the setting; one that is there already is then followed by this param too.
    Raises: GraphError.
    """
    group = group_of(graph, kind)
    declared = inner_param(group, node, param, modules)
    if declared is None:
        raise GraphError("{node} has no param {param}", node=node, param=param)
    if any((e.node, e.param) == (node, param) for e in group.params):
        raise GraphError("{node}.{param} is a setting already", node=node, param=param)
    taken = {e.name for e in group.params}
    name = name or Graph().new_id(param if param not in taken else f"{node}_{param}", taken)
    if not is_legal_id(name):
        raise GraphError("{name!r} cannot be the name of a setting", name=name)
    same = next((p for p in exposed_params(group, modules) if p.name == name), None)
    if same is not None and type(same) is not type(declared):
        raise GraphError("{name} is a setting of another type", name=name)
    params = (*group.params, Exposed(name, node, param))
    return _with_group(graph, kind, replace(group, params=params))


def hide(graph: Graph, kind: str, node: str, param: str) -> Graph:
    """Let a param of a node inside be no setting any longer; uses give up what they set.

    Raises: GraphError.
    """
    group = group_of(graph, kind)
    gone = [e for e in group.params if (e.node, e.param) == (node, param)]
    if not gone:
        raise GraphError("{node}.{param} is not a setting", node=node, param=param)
    kept = tuple(e for e in group.params if e not in gone)
    graph = _with_group(graph, kind, replace(group, params=kept))
    name = gone[0].name
    return graph if any(e.name == name for e in kept) else _without_setting(graph, kind, name)


def _without_setting(graph: Graph, kind: str, name: str) -> Graph:
    """Take a setting that is gone from all uses, and from composites that handed it on."""

    def follow(part: Graph) -> Graph:
        nodes = {
            i: replace(n, params=freeze({k: v for k, v in n.params.items() if k != name}))
            if n.kind == kind and name in n.params
            else n
            for i, n in part
        }
        return replace(part, nodes=freeze(nodes))

    groups = {k: replace(g, body=follow(g.body)) for k, g in graph.groups.items()}
    graph = replace(follow(graph), groups=freeze(groups))
    for other, group in groups.items():
        for exposed in group.params:
            node = group.body.nodes.get(exposed.node)
            if node is not None and node.kind == kind and exposed.param == name:
                graph = hide(graph, other, exposed.node, name)
    return graph


def _with_group(graph: Graph, kind: str, group: Group) -> Graph:
    return replace(graph, groups=freeze({**graph.groups, kind: group}))


def trail_of(graph: Graph, trail: Sequence[str]) -> list[tuple[str, str]]:
    """The uses of a trail from the top down that are still there, each with its kind."""
    found: list[tuple[str, str]] = []
    nodes: Mapping[str, Node] | Any = graph.nodes
    for use in trail:
        kind = nodes[use].kind if use in nodes else ""
        if kind not in graph.groups:
            break
        found.append((use, kind))
        nodes = graph.groups[kind].body.nodes
    return found
