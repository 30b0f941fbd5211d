"""Nodes of which the same is known."""

from dataclasses import replace

from hornstudio.engine.check import check
from hornstudio.engine.checking.alike import alike
from hornstudio.engine.editing import edits
from hornstudio.engine.graph import Graph, Node, Wire, freeze
from hornstudio.engine.summary import summarize, totals
from tests.engine import sample_graph


def test_groups_have_every_node_once_and_tell_states_apart() -> None:
    graph = Graph(nodes=freeze({f"n{i}": Node("relu") for i in range(5)}))
    graph = edits.set_attribute(graph, "n1", "frozen", True)
    graph = edits.set_attribute(graph, "n2", "bypassed", True)
    facts = dict.fromkeys(graph.nodes, check(graph).facts["n0"])
    groups = {(a.is_frozen, a.is_bypassed): a.number for a in alike(graph, facts)}
    assert groups == {(False, False): 3, (True, False): 1, (False, True): 1}
    assert all(a.facts is facts[a.example] for a in alike(graph, facts))


def test_totals_of_groups_are_those_of_all_nodes() -> None:
    graph = sample_graph.mlp()
    twins = {f"twin_{i}": replace(graph.nodes["hidden"], frozen=i == 1) for i in range(3)}
    wires = tuple(Wire("flatten.output", f"{i}.input") for i in twins)
    graph = replace(graph, nodes=freeze({**graph.nodes, **twins}), wires=graph.wires + wires)
    graph = edits.set_attribute(graph, "twin_2", "bypassed", True)
    report = check(graph)
    assert totals(graph, report) == summarize(graph, report)["totals"]
    counted = [report.facts[i].weight_count for i in graph.nodes if i != "twin_2"]
    assert report.weight_count == sum(counted)
