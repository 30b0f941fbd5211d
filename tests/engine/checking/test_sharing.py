"""Why weights cannot be shared, in few words."""

from dataclasses import replace

from hornstudio.engine.catalog import catalog
from hornstudio.engine.check import check
from hornstudio.engine.composite.grouping import group_nodes
from hornstudio.engine.editing import edits
from hornstudio.engine.graph import Graph, Wire
from tests.engine.sample_graph import chain, graph, node


def reasons(whole: Graph, node_id: str) -> list[str]:
    return [str(p.reason) for p in check(whole).problems if p.node == node_id]


def test_of_composites_that_differ_in_one_array_that_one_is_named() -> None:
    nodes = {"digits": node("digits"), "conv2d": node("conv2d"), "batch": node("conv2d")}
    wires = [("digits.image", "conv2d.input"), *chain("conv2d", "batch")]
    whole, use = group_nodes(graph(nodes, wires), ["conv2d", "batch"], "Block", catalog())
    twin = replace(whole.nodes[use], weights_of=use)
    whole = edits.add_node(whole, "twin", twin)
    (port,) = (wire.target_port for wire in whole.wires_into(use))
    outputs = whole.groups[twin.kind].body
    (out,) = (i for i, n in outputs if n.kind == "composite_output")
    whole = edits.connect(whole, Wire(f"{use}.{out}", f"twin.{port}"))
    assert reasons(whole, "twin") == [
        f"needs weights of conv2d.kernel 3×3×32×32, but {use} has conv2d.kernel 3×3×1×32"
    ]


def test_all_arrays_are_named_where_one_has_more() -> None:
    nodes = {
        "digits": node("digits"),
        "flatten": node("flatten"),
        "one": node("dense", units=8),
        "other": replace(node("dense", units=8, use_bias=False), weights_of="one"),
    }
    wires = [("digits.image", "flatten.input"), *chain("flatten", "one")]
    whole = graph(nodes, [*wires, ("flatten.output", "other.input")])
    assert reasons(whole, "other") == [
        "needs weights of kernel 784×8, but one has kernel 784×8, bias 8"
    ]
