"""The graph: an immutable value. An edit makes a new graph that shares all it can with the old.

A port is written `node.port`. Wires keep their order, because the order of the wires into a
growing port is the order of its inputs.
"""

import keyword
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any, NamedTuple

from hornstudio.engine.errors import GraphError

EMPTY: Mapping[str, Any] = MappingProxyType({})


def _empty() -> Mapping[str, Any]:
    return EMPTY


class Wire(NamedTuple):
    """From an output port to an input port, each `node.port`."""

    source: str
    target: str

    @property
    def source_node(self) -> str:
        """Id of the node that the wire leaves."""
        return self.source.partition(".")[0]

    @property
    def target_node(self) -> str:
        """Id of the node that the wire enters."""
        return self.target.partition(".")[0]

    @property
    def source_port(self) -> str:
        """Name of the output port."""
        return self.source.partition(".")[2]

    @property
    def target_port(self) -> str:
        """Name of the input port."""
        return self.target.partition(".")[2]


@dataclass(frozen=True, slots=True)
class Node:
    """A placed module. `params` holds what was set, as JSON; the rest are the kind's defaults.

    at: position on the canvas in pixels at 100 %. weights_of: id of the node whose weights it
    shares. extra: attributes of the file that this version only carries along.
    """

    kind: str
    params: Mapping[str, Any] = field(default_factory=_empty)
    at: tuple[float, float] = (0.0, 0.0)
    weights_of: str = ""
    frozen: bool = False
    bypassed: bool = False
    title: str = ""
    note: str = ""
    extra: Mapping[str, Any] = field(default_factory=_empty)


@dataclass(frozen=True, slots=True)
class Training:
    """How to train: passes over the data, samples a step, and the seed of all randomness."""

    epochs: int = 5
    batch_size: int = 32
    seed: int = 0
    extra: Mapping[str, Any] = field(default_factory=_empty)


@dataclass(frozen=True, slots=True)
class Graph:
    """Nodes by id in their order, wires in their order, and how to train."""

    name: str = "untitled"
    nodes: Mapping[str, Node] = field(default_factory=_empty)
    wires: tuple[Wire, ...] = ()
    training: Training = field(default_factory=Training)
    groups: Mapping[str, Any] = field(default_factory=_empty)
    frames: tuple[Any, ...] = ()
    extra: Mapping[str, Any] = field(default_factory=_empty)

    def wires_into(self, node: str, port: str = "") -> list[Wire]:
        """Wires that end at the node, or at one of its ports, in order."""
        return [w for w in self.wires if w.target_node == node and port in ("", w.target_port)]

    def wires_from(self, node: str, port: str = "") -> list[Wire]:
        """Wires that leave the node, or one of its ports, in order."""
        return [w for w in self.wires if w.source_node == node and port in ("", w.source_port)]

    def weights_owner(self, node: str) -> str:
        """Id of the node that holds the weights which `node` uses; follows `weights_of`."""
        seen = {node}
        while (owner := self.nodes[node].weights_of) and owner in self.nodes and owner not in seen:
            seen.add(owner)
            node = owner
        return node

    def new_id(self, wish: str, taken: Iterable[str] = ()) -> str:
        """A free node id: the wish itself, or with `_2`, `_3` ... behind it."""
        used = set(self.nodes) | set(taken)
        stem = wish if is_legal_id(wish) else "node"
        if stem not in used:
            return stem
        number = 2
        while f"{stem}_{number}" in used:
            number += 1
        return f"{stem}_{number}"

    def node(self, node: str) -> Node:
        """The node of that id. Raises: GraphError."""
        try:
            return self.nodes[node]
        except KeyError:
            raise GraphError("there is no node {node}", node=node) from None

    def __iter__(self) -> Iterator[tuple[str, Node]]:
        return iter(self.nodes.items())


def is_legal_id(text: str) -> bool:
    """Whether the text can be a node id: a Python identifier that is no keyword."""
    return text.isidentifier() and not keyword.iskeyword(text) and not text.startswith("__")


def freeze(items: Mapping[str, Any]) -> Mapping[str, Any]:
    """A read-only view of a copy."""
    return MappingProxyType(dict(items))


def with_nodes(graph: Graph, nodes: Mapping[str, Node]) -> Graph:
    """The graph with other nodes."""
    return replace(graph, nodes=freeze(nodes))
