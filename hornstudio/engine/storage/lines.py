"""The lines of a file: one node a line and one wire a line, those that are the same made once."""

import json
from collections.abc import Mapping
from itertools import repeat
from typing import Any

from hornstudio.engine.editing import reroute
from hornstudio.engine.editing.change import others
from hornstudio.engine.graph import EMPTY, Node, Wire
from hornstudio.engine.storage.reader import ATTRIBUTES

_quoted = json.encoder.encode_basestring
_ENCODER = json.JSONEncoder(ensure_ascii=False, allow_nan=False)


def node_json(node: Node) -> dict[str, Any]:
    """A node as plain data; attributes at their defaults are left out."""
    data: dict[str, Any] = {"kind": node.kind}
    if node.params:
        data["params"] = dict(node.params)
    data["at"] = [reroute.plain(c) for c in node.at]
    for name in ATTRIBUTES:
        if value := getattr(node, name):
            data[name] = value
    return data | dict(node.extra)


def line(value: Any) -> str:
    """Plain data in one line."""
    return _legal(_ENCODER.encode(value))


def _legal(text: str) -> str:
    return text.encode("utf-8", "backslashreplace").decode("utf-8")  # half a surrogate pair


class Lines:
    """Lays out one graph after another; what the last one had costs next to nothing.

    Without a loop of Python over what is still the same: of thousands an edit touches few.
    """

    def __init__(self) -> None:
        self._nodes: Mapping[str, Node] = EMPTY
        self._of_nodes: dict[str, str] = {}
        self._node_block = "{}"
        self._wires: tuple[Wire, ...] = ()
        self._of_wires: dict[Wire, str] = {}
        self._wire_block = "[]"

    def nodes(self, nodes: Mapping[str, Node]) -> str:
        """An object with a line for each node."""
        if nodes is not self._nodes:
            known = map(self._of_nodes.get, nodes, repeat(""))
            lines = dict(zip(nodes, known, strict=True))
            made = {
                i: f"    {line(i)}: {line(node_json(nodes[i]))}" for i in others(self._nodes, nodes)
            }
            self._of_nodes = {**lines, **made}
            self._nodes = nodes
            block = ",\n".join(self._of_nodes.values())
            self._node_block = f"{{\n{block}\n  }}" if nodes else "{}"
        return self._node_block

    def wires(self, wires: tuple[Wire, ...]) -> str:
        """A list with a line for each wire."""
        if wires is not self._wires:
            known = self._of_wires.get
            lines = [known(wire) or _wire_line(wire) for wire in wires]
            self._of_wires = dict(zip(wires, lines, strict=True))
            self._wires = wires
            block = ",\n".join(lines)
            self._wire_block = f"[\n{block}\n  ]" if wires else "[]"
        return self._wire_block


def _wire_line(wire: Wire) -> str:
    return _legal(f"    [{_quoted(wire.source)}, {_quoted(wire.target)}]")
