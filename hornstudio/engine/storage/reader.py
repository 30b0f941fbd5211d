"""A graph read from a file's data, leniently: every fault is named by its path."""

import json
import math
import reprlib
from collections.abc import Mapping
from typing import Any

from hornstudio.engine.catalog import Catalog
from hornstudio.engine.composite.scope import scope
from hornstudio.engine.editing import reroute
from hornstudio.engine.errors import ParamError
from hornstudio.engine.graph import (
    EMPTY,
    UNNAMED,
    Graph,
    Group,
    Node,
    Points,
    Wire,
    freeze,
    is_legal_id,
)
from hornstudio.engine.module import Module
from hornstudio.engine.params import faults
from hornstudio.engine.storage.file_groups import read_groups
from hornstudio.engine.text import Text, at_path, unfit
from hornstudio.engine.training_settings import read_training

VERSION = 1
DEEPEST = 64
"""Lists and objects within one another that a file may have."""

ATTRIBUTES: dict[str, type] = {
    "weights_of": str,
    "frozen": bool,
    "bypassed": bool,
    "disabled": bool,
    "over_time": bool,
    "title": str,
    "note": str,
}
_NESTS = (dict, list)
_NODE_KEYS = {"kind", "params", "at", *ATTRIBUTES}
_GRAPH_KEYS = {"hornstudio", "name", "nodes", "wires", "training", "groups", "frames", "reroutes"}


def is_too_deep(data: Any) -> bool:
    """Whether writing or showing it again could run out of stack."""
    level = [data] if isinstance(data, _NESTS) else []
    for _ in range(DEEPEST - 1):
        level = [
            item
            for parent in level
            for item in (parent.values() if isinstance(parent, dict) else parent)
            if isinstance(item, _NESTS)
        ]
    return any(level)


class GraphReader:
    """Reads leniently and collects every fault with its path, so that all are told at once."""

    def __init__(self, modules: Catalog, prefix: str = "") -> None:
        self.modules = modules
        self.prefix = prefix
        self.faults: list[Text] = []
        self._good: set[tuple[str, str]] = set()
        self._good_ports: set[tuple[str, str, str]] = set()

    def fault(self, path: str, what: Text) -> None:
        """Note what is wrong at a path."""
        self.faults.append(at_path(path, what))

    def numbers(self, data: Any, path: str = "") -> None:
        """JSON knows neither NaN nor infinity; what is above 1e308 is read as infinity."""
        if not path and _can_be_written(data):
            return
        if isinstance(data, float) and not math.isfinite(data):
            need = Text("a number that can be written")
            self.fault(path or "file", unfit(data, need))
        items = data.items() if isinstance(data, dict) else ()
        for key, item in enumerate(data) if isinstance(data, list) else items:
            self.numbers(item, f"{path}.{key}" if path else str(key))

    def typed(self, data: Mapping[str, Any], key: str, kind: type, path: str, default: Any) -> Any:
        """The value of a key, or its default; a fault where it is of another type."""
        value = data.get(key, default)
        if not isinstance(value, kind):
            self.fault(f"{path}{key}", unfit(value, _JSON_NAMES[kind]))
            return default
        return value

    def graph(self, data: Any) -> Graph:
        """The whole graph; what has faults has its defaults."""
        if not isinstance(data, dict) or "hornstudio" not in data:
            what = Text('is not a HornStudio graph; need an object with "hornstudio"')
            self.fault("file", what)
            return Graph()
        version = data["hornstudio"]
        if not _is_finite(version) or version != VERSION:
            self.fault("hornstudio", _of_another_version(version))
            return Graph()
        groups = self.groups(data.get("groups", {}))
        nodes, wires = self.contents(data)
        raw = self.typed(data, "training", dict, "", {})
        training, faults = read_training(raw, self.modules)
        self.faults += faults
        return Graph(
            name=self.typed(data, "name", str, "", UNNAMED),
            nodes=freeze(nodes),
            wires=wires,
            training=training,
            groups=groups,
            frames=tuple(self.typed(data, "frames", list, "", [])),
            extra=freeze({k: v for k, v in data.items() if k not in _GRAPH_KEYS}),
            reroutes=self.reroutes(data),
        )

    def reroutes(self, data: Mapping[str, Any]) -> Mapping[Wire, Points]:
        """The reroute points of a graph, or of a composite's body."""
        found, faults = reroute.from_json(data.get("reroutes", []))
        for path, what in faults:
            self.fault(f"{self.prefix}{path}", what)
        return found

    def groups(self, raw: Any) -> Mapping[str, Group]:
        """The composites; what is read after them can use them."""
        groups, faults = read_groups(raw, self.modules, GraphReader)
        self.faults += faults
        frozen = freeze(groups) if groups else EMPTY
        self.modules = scope(Graph(groups=frozen), self.modules)
        return frozen

    def contents(self, data: Mapping[str, Any]) -> tuple[dict[str, Node], tuple[Wire, ...]]:
        """Nodes and wires of a graph, or of a composite's body."""
        nodes = {
            i: node
            for i, raw in self.typed(data, "nodes", dict, self.prefix, {}).items()
            if (node := self.node(i, raw)) is not None
        }
        self.owners(nodes)
        return nodes, self.wires(self.typed(data, "wires", list, self.prefix, []), nodes)

    def node(self, node_id: str, raw: Any) -> Node | None:
        """One node; None where its name or its data cannot be one."""
        path = f"{self.prefix}nodes.{node_id}"
        if not is_legal_id(node_id):
            self.fault(path, Text("is no legal node id; need a Python identifier"))
        if not isinstance(raw, dict):
            self.fault(path, unfit(raw, _JSON_NAMES[dict]))
            return None
        kind = self.typed(raw, "kind", str, f"{path}.", "")
        params = self.typed(raw, "params", dict, f"{path}.", {})
        if not kind:
            self.fault(f"{path}.kind", Text("is missing; need a kind of module"))
        module = self.modules.get(kind)
        for error in self.params_faults(module, params) if module else ():
            self.fault(f"{path}.params", error.text)  # of a kind that is missing, all is kept
        attributes = {
            name: self.typed(raw, name, kind_, f"{path}.", kind_())
            for name, kind_ in ATTRIBUTES.items()
            if name in raw
        }
        extra = freeze({k: v for k, v in raw.items() if k not in _NODE_KEYS})
        at = self.place(raw.get("at", [0, 0]), path)
        return Node(kind, freeze(params) if params else EMPTY, at, extra=extra, **attributes)

    def params_faults(self, module: Module, params: Mapping[str, Any]) -> list[ParamError]:
        """What is wrong with settings; those that were good of one node are of others, too."""
        key = (module.kind, repr(params))
        if key in self._good:
            return []
        found = faults(module.params, params, self.modules.find)
        if not found:
            self._good.add(key)
        return found

    def place(self, raw: Any, path: str) -> tuple[float, float]:
        """Where a node stands."""
        is_pair = isinstance(raw, list) and len(raw) == 2
        if not is_pair or not all(_is_finite(c) for c in raw):
            self.fault(f"{path}.at", unfit(raw, Text("two numbers, x and y")))
            return (0.0, 0.0)
        return (float(raw[0]), float(raw[1]))

    def owners(self, nodes: Mapping[str, Node]) -> None:
        """Look for weights that are shared in a circle."""
        graph = Graph(nodes=nodes)
        for node_id, node in nodes.items():
            path = f"{self.prefix}nodes.{node_id}.weights_of"
            if node.weights_of and node.weights_of not in nodes:
                self.fault(path, Text("there is no node {node}", node=repr(node.weights_of)))
            elif graph.nodes[graph.weights_owner(node_id)].weights_of == node_id:
                what = Text("the weights are shared in a circle; one node must own them")
                self.fault(path, what)

    def wires(self, raw: list[Any], nodes: Mapping[str, Node]) -> tuple[Wire, ...]:
        """The wires, each once and between ports that are there."""
        wires: dict[Wire, None] = {}
        filled: set[str] = set()
        for i, pair in enumerate(raw):
            path = f"{self.prefix}wires.{i}"
            is_pair = isinstance(pair, list) and len(pair) == 2
            if not is_pair or not all(isinstance(end, str) for end in pair):
                self.fault(path, unfit(pair, '["node.port", "node.port"]'))
                continue
            wire = Wire(*pair)
            if wire in wires:
                what = Text(
                    "{source} to {target} stands twice", source=wire.source, target=wire.target
                )
                self.fault(path, what)
                continue
            self.end(wire.source_node, wire.source_port, "outputs", path, nodes)
            self.end(wire.target_node, wire.target_port, "inputs", path, nodes)
            if wire.target in filled and not self.is_growing(wire, nodes):
                what = Text("{port} takes one wire and has one already", port=wire.target)
                self.fault(path, what)
            filled.add(wire.target)
            wires[wire] = None
        return tuple(wires)

    def end(self, node: str, port: str, side: str, path: str, nodes: Mapping[str, Node]) -> None:
        """Look whether one end of a wire is there."""
        if node not in nodes:
            self.fault(path, Text("there is no node {node}", node=repr(node)))
            return
        kind = nodes[node].kind
        if (kind, side, port) in self._good_ports:
            return
        module = self.modules.get(kind)
        ports = [p.name for p in getattr(module, side)] if module else [port]
        if port in ports:
            self._good_ports.add((kind, side, port))
        else:
            words = (
                "{node} has no port {port} among its inputs: {known}"
                if side == "inputs"
                else "{node} has no port {port} among its outputs: {known}"
            )
            known = ", ".join(ports) or Text("none")
            self.fault(path, Text(words, node=node, port=repr(port), known=known))

    def is_growing(self, wire: Wire, nodes: Mapping[str, Node]) -> bool:
        """Whether a wire ends at a port that takes any number of them."""
        node = nodes.get(wire.target_node)
        module = self.modules.get(node.kind) if node else None
        port = module.input(wire.target_port) if module else None
        return port is None or port.many


def _can_be_written(data: Any) -> bool:
    """Whether every number is finite; asks the encoder, which is quicker than looking at each."""
    try:
        json.dumps(data, allow_nan=False)
    except (TypeError, ValueError):
        return False
    return True


LARGEST_NUMBER = 1e300
_JSON_NAMES = {
    str: Text("text"),
    bool: Text("true or false"),
    dict: Text("an object"),
    list: Text("a list"),
}


def _of_another_version(version: Any) -> Text:
    newer = _is_finite(version) and version > VERSION
    words = (
        "is {version}; this program reads version {known}; a newer HornStudio wrote it, update to "
        "open it"
        if newer
        else "is {version}; this program reads version {known}"
    )
    return Text(words, version=reprlib.repr(version), known=VERSION)


def _is_finite(value: Any) -> bool:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return abs(value) <= LARGEST_NUMBER
