"""What a port gives out comes from a node of the unfolded graph."""

import pytest

from hornstudio.engine.composite.origin import origin_of
from hornstudio.engine.editing import edits
from tests.engine.composite import sample_composite


@pytest.mark.parametrize(
    ("trail", "source", "origin"),
    [
        ((), "first.output", "first.output"),
        ((), "block_1.output", "block_1__add.output"),
        (("block_2",), "input.output", "block_1__add.output"),
        (("block_1",), "input.output", "first.output"),
        (("block_1",), "normal.output", "block_1__normal__scale.output"),
        (("block_1", "normal"), "input.output", "block_1__wide.output"),
        ((), "nothing.output", ""),
    ],
)
def test_a_port_leads_into_composites_and_out_of_them(trail, source, origin):
    assert origin_of(sample_composite.residual(), trail, source) == origin


def test_a_bypassed_node_gives_out_what_comes_into_it():
    graph = edits.set_attribute(sample_composite.residual(), "block_1", "bypassed", True)
    assert origin_of(graph, (), "block_1.output") == "first.output"


def test_what_nothing_feeds_has_no_origin():
    graph = sample_composite.residual()
    (wire,) = graph.wires_into("block_1")
    assert origin_of(edits.disconnect(graph, [wire]), ("block_1",), "input.output") == ""
