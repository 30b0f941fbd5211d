"""The file `NAME.horn`: a graph as JSON with a stable order, and back, with every fault named."""

import json
import math
import reprlib
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from hornstudio.engine.catalog import Catalog, catalog
from hornstudio.engine.composite.scope import scope
from hornstudio.engine.disk.atomic import digest, write_atomically
from hornstudio.engine.editing import reroute
from hornstudio.engine.errors import FileError, ParamError
from hornstudio.engine.graph import (
    EMPTY,
    Graph,
    Group,
    Node,
    Points,
    Wire,
    freeze,
    is_legal_id,
)
from hornstudio.engine.module import Module
from hornstudio.engine.nesting import nesting_faults
from hornstudio.engine.params import faults
from hornstudio.engine.storage.file_groups import groups_json, read_groups
from hornstudio.engine.training_settings import read_training, training_json

VERSION = 1
DEEPEST = 64
"""Lists and objects within one another that a file may have."""

_ATTRIBUTES: dict[str, type] = {
    "weights_of": str,
    "frozen": bool,
    "bypassed": bool,
    "disabled": bool,
    "over_time": bool,
    "title": str,
    "note": str,
}
_NODE_KEYS = {"kind", "params", "at", *_ATTRIBUTES}
_GRAPH_KEYS = {"hornstudio", "name", "nodes", "wires", "training", "groups", "frames", "reroutes"}
_quoted = json.encoder.encode_basestring
_ENCODER = json.JSONEncoder(ensure_ascii=False, allow_nan=False)

Lines = dict[str, tuple[Node, str]]
"""Nodes by id, each with its line of the file."""


def to_json(graph: Graph) -> dict[str, Any]:
    """The graph as plain data, in a stable order; attributes at their defaults are left out."""
    data: dict[str, Any] = {"hornstudio": VERSION, "name": graph.name} | _contents_json(graph)
    data["training"] = training_json(graph.training)
    if graph.groups:
        data["groups"] = groups_json(graph.groups, _contents_json)
    if graph.frames:
        data["frames"] = list(graph.frames)
    if graph.reroutes:
        data["reroutes"] = reroute.to_json(graph)
    return data | dict(graph.extra)


def _contents_json(graph: Graph) -> dict[str, Any]:
    return {
        "nodes": {node_id: _node_json(node) for node_id, node in graph},
        "wires": [list(wire) for wire in graph.wires],
    }


def _node_json(node: Node) -> dict[str, Any]:
    data: dict[str, Any] = {"kind": node.kind}
    if node.params:
        data["params"] = dict(node.params)
    data["at"] = [reroute.plain(c) for c in node.at]
    for name in _ATTRIBUTES:
        if value := getattr(node, name):
            data[name] = value
    return data | dict(node.extra)


def to_text(graph: Graph, known: Lines | None = None) -> str:
    """The file's text: one node a line and one wire a line, so that a diff reads well.

    known: lines of the last time, renewed here; a node that is still the same costs nothing then.
    """
    data = to_json(replace(graph, nodes=EMPTY, wires=(), reroutes=EMPTY))
    blocks = {"nodes": _node_lines(graph, known or {}, known), "wires": _wire_lines(graph.wires)}
    if graph.groups:
        blocks["groups"] = _group_blocks(data["groups"], graph)
    if graph.reroutes:
        data["reroutes"], blocks["reroutes"] = [], _point_lines(graph)
    return _object(data, blocks) + "\n"


def _object(data: Mapping[str, Any], blocks: Mapping[str, str], indent: str = "") -> str:
    """An object whose keys have a line each, some of them with text that is laid out already."""
    parts = [f'{indent}  "{key}": {blocks.get(key) or _line(value)}' for key, value in data.items()]
    return "{\n" + ",\n".join(parts) + f"\n{indent}}}"


def _group_blocks(data: Mapping[str, Any], graph: Graph) -> str:
    """Composites laid out as the graph itself is."""
    lines = []
    for kind, group in graph.groups.items():
        blocks = {
            "nodes": _node_lines(group.body, {}, None).replace("\n", "\n    "),
            "wires": _wire_lines(group.body.wires).replace("\n", "\n    "),
        }
        if group.body.reroutes:
            blocks["reroutes"] = _point_lines(group.body).replace("\n", "\n    ")
        lines.append(f"    {_line(kind)}: {_object(data[kind], blocks, ' ' * 4)}")
    return "{\n" + ",\n".join(lines) + "\n  }"


def _line(value: Any) -> str:
    return _legal(_ENCODER.encode(value))


def _legal(text: str) -> str:
    return text.encode("utf-8", "backslashreplace").decode("utf-8")  # half a surrogate pair


def _node_lines(graph: Graph, former: Lines, known: Lines | None) -> str:
    lines: Lines = {}
    for node_id, node in graph:
        old, line = former.get(node_id, (None, ""))
        if old is not node:
            line = f"    {_line(node_id)}: {_line(_node_json(node))}"
        lines[node_id] = (node, line)
    if known is not None:
        known.clear()
        known.update(lines)
    return "{\n" + ",\n".join(line for _, line in lines.values()) + "\n  }" if lines else "{}"


def _wire_lines(wires: tuple[Wire, ...]) -> str:
    lines = [f"    [{_quoted(wire.source)}, {_quoted(wire.target)}]" for wire in wires]
    return _legal("[\n" + ",\n".join(lines) + "\n  ]") if wires else "[]"


def _point_lines(graph: Graph) -> str:
    return "[\n" + ",\n".join(f"    {_line(item)}" for item in reroute.to_json(graph)) + "\n  ]"


def from_text(text: str, modules: Catalog | None = None) -> Graph:
    """The graph of a file's text. Raises: FileError with every fault, each by its path."""
    try:
        data = json.loads(
            text.removeprefix("\ufeff"),
            object_pairs_hook=_without_doubles,
        )
    except RecursionError:
        raise FileError("this is not a HornStudio file: it is nested too deep") from None
    except ValueError as error:
        raise FileError("this is not a HornStudio file: {error}", error=str(error)) from None
    return from_json(data, modules)


def _without_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    data = dict(pairs)
    if len(data) < len(pairs):
        seen: set[str] = set()
        for name, _ in pairs:
            if name in seen:
                raise ValueError(f"the name {name!r} stands twice in one place")
            seen.add(name)
    return data


def from_json(data: Any, modules: Catalog | None = None) -> Graph:
    """The graph of a file's data. Raises: FileError with every fault, each by its path."""
    if _is_too_deep(data):
        raise FileError("this is not a HornStudio file: it is nested too deep")
    reader = _Reader(modules or catalog())
    reader.numbers(data)
    graph = reader.graph(data)
    if not reader.faults:
        reader.faults += [f"nodes: {reason}" for _, reason in nesting_faults(graph)]
    if reader.faults:
        count = len(reader.faults)
        raise FileError(
            "{count} problems in the file; the first: {first}"
            if count > 1
            else "a problem in the file: {first}",
            problems=reader.faults,
            count=count,
            first=reader.faults[0],
        )
    return graph


def _is_too_deep(data: Any) -> bool:
    """Whether writing or showing it again could run out of stack."""
    level = [data]
    for _ in range(DEEPEST):
        level = [
            item
            for parent in level
            if isinstance(parent, dict | list)
            for item in (parent.values() if isinstance(parent, dict) else parent)
        ]
        if not level:
            return False
    return True


class _Reader:
    """Reads leniently and collects every fault with its path, so that all are told at once."""

    def __init__(self, modules: Catalog, prefix: str = "") -> None:
        self.modules = modules
        self.prefix = prefix
        self.faults: list[str] = []
        self._good: set[tuple[str, str]] = set()

    def fault(self, path: str, what: str) -> None:
        self.faults.append(f"{path}: {what}")

    def numbers(self, data: Any, path: str = "") -> None:
        """JSON knows neither NaN nor infinity; what is above 1e308 is read as infinity."""
        if not path and _can_be_written(data):
            return
        if isinstance(data, float) and not math.isfinite(data):
            self.fault(path or "file", f"is {data}; need a number that can be written")
        items = data.items() if isinstance(data, dict) else ()
        for key, item in enumerate(data) if isinstance(data, list) else items:
            self.numbers(item, f"{path}.{key}" if path else str(key))

    def typed(self, data: Mapping[str, Any], key: str, kind: type, path: str, default: Any) -> Any:
        value = data.get(key, default)
        if not isinstance(value, kind):
            self.fault(f"{path}{key}", f"is {reprlib.repr(value)}; need {_JSON_NAMES[kind]}")
            return default
        return value

    def graph(self, data: Any) -> Graph:
        if not isinstance(data, dict) or "hornstudio" not in data:
            self.fault("file", 'is not a HornStudio graph; need an object with "hornstudio"')
            return Graph()
        version = data["hornstudio"]
        if not _is_finite(version) or version != VERSION:
            newer = _is_finite(version) and version > VERSION
            hint = "; a newer HornStudio wrote it, update to open it" if newer else ""
            shown = reprlib.repr(version)
            self.fault("hornstudio", f"is {shown}; this program reads version {VERSION}{hint}")
            return Graph()
        groups = self.groups(data.get("groups", {}))
        nodes, wires = self.contents(data)
        raw = self.typed(data, "training", dict, "", {})
        training, faults = read_training(raw, self.modules)
        self.faults += faults
        return Graph(
            name=self.typed(data, "name", str, "", "untitled"),
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
        groups, faults = read_groups(raw, self.modules, _Reader)
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
        path = f"{self.prefix}nodes.{node_id}"
        if not is_legal_id(node_id):
            self.fault(path, "is no legal node id; need a Python identifier")
        if not isinstance(raw, dict):
            self.fault(path, f"is {reprlib.repr(raw)}; need an object")
            return None
        kind = self.typed(raw, "kind", str, f"{path}.", "")
        params = self.typed(raw, "params", dict, f"{path}.", {})
        if not kind:
            self.fault(f"{path}.kind", "is missing; need a kind of module")
        module = self.modules.get(kind)
        for error in self.params_faults(module, params) if module else ():
            self.fault(f"{path}.params", str(error))  # of a kind that is missing, all is kept
        attributes = {
            name: self.typed(raw, name, kind_, f"{path}.", kind_())
            for name, kind_ in _ATTRIBUTES.items()
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
        is_pair = isinstance(raw, list) and len(raw) == 2
        if not is_pair or not all(_is_finite(c) for c in raw):
            self.fault(f"{path}.at", f"is {reprlib.repr(raw)}; need two numbers, x and y")
            return (0.0, 0.0)
        return (float(raw[0]), float(raw[1]))

    def owners(self, nodes: Mapping[str, Node]) -> None:
        graph = Graph(nodes=nodes)
        for node_id, node in nodes.items():
            path = f"{self.prefix}nodes.{node_id}.weights_of"
            if node.weights_of and node.weights_of not in nodes:
                self.fault(path, f"there is no node {node.weights_of!r}")
            elif graph.nodes[graph.weights_owner(node_id)].weights_of == node_id:
                self.fault(path, "the weights are shared in a circle; one node must own them")

    def wires(self, raw: list[Any], nodes: Mapping[str, Node]) -> tuple[Wire, ...]:
        wires: dict[Wire, None] = {}
        filled: set[str] = set()
        for i, pair in enumerate(raw):
            path = f"{self.prefix}wires.{i}"
            is_pair = isinstance(pair, list) and len(pair) == 2
            if not is_pair or not all(isinstance(end, str) for end in pair):
                self.fault(path, f'is {reprlib.repr(pair)}; need ["node.port", "node.port"]')
                continue
            wire = Wire(*pair)
            if wire in wires:
                self.fault(path, f"{wire.source} to {wire.target} stands twice")
                continue
            self.end(wire.source_node, wire.source_port, "outputs", path, nodes)
            self.end(wire.target_node, wire.target_port, "inputs", path, nodes)
            if wire.target in filled and not self.is_growing(wire, nodes):
                self.fault(path, f"{wire.target} takes one wire and has one already")
            filled.add(wire.target)
            wires[wire] = None
        return tuple(wires)

    def end(self, node: str, port: str, side: str, path: str, nodes: Mapping[str, Node]) -> None:
        if node not in nodes:
            self.fault(path, f"there is no node {node!r}")
            return
        module = self.modules.get(nodes[node].kind)
        ports = [p.name for p in getattr(module, side)] if module else [port]
        if port not in ports:
            known = ", ".join(ports) or "none"
            self.fault(path, f"{node} has no port {port!r} among its {side}: {known}")

    def is_growing(self, wire: Wire, nodes: Mapping[str, Node]) -> bool:
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
_JSON_NAMES = {str: "text", bool: "true or false", dict: "an object", list: "a list"}


def _is_finite(value: Any) -> bool:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return abs(value) <= LARGEST_NUMBER


def load(path: Path | str, modules: Catalog | None = None) -> Graph:
    """Open a `.horn` file. Raises: FileError, which names the file."""
    path = Path(path)
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise FileError("there is no file {path}", path=str(path)) from None
    except UnicodeDecodeError:
        raise FileError("{path} is not a HornStudio file (not UTF-8)", path=str(path)) from None
    except OSError as error:
        reason = error.strerror or str(error)
        raise FileError("cannot read {path}: {reason}", path=str(path), reason=reason) from None
    try:
        return from_text(text, modules)
    except FileError as error:
        raise FileError(
            "{path}: {reason}", problems=error.problems, path=str(path), reason=error.text
        ) from None


def save(graph: Graph, path: Path | str, before: Callable[[str], None] | None = None) -> str:
    """Write a `.horn` file: whole or not at all, the former content kept in `NAME.horn~`.

    Returns the digest of what stands there now; `before` gets it just before the file is touched.
    Raises: FileError; the old file is then as it was.
    """
    content = to_bytes(graph, Path(path))
    mark = digest(content)
    if before is not None:
        before(mark)
    write_atomically(Path(path), content, backup=True)
    return mark


def to_bytes(graph: Graph, path: Path, known: Lines | None = None) -> bytes:
    """What is written to `path`; `known` as in `to_text`. Raises: FileError, which names it."""
    try:
        return to_text(graph, known).encode("utf-8")
    except (TypeError, ValueError, OverflowError, RecursionError) as error:
        raise FileError(
            "cannot write {path}: {reason}", path=str(path), reason=str(error)
        ) from None
