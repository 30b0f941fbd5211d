"""A use of a composite taken apart: what it held, and refusals in words."""

import pytest

from hornstudio.engine.check import check
from hornstudio.engine.composite.ungrouping import ungroup
from hornstudio.engine.editing import edits
from hornstudio.engine.errors import GraphError
from hornstudio.engine.graph import Wire
from tests.engine import sample_graph
from tests.engine.composite.sample_composite import grouped, residual, wiring


def test_taking_one_of_two_uses_apart_leaves_the_other() -> None:
    graph, new = ungroup(residual(), "block_1")
    assert new == ["wide", "normal", "add"]
    assert graph.nodes["wide"].params["units"] == 16
    assert "residual_block" in graph.groups
    assert not check(graph).problems
    assert wiring(graph)["block_2.input"] == ["add.output"]
    graph, new = ungroup(graph, "block_2")
    assert new == ["wide_2", "normal_2", "add_2"]
    assert list(graph.groups) == ["normal"]
    assert wiring(graph)["add_2.inputs"] == ["normal_2.output", "add.output"]
    assert check(graph).weight_count == check(residual()).weight_count


@pytest.mark.parametrize("attribute", ["frozen", "disabled"])
def test_what_a_use_is_its_nodes_are_when_it_is_taken_apart(attribute: str) -> None:
    graph, new = ungroup(edits.set_attribute(residual(), "block_1", attribute, True), "block_1")
    assert all(getattr(graph.nodes[i], attribute) for i in new)


def test_what_cannot_be_taken_apart_is_refused() -> None:
    shared = edits.set_attribute(residual(), "block_2", "weights_of", "block_1")
    for use in ("block_1", "block_2"):
        with pytest.raises(GraphError, match="block_2 shares the weights of block_1; give it"):
            ungroup(shared, use)
    bypassed = edits.set_attribute(residual(), "block_1", "bypassed", True)
    with pytest.raises(GraphError, match="block_1 is bypassed"):
        ungroup(bypassed, "block_1")
    with pytest.raises(GraphError, match="first is not a composite"):
        ungroup(residual(), "first")


def test_wiring_one_source_to_two_ports_of_one_sum_is_not_lost_silently() -> None:
    graph, use = grouped(sample_graph.convolutional(), ["add"])
    graph = edits.connect(graph, Wire("max.output", f"{use}.input_2"))
    with pytest.raises(GraphError, match=r"max.output would be wired twice to add.inputs"):
        ungroup(graph, use)
