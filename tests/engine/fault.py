"""What a fault in a graph is, and how the graphs of `broken_graphs` are made. For tests."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from hornstudio.engine.catalog import BUILT_IN, Catalog
from hornstudio.engine.editing import edits
from hornstudio.engine.graph import Graph, Node, Wire, freeze
from hornstudio.engine.module import Module
from hornstudio.engine.problem import Severity
from hornstudio.engine.shapes import Spec
from tests.engine import sample_graph
from tests.engine.sample_graph import chain, graph, judged, node

IMAGE, LABEL = "digits.image", "digits.label"


@dataclass(frozen=True)
class Fault:
    """What is expected of a graph: the severest fault first that this table is about."""

    graph: Callable[[], Graph]
    place: str
    reason: str
    remedies: tuple[str, ...] = ()
    severity: Severity = "error"


def row(*kinds: str | Node, source: str = "digits", **changes: Node) -> Graph:
    """Data, modules in a row, a loss on the labels and an optimizer; nodes are named by kind."""
    nodes = {source: changes.get(source, node(source))}
    for item in kinds:
        made = item if isinstance(item, Node) else node(item)
        nodes[Graph(nodes=nodes).new_id(made.kind)] = made
    ids = list(nodes)
    nodes |= {"loss": node("categorical_crossentropy"), "sgd": node("sgd")} | changes
    first = [(f"{source}.image", f"{ids[1]}.input")] if len(ids) > 1 else []
    ends = [*judged(ids[-1], f"{source}.label", "loss"), ("loss.loss", "sgd.loss")]
    return graph(nodes, [*first, *chain(*ids[1:]), *ends])


def change(node_id: str, **attributes: Any) -> Graph:
    """The small network with attributes of a node changed, whatever edits would say."""
    base = sample_graph.mlp()
    changed = replace(base.nodes[node_id], **attributes)
    return replace(base, nodes=freeze({**base.nodes, node_id: changed}))


def with_wires(*wires: tuple[str, str]) -> Graph:
    base = sample_graph.mlp()
    return replace(base, wires=(*base.wires, *(Wire(*w) for w in wires)))


def without(*ids: str) -> Graph:
    return edits.remove_nodes(sample_graph.mlp(), ids)


def cut(source: str, target: str) -> Graph:
    return edits.disconnect(sample_graph.mlp(), [Wire(source, target)])


def two_optimizers() -> Graph:
    more = edits.add_node(sample_graph.mlp(), "adam", Node("adam"))
    return edits.connect(more, Wire("loss.loss", "adam.loss"), many=True)


def twice(kind: str, **other: Any) -> Graph:
    """Two data nodes of which one is only looked at."""
    nodes = {"more": node(kind, **other), "mean": node("global_average_pooling2d")}
    base = sample_graph.mlp()
    wires = (*base.wires, Wire("more.image", "mean.input"))
    return replace(base, nodes=freeze({**base.nodes, **nodes}), wires=wires)


def shares(kind: str = "dense", units: int = 16, **owner: Any) -> Graph:
    """A second layer beside `hidden` that shares its weights."""
    base = sample_graph.mlp()
    params = freeze({"units": units} if kind == "dense" else {})
    twin = Node(kind, params, weights_of="hidden")
    wire = Wire("relu.output" if owner.get("after") else "flatten.output", "twin.input")
    return replace(base, nodes=freeze({**base.nodes, "twin": twin}), wires=(*base.wires, wire))


def shared_in_a_circle() -> Graph:
    base = sample_graph.mlp()
    nodes = dict(base.nodes)
    nodes["hidden"] = replace(nodes["hidden"], weights_of="scores")
    nodes["scores"] = replace(nodes["scores"], weights_of="hidden")
    return replace(base, nodes=freeze(nodes))


def tokens(dtype: str, *kinds: str) -> Graph:
    """A free input of 7 numbers and modules in a row."""
    nodes = {"input": node("input", shape=[7], dtype=dtype)} | {k: node(k) for k in kinds}
    return graph(nodes, chain(*nodes))


def merged(axis: int, *heads: Node) -> Graph:
    """Two heads on the digits, put behind one another."""
    nodes = {"digits": node("digits"), "flatten": node("flatten"), "one": heads[0], "two": heads[1]}
    nodes |= {"both": node("concatenate", axis=axis)}
    wires = [(IMAGE, "flatten.input"), ("flatten.output", "one.input")]
    into = IMAGE if heads[1].kind == "conv2d" else "flatten.output"
    wires += [(into, "two.input"), ("one.output", "both.inputs"), ("two.output", "both.inputs")]
    return graph(nodes, wires)


def shortcut(main: Node, side: Node) -> Graph:
    """A digit goes through two layers side by side, which are added up; the rest is as usual."""
    graph = row(main, "flatten", node("dense", units=10), "softmax")
    graph = edits.add_node(edits.add_node(graph, "side", side), "add", Node("add"))
    graph = edits.insert_on_wire(graph, graph.wires_into("flatten")[0], "add", ("inputs", "output"))
    graph = edits.connect(graph, Wire(IMAGE, "side.input"))
    return edits.connect(graph, Wire("side.output", "add.inputs"), many=True)


def one_wire_into(kind: str) -> Graph:
    base = with_wires()
    more = edits.add_node(base, "merge", Node(kind))
    return edits.connect(more, Wire("relu.output", "merge.inputs"), many=True)


def infer_wild(p: Any, x: Spec) -> Spec:
    raise ZeroDivisionError("not my day")


WILD = Module(kind="wild", title="Wild", category="core", help="Fails.", infer=infer_wild)
MODULES = Catalog([*(m for family in BUILT_IN for m in family.MODULES), WILD])
"""The usual modules and one whose shape rule fails in a way of its own."""
