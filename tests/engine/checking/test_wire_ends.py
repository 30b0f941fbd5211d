"""Wires whose ends exist, and wires that hang in the air; what they say is in `broken_graphs`."""

from dataclasses import replace

from hornstudio.engine.catalog import catalog
from hornstudio.engine.checking.wire_ends import WireEnds
from hornstudio.engine.graph import Wire
from tests.engine import sample_graph

LOOSE = Wire("digits.depth", "sgd.loss")
GONE = Wire("gone.output", "lost.input")


def test_wires_that_end_at_ports_are_right() -> None:
    graph = sample_graph.mlp()
    assert list(WireEnds(graph, catalog()).problems(graph.wires)) == []


def test_a_loose_wire_is_told_once_at_a_node_that_is_there() -> None:
    graph = sample_graph.mlp()
    graph = replace(graph, wires=(*graph.wires, LOOSE, GONE))
    found = list(WireEnds(graph, catalog()).problems([GONE]))
    assert [(problem.wire, problem.node) for problem in found] == [(LOOSE, "sgd"), (GONE, "")]
    assert all(problem.remedies for problem in found)


def test_where_those_touched_are_right_the_others_are_not_looked_at() -> None:
    graph = sample_graph.mlp()
    graph = replace(graph, wires=(*graph.wires, LOOSE))
    assert list(WireEnds(graph, catalog()).problems(graph.wires[:1])) == []


def test_ports_of_an_unknown_kind_are_taken_on_trust() -> None:
    graph = sample_graph.mlp()
    strange = replace(graph.nodes["hidden"], kind="from_a_package")
    graph = replace(graph, nodes={**graph.nodes, "hidden": strange})
    wire = Wire("hidden.anything", "relu.input")
    graph = replace(graph, wires=(*graph.wires, wire))
    assert list(WireEnds(graph, catalog()).problems([wire])) == []
