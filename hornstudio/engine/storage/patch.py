"""What turns one graph into another as plain data, in the words of a `.horn` file, and back.

Values that both graphs share are not looked into: of thousands of nodes an edit touches few.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from hornstudio.engine.catalog import Catalog
from hornstudio.engine.editing import reroute
from hornstudio.engine.editing.change import is_only_elsewhere, others
from hornstudio.engine.graph import EMPTY, Exposed, Graph, Group, Node, Points, Wire, freeze
from hornstudio.engine.storage.file_groups import params_json
from hornstudio.engine.storage.hunks import hunks, rebuilt
from hornstudio.engine.storage.lines import node_json
from hornstudio.engine.storage.reader import GraphReader
from hornstudio.engine.training_settings import read_training, training_json

Patch = dict[str, Any]

_ANY_MODULES = Catalog(())
"""Of modules that are not known every param is kept: what was there is brought back as it was."""


def difference(here: Graph, there: Graph) -> Patch:
    """What turns the first graph into the second; what they share is not in it."""
    patch = _contents(here, there)
    if here.name != there.name:
        patch["name"] = there.name
    if here.training is not there.training:
        patch["training"] = training_json(there.training)
    if here.groups is not there.groups:
        patch["groups"] = hunks(list(here.groups), list(there.groups))
        patch["in_groups"] = {
            kind: _group(here.groups.get(kind, Group()), there.groups[kind])
            for kind in others(here.groups, there.groups)
        }
    if here.extra is not there.extra:
        patch["extra"] = dict(there.extra)
    return patch


def patched(here: Graph, patch: Patch) -> Graph:
    """The second graph; what it shares with the first are the very same values.

    Raises: ValueError, TypeError, KeyError or AttributeError where this is no such patch.
    """
    there = _with_contents(here, patch)
    if "name" in patch:
        there = replace(there, name=str(patch["name"]))
    if "training" in patch:
        training, faults = read_training(patch["training"], _ANY_MODULES)
        _refuse(faults)
        there = replace(there, training=training)
    if "groups" in patch:
        made = patch["in_groups"]
        groups = {
            kind: _with_group(here.groups.get(kind, Group()), made[kind])
            if kind in made
            else here.groups[kind]
            for kind in rebuilt(list(here.groups), patch["groups"])
        }
        there = replace(there, groups=freeze(groups) if groups else EMPTY)
    if "extra" in patch:
        there = replace(there, extra=freeze(patch["extra"]))
    return there


def _contents(here: Graph, there: Graph) -> Patch:
    """Of what both a graph and a composite's body have."""
    patch: Patch = {}
    if here.nodes is not there.nodes:
        patch |= _nodes(here.nodes, there.nodes)
    if found := hunks(here.wires, there.wires):
        patch["wires"] = found
    if here.frames is not there.frames:
        patch["frames"] = list(there.frames)
    if here.reroutes is not there.reroutes:
        rows = list(here.reroutes.items()), list(there.reroutes.items())
        patch["reroutes"] = hunks(*rows)
    return patch


def _with_contents(here: Graph, patch: Patch) -> Graph:
    nodes = here.nodes
    if patch.keys() & {"order", "nodes", "at"}:
        nodes = freeze(_with_nodes(here.nodes, patch))
    wires, reroutes = here.wires, here.reroutes
    if "wires" in patch:
        came = ((start, gone, list(map(_wire, row))) for start, gone, row in patch["wires"])
        wires = tuple(rebuilt(here.wires, came))
    if "reroutes" in patch:
        rows = ((start, gone, list(map(_row, came))) for start, gone, came in patch["reroutes"])
        found = dict(rebuilt(list(here.reroutes.items()), rows))
        reroutes = freeze(found) if found else EMPTY
    frames = tuple(patch["frames"]) if "frames" in patch else here.frames
    return replace(here, nodes=nodes, wires=wires, frames=frames, reroutes=reroutes)


def _nodes(here: Mapping[str, Node], there: Mapping[str, Node]) -> Patch:
    """Their order, those that are new or other, and where those stand that were only moved."""
    patch: Patch = {}
    if order := hunks(list(here), list(there)):
        patch["order"] = order
    made: dict[str, Any] = {}
    moved: dict[str, Any] = {}
    for node_id in others(here, there):
        node, before = there[node_id], here.get(node_id)
        if before is not None and is_only_elsewhere(node, before) and _reads_alike(node, before):
            moved[node_id] = [reroute.plain(c) for c in node.at]
        else:
            made[node_id] = node_json(node)
    return patch | ({"nodes": made} if made else {}) | ({"at": moved} if moved else {})


def _reads_alike(node: Node, other: Node) -> bool:
    """Whether equal nodes have the same text; where nothing was set, or set anew, they have."""
    return node.params is other.params and node.extra is other.extra


def _with_nodes(here: Mapping[str, Node], patch: Patch) -> dict[str, Node]:
    reader = GraphReader(_ANY_MODULES)
    made = {i: reader.node(i, raw) for i, raw in patch.get("nodes", {}).items()}
    for node_id, at in patch.get("at", {}).items():
        made[node_id] = replace(here[node_id], at=reader.place(at, node_id))
    _refuse(reader.faults)
    nodes = {i: made.get(i) or here[i] for i in rebuilt(list(here), patch.get("order", ()))}
    if strangers := made.keys() - nodes.keys():
        raise ValueError(f"{strangers} have no place")
    return nodes


def _group(here: Group, there: Group) -> Patch:
    return {
        "title": there.title,
        "params": params_json(there.params),
        "extra": dict(there.extra),
        "body": _contents(here.body, there.body),
    }


def _with_group(here: Group, patch: Patch) -> Group:
    return Group(
        str(patch["title"]),
        _with_contents(here.body, patch["body"]),
        tuple(Exposed(**each) for each in patch["params"]),
        freeze(patch["extra"]),
    )


def _wire(raw: Any) -> Wire:
    source, target = raw
    if not isinstance(source, str) or not isinstance(target, str):
        raise ValueError(f"{raw!r} is no wire")
    return Wire(source, target)


def _row(raw: Any) -> tuple[Wire, Points]:
    wire, points = raw
    return _wire(wire), tuple((float(x), float(y)) for x, y in points)


def _refuse(faults: Iterable[object]) -> None:
    for fault in faults:
        raise ValueError(str(fault))
