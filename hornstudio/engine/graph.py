"""The graph: an immutable value. An edit makes a new graph that shares all it can with the old.

A port is written `node.port`. Wires keep their order, because the order of the wires into a
growing port is the order of its inputs.
"""

import keyword
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import compress, islice
from operator import attrgetter, is_
from types import MappingProxyType
from typing import Any, NamedTuple, TypeVar

from hornstudio.engine.errors import GraphError

EMPTY: Mapping[Any, Any] = MappingProxyType({})
UNNAMED = "untitled"
"""What a graph goes by in files and scripts as long as nobody has named it."""

_Key = TypeVar("_Key")
_Value = TypeVar("_Value")


def _empty() -> Mapping[Any, Any]:
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


Point = tuple[float, float]
Points = tuple[Point, ...]

Ends = dict[str, list[Wire]]
"""Wires by a node that they touch."""


@dataclass(frozen=True, slots=True)
class Node:
    """A placed module. `params` holds what was set, as JSON; the rest are the kind's defaults.

    at: position on the canvas in pixels at 100 %. weights_of: id of the node whose weights it
    shares. disabled: it is left out, and what needs it. over_time: it works on every step of a
    sequence by itself. extra: attributes of the file that this version only carries along.
    """

    kind: str
    params: Mapping[str, Any] = field(default_factory=_empty)
    at: tuple[float, float] = (0.0, 0.0)
    weights_of: str = ""
    frozen: bool = False
    bypassed: bool = False
    disabled: bool = False
    over_time: bool = False
    title: str = ""
    note: str = ""
    extra: Mapping[str, Any] = field(default_factory=_empty)


@dataclass(frozen=True, slots=True)
class Held:
    """A module that is no node, such as a callback: its kind, and its params as a node has them."""

    kind: str
    params: Mapping[str, Any] = field(default_factory=_empty)


@dataclass(frozen=True, slots=True)
class Training:
    """How to train: passes over the data, samples a step, and the seed of all randomness.

    Each setting is declared under its name in `training_settings`. callbacks: what acts on the
    run beside the steps, in their order.
    """

    epochs: int = 5
    batch_size: int = 32
    seed: int = 0
    checkpoint_minutes: float = 5.0
    precision: str = "float32"
    gradient_accumulation: int = 1
    rematerialize: bool = False
    devices: str = "one"
    callbacks: tuple[Held, ...] = ()
    extra: Mapping[str, Any] = field(default_factory=_empty)

    @property
    def update_size(self) -> int:
        """Samples of one update of the weights: those of all batches that are accumulated."""
        return self.batch_size * self.gradient_accumulation


@dataclass(frozen=True, slots=True)
class Graph:
    """Nodes by id in their order, wires in their order, and how to train.

    groups: the composite modules by kind. inside: the kind of the composite whose body this is;
    empty for a whole graph. reroutes: points that wires run through; of wires that are there.
    """

    name: str = UNNAMED
    nodes: Mapping[str, Node] = field(default_factory=_empty)
    wires: tuple[Wire, ...] = ()
    training: Training = field(default_factory=Training)
    groups: "Mapping[str, Group]" = field(default_factory=_empty)
    frames: tuple[Any, ...] = ()
    extra: Mapping[str, Any] = field(default_factory=_empty)
    inside: str = ""
    reroutes: Mapping[Wire, Points] = field(default_factory=_empty)

    def __post_init__(self) -> None:
        # Every edit that takes wires away would have to think of their points otherwise.
        if self.reroutes:
            into = _ends(self.wires)[0]
            kept = {w: p for w, p in self.reroutes.items() if w in into.get(w.target_node, ())}
            if len(kept) < len(self.reroutes):
                object.__setattr__(self, "reroutes", freeze(kept) if kept else EMPTY)

    def wires_into(self, node: str, port: str = "") -> list[Wire]:
        """Wires that end at the node, or at one of its ports, in order."""
        found = _ends(self.wires)[0].get(node, ())
        return [w for w in found if w.target_port == port] if port else list(found)

    def wires_from(self, node: str, port: str = "") -> list[Wire]:
        """Wires that leave the node, or one of its ports, in order."""
        found = _ends(self.wires)[1].get(node, ())
        return [w for w in found if w.source_port == port] if port else list(found)

    def wires_by_node(self) -> tuple[Ends, Ends]:
        """Wires by the node that they enter, and by the node that they leave; not to be changed."""
        return _ends(self.wires)

    def wires_at(self, nodes: Iterable[str]) -> set[Wire]:
        """Wires that end at any of these nodes, or leave one."""
        into, out = _ends(self.wires)
        found: set[Wire] = set()
        for node in nodes:
            found.update(into.get(node, ()), out.get(node, ()))
        return found

    def followers(self, nodes: Iterable[str]) -> set[str]:
        """Ids of the nodes that wires from any of these lead to."""
        out = _ends(self.wires)[1]
        return {w[1].partition(".")[0] for i in nodes for w in out.get(i, ())}

    @property
    def is_body(self) -> bool:
        """Whether it is the inside of a composite: its ports are nodes."""
        return self.port_count > 0

    @property
    def port_count(self) -> int:
        """How many of its nodes are ports of the composite whose inside it is."""
        return sum(map(PORT_KINDS.__contains__, map(attrgetter("kind"), self.nodes.values())))

    def weights_owner(self, node: str) -> str:
        """Id of the node that holds the weights which `node` uses; follows `weights_of`."""
        return self.weights_owners(node)[-1]

    def weights_owners(self, node: str) -> list[str]:
        """The node, whose weights it shares, whose that one shares, and so on to the owner."""
        chain = [node]
        while (owner := self.nodes[chain[-1]].weights_of) in self.nodes and owner not in chain:
            chain.append(owner)
        return chain

    def frozen_owners(self) -> frozenset[str]:
        """Owners of weights that training leaves alone: any node that uses them is frozen.

        Kept for the nodes that were asked about last, so that each of many may be asked after.
        """
        for known, owners in _known_frozen:
            if known is self.nodes:
                return owners
        frozen = compress(self.nodes, map(attrgetter("frozen"), self.nodes.values()))
        owners = frozenset(map(self.weights_owner, frozen))
        _known_frozen[:] = [(self.nodes, owners)]
        return owners

    def new_id(self, wish: str, taken: Iterable[str] = ()) -> str:
        """A free node id: the wish itself, or with `_2`, `_3` ... behind it."""
        stem = wish if is_legal_id(wish) else "node"
        others = set(taken)
        free, number = stem, 1
        while free in self.nodes or free in others:
            number += 1
            free = f"{stem}_{number}"
        return free

    def node(self, node: str) -> Node:
        """The node of that id. Raises: GraphError."""
        try:
            return self.nodes[node]
        except KeyError:
            raise GraphError("there is no node {node}", node=node) from None

    def __iter__(self) -> Iterator[tuple[str, Node]]:
        return iter(self.nodes.items())


@dataclass(frozen=True, slots=True)
class Exposed:
    """A setting of a composite: it gives its value to a param of a node inside.

    Several of one name are one setting that several nodes follow.
    """

    name: str
    node: str
    param: str


@dataclass(frozen=True, slots=True)
class Group:
    """A composite module: a graph of its own, whose ports are nodes of `PORT_IN` and `PORT_OUT`.

    Its inputs and outputs are named after these nodes and have their order.
    """

    title: str = ""
    body: Graph = field(default_factory=Graph)
    params: tuple[Exposed, ...] = ()
    extra: Mapping[str, Any] = field(default_factory=_empty)

    def ports(self, kind: str) -> list[str]:
        """Ids of the nodes that are ports of a kind, in order."""
        return [i for i, node in self.body if node.kind == kind]

    @property
    def kinds(self) -> set[str]:
        """Kinds of the nodes inside."""
        return {node.kind for node in self.body.nodes.values()}


PORT_IN = "composite_input"
PORT_OUT = "composite_output"
PORT_KINDS = (PORT_IN, PORT_OUT)


_known_frozen: list[tuple[Mapping[str, Node], frozenset[str]]] = []

_KEPT = 8
_known_ends: list[tuple[tuple[Wire, ...], tuple[Ends, Ends]]] = []


def _ends(wires: tuple[Wire, ...]) -> tuple[Ends, Ends]:
    """Wires by the node that they enter, and by the node that they leave.

    Kept for the wires that were asked about last, and not in each graph: an undo history holds
    many graphs, and most of them have the wires of their neighbour.
    """
    for known, ends in _known_ends:
        if known is wires:
            return ends
    found = _ends_by_neighbour(wires) or _ends_anew(wires)
    _known_ends.insert(0, (wires, found))
    del _known_ends[_KEPT:]
    return found


def _ends_anew(wires: tuple[Wire, ...]) -> tuple[Ends, Ends]:
    into: Ends = {}
    out: Ends = {}
    for wire in wires:
        into.setdefault(wire[1].partition(".")[0], []).append(wire)
        out.setdefault(wire[0].partition(".")[0], []).append(wire)
    return into, out


def _ends_by_neighbour(wires: tuple[Wire, ...]) -> tuple[Ends, Ends] | None:
    """The same from the wires asked about last, where one came behind them or one was taken."""
    if not _known_ends:
        return None
    last, (into, out) = _known_ends[0]
    if len(wires) == len(last) + 1 and all(map(is_, last, wires)):
        return _extended(into, wires[-1], 1), _extended(out, wires[-1], 0)
    gone = _taken(last, wires) if len(wires) == len(last) - 1 else None
    if gone is None or into[gone.target_node].count(gone) > 1:
        return None
    return _reduced(into, gone, 1), _reduced(out, gone, 0)


def _taken(last: tuple[Wire, ...], wires: tuple[Wire, ...]) -> Wire | None:
    """The wire that is missing among otherwise the same."""
    place = next((i for i, w in enumerate(wires) if w is not last[i]), len(wires))
    rest = map(is_, islice(last, place + 1, None), islice(wires, place, None))
    return last[place] if all(rest) else None


def _extended(ends: Ends, wire: Wire, end: int) -> Ends:
    node = wire[end].partition(".")[0]
    return {**ends, node: [*ends.get(node, ()), wire]}


def _reduced(ends: Ends, wire: Wire, end: int) -> Ends:
    node = wire[end].partition(".")[0]
    return {**ends, node: [w for w in ends[node] if w != wire]}


def is_legal_id(text: str) -> bool:
    """Whether the text can be a node id: a Python identifier that is no keyword.

    Python reads `ﬁ` and `fi` as one name, so that only the plain spelling (NFKC) is an id.
    """
    return (
        text.isidentifier()
        and not keyword.iskeyword(text)
        and not text.startswith("__")
        and unicodedata.is_normalized("NFKC", text)
    )


def freeze(items: Mapping[_Key, _Value]) -> Mapping[_Key, _Value]:
    """A read-only view of a copy."""
    return MappingProxyType(dict(items))


def with_nodes(graph: Graph, nodes: Mapping[str, Node]) -> Graph:
    """The graph with other nodes."""
    return replace(graph, nodes=freeze(nodes))
