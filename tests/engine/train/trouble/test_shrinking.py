"""The number of a node by which its weights become fewer, and how small it has to be."""

from hornstudio.engine.editing import edits
from hornstudio.engine.graph import Graph
from hornstudio.engine.train.trouble.shrinking import Nodes, Shrinking, shrinking
from tests.engine import sample_graph


def weights(nodes: Nodes) -> int:
    return sum(node["weights"] or 0 for node in nodes)


def shrunk(graph: Graph, node: str, most: int) -> Shrinking | None:
    return shrinking(graph, node, lambda nodes: weights(nodes) <= most)


def test_units_are_halved_to_a_power_of_two_until_all_fits() -> None:
    graph = edits.set_param(sample_graph.mlp(), "hidden", "units", 1000)
    assert shrunk(graph, "hidden", 795 * 256 + 10) == Shrinking("units", 1000, 256)
    assert shrunk(graph, "hidden", 795 * 256 + 9) == Shrinking("units", 1000, 128)
    assert shrunk(graph, "hidden", 10**9) == Shrinking("units", 1000, 512)
    assert shrunk(graph, "hidden", 800) is None


def test_what_has_no_such_number_is_not_to_be_shrunk() -> None:
    assert shrunk(sample_graph.mlp(), "relu", 0) is None
    assert shrunk(sample_graph.mlp(), "digits", 0) is None


def test_what_fits_no_more_into_the_rest_counts_as_before() -> None:
    graph = sample_graph.ALL["convolutional"]()
    found = shrunk(graph, "conv2d", 10**9)
    assert found is not None
    assert found.param == "filters"
