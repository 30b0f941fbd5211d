"""Sizes and ports as far as they are known without a window."""

from hornstudio.engine.catalog import catalog
from hornstudio.engine.graph import Graph, Node, Wire, freeze
from hornstudio.engine.layout import USUAL, levels, sizes

GRAPH = Graph(
    nodes=freeze({"mnist": Node("mnist"), "a": Node("flatten"), "sum": Node("add")}),
    wires=(
        Wire("mnist.image", "a.input"),
        Wire("a.output", "sum.inputs"),
        Wire("mnist.label", "sum.inputs"),
    ),
)


def test_ports_have_rows_and_wires_of_a_growing_one_too() -> None:
    found = list(levels(GRAPH, catalog()).values())
    assert found == [(44.0, 44.0), (44.0, 44.0), (68.0, 68.0)]


def test_a_node_grows_with_its_ports() -> None:
    found = sizes(GRAPH, catalog())
    assert found["a"] == USUAL
    assert found["sum"][1] == USUAL[1] + 2 * 24
