"""Composites in the file: `"groups"` as JSON, and back, with every fault named by its path."""

from collections.abc import Callable, Mapping
from typing import Any, Protocol

from hornstudio.engine.catalog import Catalog
from hornstudio.engine.composite.declaration import inner_param
from hornstudio.engine.composite.scope import scope
from hornstudio.engine.editing import reroute
from hornstudio.engine.graph import (
    PORT_KINDS,
    UNNAMED,
    Exposed,
    Graph,
    Group,
    Node,
    Points,
    Wire,
    freeze,
    is_legal_id,
)
from hornstudio.engine.nesting import nesting_faults
from hornstudio.engine.text import Text, at_path, unfit

_KEYS = {"title", "nodes", "wires", "params", "frames", "reroutes"}


class Reader(Protocol):
    """What reads nodes and wires and collects faults."""

    faults: list[Text]

    def fault(self, path: str, what: Text) -> None:
        """Note a fault."""

    def typed(self, data: Mapping[str, Any], key: str, kind: type, path: str, default: Any) -> Any:
        """The value of a key; a fault where it is of another type."""

    def contents(self, data: Mapping[str, Any]) -> tuple[dict[str, Node], tuple[Wire, ...]]:
        """Nodes and wires of a graph, or of a composite's body."""

    def reroutes(self, data: Mapping[str, Any]) -> Mapping[Wire, Points]:
        """The points that these wires run through."""


MakeReader = Callable[[Catalog, str], Reader]
"""A reader that knows these modules and puts this before every path."""


def groups_json(
    groups: Mapping[str, Group], contents: Callable[[Graph], dict[str, Any]]
) -> dict[str, Any]:
    """Composites as plain data; `contents` says nodes and wires."""
    return {kind: _group_json(group, contents) for kind, group in groups.items()}


def _group_json(group: Group, contents: Callable[[Graph], dict[str, Any]]) -> dict[str, Any]:
    data: dict[str, Any] = {"title": group.title} if group.title else {}
    data |= contents(group.body)
    if group.params:
        data["params"] = params_json(group.params)
    if group.body.frames:
        data["frames"] = list(group.body.frames)
    if group.body.reroutes:
        data["reroutes"] = reroute.to_json(group.body)
    return data | dict(group.extra)


def params_json(params: tuple[Exposed, ...]) -> list[dict[str, str]]:
    """What a composite lets be set inside, as plain data."""
    return [{"name": e.name, "node": e.node, "param": e.param} for e in params]


def read_groups(raw: Any, known: Catalog, make: MakeReader) -> tuple[dict[str, Group], list[Text]]:
    """Composites and faults. They are read twice: what one says of its wires needs the others."""
    if not isinstance(raw, dict):
        return {}, [at_path("groups", unfit(raw, Text("an object")))]
    first = {kind: _read(kind, item, known, make)[0] for kind, item in raw.items()}
    nested = [at_path(f"groups.{k}", reason) for k, reason in nesting_faults(Graph(groups=first))]
    if nested:
        return {}, nested
    modules = scope(Graph(groups=freeze(first)), known)
    groups: dict[str, Group] = {}
    faults: list[Text] = []
    for kind, item in raw.items():
        groups[kind], found = _read(kind, item, modules, make)
        faults += found
        if known.get(kind) is not None or kind in PORT_KINDS:
            taken = Text("is the name of a module already; need another")
            faults.append(at_path(f"groups.{kind}", taken))
        if not is_legal_id(kind):
            illegal = Text("is no legal kind; need a Python identifier")
            faults.append(at_path(f"groups.{kind}", illegal))
    return groups, faults


def _read(kind: str, raw: Any, modules: Catalog, make: MakeReader) -> tuple[Group, list[Text]]:
    path = f"groups.{kind}"
    reader = make(modules, f"{path}.")
    if not isinstance(raw, dict):
        reader.fault(path, unfit(raw, Text("an object")))
        return Group(), reader.faults
    nodes, wires = reader.contents(raw)
    frames = tuple(reader.typed(raw, "frames", list, f"{path}.", []))
    group = Group(
        title=reader.typed(raw, "title", str, f"{path}.", ""),
        body=Graph(UNNAMED, freeze(nodes), wires, frames=frames, reroutes=reader.reroutes(raw)),
        extra=freeze({k: v for k, v in raw.items() if k not in _KEYS}),
    )
    params = reader.typed(raw, "params", list, f"{path}.", [])
    exposed = [_exposed(i, item, group, modules, reader, path) for i, item in enumerate(params)]
    kept = tuple(e for e in exposed if e is not None)
    return Group(group.title, group.body, kept, group.extra), reader.faults


def _exposed(
    place: int, raw: Any, group: Group, modules: Catalog, reader: Reader, path: str
) -> Exposed | None:
    path = f"{path}.params.{place}"
    names = ("name", "node", "param")
    if not isinstance(raw, dict) or set(raw) != set(names):
        reader.fault(path, unfit(raw, Text('"name", "node" and "param"')))
        return None
    if not all(isinstance(raw[n], str) and is_legal_id(raw[n]) for n in names):
        reader.fault(path, unfit(raw, Text("three names")))
        return None
    exposed = Exposed(raw["name"], raw["node"], raw["param"])
    node = group.body.nodes.get(exposed.node)
    if node is None:
        what = Text("there is no node {node} in the composite", node=repr(exposed.node))
        reader.fault(path, what)
    elif modules.get(node.kind) and not inner_param(group, exposed.node, exposed.param, modules):
        words = "{node} has no param {param}"
        reader.fault(path, Text(words, node=exposed.node, param=repr(exposed.param)))
    return exposed
